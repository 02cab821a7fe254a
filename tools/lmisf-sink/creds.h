/* SPDX-License-Identifier: BSD-3-Clause
 *
 * creds.h - what the sink shows and whom it takes, as the command line says.
 *
 * Floor    5, inside the sink: net, common.
 * Threads  One.
 * Memory   The keeper is the sink's; the texts are the command line's.
 * Spec     TS 103 221-2 cl. 6.2; TS 33.210 cl. 6.2; TS 33.127 cl. 8
 */
#ifndef SINK_CREDS_H
#define SINK_CREDS_H

#include "common/confine.h"
#include "net/tls_keeper.h"

struct sink;

/* As it is on the command line; NULL is not. */
struct creds_options {
	const char *cert, *key, *ca, *crl, *ocsp, *pins, *tls_min;
	bool ocsp_required;
};

/* Take them in, and load the files; what `options` names outlives the sink.
 *   LI_ECONFIG LI_ENOMEM
 */
LI_MUST_USE li_err creds_load(struct sink *sink,
	const struct creds_options *options, struct li_fault *fault);

/* Is the list of pins one that can be? NULL is fine. */
bool creds_pins_known(const char *pins);

/* Let the sandbox read the files again. */
void creds_confine(const struct creds_options *options, struct li_confine *box);

#endif

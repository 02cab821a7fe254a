/* SPDX-License-Identifier: BSD-3-Clause
 *
 * creds.h - our certificate, whose certificates are taken, and which of those
 * were revoked since.
 *
 * Floor    5: base, net, x1, tools/common.
 * Threads  That of the loop.
 * Memory   The caller's storage, which stays where it is.
 * Spec     TS 103 221-1 cl. 8.2.4; TS 33.127 cl. 8.2 (revocation works)
 */
#ifndef X1D_CREDS_H
#define X1D_CREDS_H

#include "common/config.h"
#include "net/tls_keeper.h"
#include "x1/server.h"

/* The rest is set by creds_load() and creds_watch(). */
struct creds {
	struct li_tls_keeper keeper;
	const struct li_config *config;
	struct li_x1_server *server;
	li_loop_fn news; /* told when they are others; may be NULL */
	void *news_data;
};

/* Load what the configuration names, and check that we are who it says.
 *   as li_tls_creds_load(); LI_ECONFIG: the UID is another
 */
LI_MUST_USE li_err creds_load(struct creds *creds,
	const struct li_config *config, struct li_fault *fault);

/* From now on what has changed is read again, and given to the server, which
 * was made with what was loaded. */
void creds_watch(struct creds *creds, struct li_loop *loop,
	struct li_x1_server *server);

/* Fine when nothing was loaded. After the server and before the loop. */
void creds_free(struct creds *creds);

#endif

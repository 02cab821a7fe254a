/* SPDX-License-Identifier: BSD-3-Clause
 *
 * options.h - what stands behind the extension's name in LoadExtension.
 *
 *   LoadExtension = "lmisf_cx.fdx" :
 *           "socket=/run/lmisf/cx.sock; ring_mb=16; keep_mb=64; log=guard";
 *
 *   socket    where lmisfd listens for the feed; at most 107 octets
 *   ring_mb   1 to 1024: room between freeDiameter's threads and ours
 *   keep_mb   1 to 16384: room for what is not yet acknowledged, and as much
 *             again for requests that are not yet answered
 *   log       guard: we are the daemon's log, and print no message content;
 *             leave: its log handler stays as it is
 *
 * Floor    5, without freeDiameter.
 * Threads  Pure.
 * Memory   Values.
 * Spec     none
 */
#ifndef LMISF_CX_OPTIONS_H
#define LMISF_CX_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum { LI_CX_SOCKET_MAX = 107 }; /* what a sockaddr_un holds */

/* The options, as above. */
struct li_cx_options {
	char socket[LI_CX_SOCKET_MAX + 1];
	size_t ring_octets, keep_octets;
	bool guard_log;
};

/* Parse the text; NULL gives the defaults, which are those above.
 *   LI_ECONFIG   an unknown key, one given twice, a bad value; fault says
 *                which and what is allowed; *out is untouched
 */
LI_MUST_USE li_err li_cx_options_parse(const char *text,
	struct li_cx_options *out, struct li_fault *fault);

#endif

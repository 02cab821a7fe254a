/* SPDX-License-Identifier: BSD-3-Clause
 *
 * report.h - tell the ADMF what lmisfd has for it, in order, until it said OK.
 *
 * One report is on its way at a time. It is fetched from lmisfd, posted, and
 * when the ADMF has answered, lmisfd erases it; whatever dies in between, it is
 * told again. An ADMF that is not reached is tried again, ever less often. One
 * that refuses a report three times has read it: it is recorded as refused and
 * holds up no other.
 *
 * Floor    4: ipc, net, base, model.
 * Threads  The loop's.
 * Memory   A reporter owns its connections; texts of the options outlive it.
 * Spec     TS 103 221-1 cl. 6.5, cl. 5.2.3 (sent again under another
 *          transaction), cl. 7.2.2
 */
#ifndef LI_X1_REPORT_H
#define LI_X1_REPORT_H

#include "x1/ask.h"
#include "web/post.h"

struct li_x1_reporter;

struct li_x1_reporter_options {
	const char *admf, *ne;
	const char *control; /* lmisfd's socket */
	struct li_poster_options send;
	int64_t retry_min_us, retry_max_us;
};

/* Begin; it goes on as the loop runs.
 *   as li_poster_new(); *out is untouched on an error
 */
LI_MUST_USE li_err li_x1_reporter_new(struct li_loop *loop,
	const struct li_x1_reporter_options *options,
	struct li_x1_reporter **out);

/* NULL is fine. */
void li_x1_reporter_free(struct li_x1_reporter *reporter);

/* Certificates are new. NULL is fine. */
void li_x1_reporter_renew(struct li_x1_reporter *reporter);

/* Have lmisfd keep an issue of this program.
 *   as li_x1_ask_fn, or what lmisfd said
 */
LI_MUST_USE li_err li_x1_reporter_issue(struct li_x1_reporter *reporter,
	const struct li_issue *issue);

#endif

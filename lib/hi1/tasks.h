/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tasks.h - the tasks of a request, and the answer to it.
 *
 * Floor    4: base, model, x1 (XML only).
 * Threads  Pure functions.
 * Memory   Values; an answer is appended to the caller's buffer.
 * Spec     TS 103 120 cl. 6.3.3, 6.4.6, 6.4.9; TS 33.128 table 5.4.1-1
 */
#ifndef LI_HI1_TASKS_H
#define LI_HI1_TASKS_H

#include "base/buf.h"
#include "hi1/request.h"

/* Make a task of the i-th object, which is one. Its XID is the object's
 * identifier; its destinations are the caller's to find. at_us is now.
 *   LI_EINVAL   *why says what is missing or unlike; static storage
 */
LI_MUST_USE li_err li_hi1_task(const struct li_hi1_request *request, size_t i,
	int64_t at_us, struct li_task *out, const char **why);

/* Do the objects belong together: each task under an authorisation of the same
 * request, or each to be cancelled; at least one task, no identifier twice? As
 * above. */
LI_MUST_USE li_err li_hi1_check(const struct li_hi1_request *request,
	const char **why);

/* What became of a request. */
struct li_hi1_outcome {
	int64_t at_us;
	const char *error;  /* NULL: all was done; else why nothing was */
	bool awaiting;      /* another operator has to approve it */
	const bool *active; /* of each object: is its task in force now? */
};

/* Append the response. TS 103 120 cl. 6.3.3 */
void li_hi1_respond(struct li_buf *out, const struct li_hi1_request *request,
	const struct li_hi1_outcome *outcome);

#endif

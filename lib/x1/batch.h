/* SPDX-License-Identifier: BSD-3-Clause
 *
 * batch.h - what requests of a container ask of lmisfd, asked at once.
 *
 * Requests that follow each other and have one question each are asked together,
 * so that lmisfd has one commit for all of them. What none of them changes is
 * asked once: what is wrong, and the hash contexts.
 *
 * Floor    4: ipc, base, model.
 * Threads  One.
 * Memory   Questions and answers, wiped with the next batch and at the end.
 * Spec     TS 103 221-1 cl. 6.1 (containers)
 */
#ifndef LI_X1_BATCH_H
#define LI_X1_BATCH_H

#include "ipc/batch.h"
#include "model/hashed.h"
#include "x1/ask.h"

/* All zero is none. */
struct li_x1_batch {
	struct li_buf parts; /* of LI_ADMIN_BATCH */
	struct li_buf lates; /* of LI_ADMIN_LATE, one for each */
	size_t count;
	bool asked;
	li_err err; /* of asking */
	struct li_x1_answer answer;
	struct li_slice part, late, item; /* the next ones */

	struct li_x1_answer faults;
	bool has_faults;
	struct li_hash_context contexts[LI_HASH_CONTEXTS_MAX];
	size_t context_count;
	bool has_contexts;

	/* Of all of the container, of apply_lost.c: an answer was lost; what was
	 * done cannot be looked at. */
	bool looked, blind;
};

/* Begin with the next requests, and end. */
void li_x1_batch_reset(struct li_x1_batch *batch);
void li_x1_batch_fini(struct li_x1_batch *batch);

/* Note a question; late is the issue of it, or NULL. False: it must be asked
 * alone, or no more go into this one. */
bool li_x1_batch_add(struct li_x1_batch *batch,
	const struct li_batch_part *part, const struct li_issue *late);

/* Ask them; request names who asks. What came of it is in the answers. */
void li_x1_batch_ask(struct li_x1_batch *batch, li_x1_ask_fn ask, void *data,
	const struct li_admin_request *request);

/* The answer to the next question, which is this one, as if it had been asked
 * alone.
 *   LI_EBUG   it is another
 */
LI_MUST_USE li_err li_x1_batch_next(struct li_x1_batch *batch,
	const struct li_batch_part *asked, struct li_x1_answer *out);

/* Append one of a body of LI_ADMIN_LATE; NULL: there is nothing to tell. */
void li_x1_put_late(struct li_buf *out, const struct li_issue *late);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * terms.h - what limits a task, who authorised it, and who entered it.
 *
 * Floor    3, inside the store.
 * Threads  As store.h.
 * Memory   Values.
 * Spec     TS 103 221-1 annex C; TS 103 120 cl. 7.1, 7.2; TS 101 331 cl. 4.7
 */
#ifndef LI_STORE_TERMS_H
#define LI_STORE_TERMS_H

#include "base/clock.h"
#include "store/inside.h"

/* What decides whether a task may be changed or released. */
struct li_terms_state {
	uint32_t generation;
	bool awaiting;
	char entered_by[LI_OPERATOR_MAX + 1]; /* "" of one from before 0006 */
};

/* Write the terms of a task whose row is there. */
LI_MUST_USE li_err li_terms_save(struct li_store *store, int64_t row,
	const struct li_task *task, const struct li_actor *actor,
	uint32_t generation);

/* Read them from a row of LI_SQL_TASK_NEXT, column i on; then the list, when
 * that statement is reset. */
LI_MUST_USE li_err li_terms_read(struct li_store *store, sqlite3_stmt *s, int i,
	struct li_task *task);
LI_MUST_USE li_err li_mediations_read(struct li_store *store,
	struct li_task *task);

/* Read that of a row. */
LI_MUST_USE li_err li_terms_state(struct li_store *store, int64_t row,
	struct li_terms_state *out);

/* A second operator approves the task: from at_us on it may be in force.
 *   LI_ESTATE    it does not wait
 *   LI_EDENIED   the same operator entered it
 */
LI_MUST_USE li_err li_terms_release(struct li_store *store, int64_t row,
	int64_t at_us, const struct li_actor *actor, struct li_fault *fault);

/* Append the terms as the audit tells them. */
void li_terms_describe(const struct li_task *task, uint32_t generation,
	struct li_buf *out);

#endif

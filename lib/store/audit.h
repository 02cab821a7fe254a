/* SPDX-License-Identifier: BSD-3-Clause
 *
 * audit.h - what else can be done with the audit of a store.
 *
 * Floor    3: base.
 * Threads  As store.h.
 * Memory   As store.h.
 * Spec     TS 33.126 R6.6-110; TS 33.127 cl. 8.7 (errors are logged too)
 */
#ifndef LI_STORE_AUDIT_H
#define LI_STORE_AUDIT_H

#include "store/checkpoint.h"
#include "store/store.h"
#include "store/verify.h"

/* What a row of the audit says. */
struct li_audit_note {
	const char *action;     /* a word ("status.read") */
	const char *object;     /* a blind handle ("task 3"), or NULL */
	const char *result;     /* NULL: done; else why it was refused */
	struct li_slice detail; /* sealed; may be empty */
};

/* Append one row.
 *   LI_EINVAL   nobody is named: actor, its name or its way in is missing
 */
LI_MUST_USE li_err li_store_note(struct li_store *store,
	const struct li_actor *actor, const struct li_audit_note *note);

/* Sign the audit as it is, unless it is signed. Each thousandth row is signed
 * without that. Errors as li_store_commit(). */
LI_MUST_USE li_err li_store_mark(struct li_store *store);

/* The last checkpoint that is committed, or NULL: to be handed out. Borrowed
 * until the store changes. */
const struct li_checkpoint *li_store_marked(const struct li_store *store);

/* The number of the last row of the audit. */
int64_t li_store_audit_rows(const struct li_store *store);

/* As li_store_audit_verify(), with checkpoints that were handed out, in the
 * order of their rows. */
LI_MUST_USE li_err li_store_audit_verify_since(struct li_store *store,
	const struct li_checkpoint *since, size_t count,
	struct li_verdict *verdict, struct li_fault *fault);

/* Is a task as the last order about it left it? TS 33.107 cl. 8
 *   LI_ENOTFOUND   there is no such task
 *   LI_EDENIED     it is not, or there was none: somebody changed the database
 *                  by hand
 *   LI_EDB
 */
LI_MUST_USE li_err li_store_task_ordered(struct li_store *store, int64_t row);

/* Read the first task behind a row: to go around all of them a few at a time.
 *   LI_ENOTFOUND   there is none
 *   LI_ECORRUPT    a sealed value was changed; out->row says of which
 */
LI_MUST_USE li_err li_store_task_after(struct li_store *store, int64_t row,
	struct li_task *out);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sql.h - every statement of the store, each prepared once, when it is needed.
 *
 * Floor    3, inside the store.
 * Threads  As store.h.
 * Memory   Column values live until the statement is stepped or reset.
 * Spec     none
 */
#ifndef LI_STORE_SQL_H
#define LI_STORE_SQL_H

#include <sqlite3.h>

#include "store/store.h"
#include "store/seal.h"

enum li_sql {
	LI_SQL_BEGIN,
	LI_SQL_COMMIT,
	LI_SQL_ROLLBACK,
	LI_SQL_SAVE,
	LI_SQL_RELEASE,
	LI_SQL_BACK,
	LI_SQL_LAST_ID,
	LI_SQL_TASK_ADD,
	LI_SQL_TASK_FIND,
	LI_SQL_WARRANT_FIND,
	LI_SQL_WARRANT_ADD,
	LI_SQL_WARRANT_GET,
	LI_SQL_WARRANT_CHANGE,
	LI_SQL_WARRANT_LINK,
	LI_SQL_WARRANT_LEAVE,
	LI_SQL_WARRANT_OF,
	LI_SQL_WARRANT_OWNED,
	LI_SQL_WARRANT_OVER,
	LI_SQL_WARRANT_TASKS,
	LI_SQL_WARRANT_OUTSIDE,
	LI_SQL_TASK_CHANGE,
	LI_SQL_TASK_END,
	LI_SQL_TASK_TERMS,
	LI_SQL_TASK_STATE,
	LI_SQL_TASK_LIID,
	LI_SQL_TASK_RELEASE,
	LI_SQL_MEDIATION_ADD,
	LI_SQL_MEDIATIONS_DROP,
	LI_SQL_MEDIATIONS_OF,
	LI_SQL_TASK_NEXT,
	LI_SQL_AMOUNT_BEGIN,
	LI_SQL_AMOUNT_SEEN,
	LI_SQL_AMOUNT_SINCE,
	LI_SQL_AMOUNT_ADD,
	LI_SQL_TASK_COUNT,
	LI_SQL_TARGET_ADD,
	LI_SQL_TARGETS_DROP,
	LI_SQL_TARGETS_OF,
	LI_SQL_CONTEXT_ADD,
	LI_SQL_CONTEXT_SET,
	LI_SQL_CONTEXT_DROP,
	LI_SQL_CONTEXT_NEXT,
	LI_SQL_LINK_ADD,
	LI_SQL_LINKS_DROP,
	LI_SQL_LINKS_OF,
	LI_SQL_ROUTE,
	LI_SQL_SCHEMES_OF,
	LI_SQL_DESTINATION_ADD,
	LI_SQL_DESTINATION_FIND,
	LI_SQL_DESTINATION_USED,
	LI_SQL_DESTINATION_CHANGE,
	LI_SQL_DESTINATION_REMOVE,
	LI_SQL_DESTINATION_OLDEST,
	LI_SQL_DESTINATION_NEXT,
	LI_SQL_DESTINATION_COUNT,
	LI_SQL_HANDOVER_OF,
	LI_SQL_STREAM_FIND,
	LI_SQL_TASK_BEGUN,
	LI_SQL_STREAM_ADD,
	LI_SQL_STREAM_SET,
	LI_SQL_NUMBERING_FIND,
	LI_SQL_NUMBERING_SET,
	LI_SQL_NUMBERING_ANEW,
	LI_SQL_CHECKING_ADD,
	LI_SQL_CHECKING_HAD,
	LI_SQL_CHECKING_NEXT,
	LI_SQL_CHECKING_LEAVE,
	LI_SQL_CHECKING_ANEW,
	LI_SQL_RESET_AWAITED,
	LI_SQL_RESET_ADD,
	LI_SQL_REG_FIND,
	LI_SQL_REG_ADD,
	LI_SQL_REG_SET,
	LI_SQL_SESSION_ADD,
	LI_SQL_SESSION_SET,
	LI_SQL_REG_MIRROR_SET,
	LI_SQL_REG_MIRROR_ERASE,
	LI_SQL_REG_MIRROR_EACH,
	LI_SQL_REG_MIRROR_PRUNE,
	LI_SQL_REG_MIRROR_DROP,
	LI_SQL_SESSION_MIRROR_SET,
	LI_SQL_SESSION_MIRROR_ERASE,
	LI_SQL_SESSION_MIRROR_EACH,
	LI_SQL_SESSION_MIRROR_PRUNE,
	LI_SQL_SESSION_MIRROR_DROP,
	LI_SQL_IRI_LAST,
	LI_SQL_IRI_ADD,
	LI_SQL_PAYLOAD_ADD,
	LI_SQL_OUTBOX_ADD,
	LI_SQL_CLAIM,
	LI_SQL_SCAN,
	LI_SQL_FETCH,
	LI_SQL_DUE,
	LI_SQL_DUE_TASK,
	LI_SQL_CONFIRM,
	LI_SQL_ERASE,
	LI_SQL_SENT,
	LI_SQL_QUEUED,
	LI_SQL_DESTINATION_DID,
	LI_SQL_DONE,
	LI_SQL_RESET_DONE,
	LI_SQL_ASIDE,
	LI_SQL_ASIDE_IRI,
	LI_SQL_ASIDE_ERASE,
	LI_SQL_ERASING,
	LI_SQL_WITHDRAW,
	LI_SQL_FEED_SET,
	LI_SQL_FEED_GET,
	LI_SQL_TALLY_ADD,
	LI_SQL_TALLY_GET,
	LI_SQL_SECURITY_LAST,
	LI_SQL_SECURITY_ADD,
	LI_SQL_SECURITY_NEXT,
	LI_SQL_FAULT_FIND,
	LI_SQL_FAULT_ADD,
	LI_SQL_FAULT_SET,
	LI_SQL_FAULT_DROP,
	LI_SQL_FAULT_NEXT,
	LI_SQL_REPORT_FIND,
	LI_SQL_REPORT_ADD,
	LI_SQL_REPORT_DROP,
	LI_SQL_REPORT_NEXT,
	LI_SQL_REPORT_COUNT,
	LI_SQL_LAG_NEXT,
	LI_SQL_TASK_EXPIRED,
	LI_SQL_TASK_EXPIRES,
	LI_SQL_AUDIT_LAST,
	LI_SQL_AUDIT_ADD,
	LI_SQL_CHECKPOINT_ADD,
	LI_SQL_CHECKPOINT_LAST,
	LI_SQL_AUDIT_HASHES,
	LI_SQL_AUDIT_VOUCHED,
	LI_SQL_AUDIT_ABOUT,
	LI_SQL_AUDIT_PAGE,
	LI_SQL_IRI_RANGE,
	LI_SQL_SESSION_SUMS,
	LI_SQL_SESSION_RUNGS,
	LI_SQL_KEY_EACH,
	LI_SQL_KEY_ADD,
	LI_SQL_KEY_LAST,
	LI_SQL_COUNT,
};

/* What each of them says. */
extern const char *const li_sql_texts[LI_SQL_COUNT];

/* Prepare those that have nothing to bind: of transactions, for a writer. */
LI_MUST_USE li_err li_sql_prepare(struct li_store *store);
void li_sql_finalize(struct li_store *store);

/* The statement, reset and without bindings; it is prepared when it is asked for
 * first. NULL: it cannot be, and neither can it be run. Only those of transactions are
 * run without having been asked for. */
sqlite3_stmt *li_sql(struct li_store *store, enum li_sql id);

/* Step a statement that gives no row, and reset it. */
LI_MUST_USE li_err li_sql_run(struct li_store *store, enum li_sql id);

/* Step a statement: LI_OK at a row, LI_ENOTFOUND and reset behind the last. */
LI_MUST_USE li_err li_sql_row(struct li_store *store, enum li_sql id);

/* Translate a result code and keep its words for li_store_why().
 *   LI_ECORRUPT LI_EIO LI_ENOMEM LI_EAGAIN LI_EDB
 */
li_err li_sql_error(struct li_store *store, int rc, const char *where);

/* Bind; the octets must live until the statement was stepped. A slice with p
 * NULL is NULL. */
void li_bind_blob(sqlite3_stmt *s, int i, struct li_slice v);
void li_bind_text(sqlite3_stmt *s, int i, struct li_slice v);

/* Seal a value and bind a copy. _some binds NULL for an empty value. */
LI_MUST_USE li_err li_bind_sealed(struct li_store *store, sqlite3_stmt *s,
	int i, struct li_cell cell, struct li_slice v);
LI_MUST_USE li_err li_bind_sealed_some(struct li_store *store, sqlite3_stmt *s,
	int i, struct li_cell cell, struct li_slice v);

/* A column's octets. */
struct li_slice li_column(sqlite3_stmt *s, int i);

/* Open a sealed column into text[cap], NUL-terminated.
 *   LI_ECORRUPT   not ours, or longer than cap allows
 */
LI_MUST_USE li_err li_column_text(struct li_store *store,
	struct li_slice sealed, struct li_cell cell, char *text, size_t cap);

/* Open a sealed column that is a UUID; errors as above. */
LI_MUST_USE li_err li_column_uuid(struct li_store *store,
	struct li_slice sealed, struct li_cell cell, struct li_uuid *out);

/* The next row number of a table that never gives one twice. */
LI_MUST_USE li_err li_sql_next_id(struct li_store *store, const char *table,
	int64_t *id);

#endif

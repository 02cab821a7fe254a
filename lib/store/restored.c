/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "store/audit.h"
#include "store/inside.h"

/* Does somebody wait for records with numbers that began anew before? He is told so
 * yet, and to him they must not begin a second time behind that: he would take
 * one of these for one of those. */
static li_err awaited(struct li_store *store, bool *is)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_RESET_AWAITED);
	const li_err err = li_sql_row(store, LI_SQL_RESET_AWAITED);

	if (err)
		return err;
	*is = sqlite3_column_int(s, 0) != 0;
	sqlite3_reset(s);
	return LI_OK;
}

/* What waits keeps its numbers, and goes first: the next IRI is the first that is
 * counted anew, or goes on where who waits is told of numbers that are new to
 * everybody. */
static li_err begin_anew(struct li_store *store, const struct li_actor *actor)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_RESET_ADD);
	char object[48];
	bool before = false;
	li_err err = awaited(store, &before);

	if (err)
		return err;
	snprintf(object, sizeof(object), "behind iri %lld",
		(long long)store->now.iri);
	sqlite3_bind_int64(s, 1, store->now.iri);
	err = li_sql_run(store, LI_SQL_RESET_ADD);
	if (!err && !before) {
		(void)li_sql(store, LI_SQL_NUMBERING_ANEW);
		err = li_sql_run(store, LI_SQL_NUMBERING_ANEW);
	}
	/* Checks of the backup have numbers that others have had since. */
	if (!err) {
		(void)li_sql(store, LI_SQL_CHECKING_ANEW);
		err = li_sql_run(store, LI_SQL_CHECKING_ANEW);
	}
	return err ? err
		   : li_store_audit(store, actor, "store.restored", object,
			     (struct li_slice){0});
}

li_err li_store_restored(struct li_store *store, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_scope scope;
	li_err err = li_scope_begin(store, &scope);

	if (!err)
		err = li_scope_end(store, &scope, begin_anew(store, actor));
	li_streams_forget(store);
	return li_change_fault(store, err, fault);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/amount.h"

li_err li_amount_begin(struct li_store *store, int64_t task)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AMOUNT_BEGIN);

	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, store->now.iri);
	return li_sql_run(store, LI_SQL_AMOUNT_BEGIN);
}

li_err li_amount_seen(struct li_store *store, int64_t task, int64_t at_us)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AMOUNT_SEEN);

	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, at_us);
	return li_sql_run(store, LI_SQL_AMOUNT_SEEN);
}

li_err li_amount_since(struct li_store *store, int64_t task, int64_t *since)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AMOUNT_SINCE);
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	err = li_sql_row(store, LI_SQL_AMOUNT_SINCE);
	if (err)
		return err;
	*since = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

li_err li_amount_add(struct li_store *store, int64_t task, int64_t octets)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AMOUNT_ADD);

	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, octets);
	return li_sql_run(store, LI_SQL_AMOUNT_ADD);
}

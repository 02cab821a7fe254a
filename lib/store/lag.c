/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/lag.h"

#include "store/inside.h"

li_err li_store_lag_each(struct li_store *store, li_store_lag_fn fn, void *data)
{
	int64_t row = 0, since_us;
	struct li_uuid did;
	li_err err;

	/* One statement a step, so that fn may change what it walks. */
	do {
		sqlite3_stmt *s = li_sql(store, LI_SQL_LAG_NEXT);
		struct li_slice octets;

		sqlite3_bind_int64(s, 1, row);
		err = li_sql_row(store, LI_SQL_LAG_NEXT);
		if (err)
			break;
		row = sqlite3_column_int64(s, 0);
		octets = li_column(s, 1);
		since_us = sqlite3_column_int64(s, 2);
		if (octets.n == sizeof(did.octet))
			memcpy(did.octet, octets.p, sizeof(did.octet));
		else
			err = LI_ECORRUPT;
		sqlite3_reset(s);
		if (!err)
			err = fn(&did, since_us, data);
	} while (!err);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_store_expired_each(struct li_store *store, int64_t after_us,
	int64_t upto_us, li_store_xid_fn fn, void *data)
{
	struct li_uuid xid;
	int64_t row = 0;
	li_err err;

	do {
		sqlite3_stmt *s = li_sql(store, LI_SQL_TASK_EXPIRED);

		sqlite3_bind_int64(s, 1, after_us);
		sqlite3_bind_int64(s, 2, upto_us);
		sqlite3_bind_int64(s, 3, row);
		err = li_sql_row(store, LI_SQL_TASK_EXPIRED);
		if (err)
			break;
		row = sqlite3_column_int64(s, 0);
		err = li_task_xid(store, li_column(s, 1), row, &xid);
		sqlite3_reset(s);
		if (!err)
			err = fn(&xid, data);
	} while (!err);
	li_buf_wipe(&store->plain);
	explicit_bzero(&xid, sizeof(xid));
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_store_expires(struct li_store *store, int64_t after_us,
	int64_t *ends_us)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_TASK_EXPIRES);
	li_err err;

	sqlite3_bind_int64(s, 1, after_us);
	err = li_sql_row(store, LI_SQL_TASK_EXPIRES);
	if (err)
		return err;
	*ends_us = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

li_err li_store_queued(struct li_store *store, int64_t row, uint64_t *count)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_QUEUED);
	li_err err;

	sqlite3_bind_int64(s, 1, row);
	err = li_sql_row(store, LI_SQL_QUEUED);
	if (err)
		return err;
	*count = (uint64_t)sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

li_err li_store_waiting(struct li_store *store, int64_t *count)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_TALLY_GET);
	li_err err = li_sql_row(store, LI_SQL_TALLY_GET);

	if (err)
		return err;
	*count = sqlite3_column_int64(s, 1) + store->now.waiting;
	sqlite3_reset(s);
	return LI_OK;
}

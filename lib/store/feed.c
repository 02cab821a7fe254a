/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "store/inside.h"

li_err li_store_feed_mark(struct li_store *store,
	const struct li_uuid *instance, uint64_t sequence)
{
	sqlite3_stmt *s;
	li_err err;

	if (!store->open || store->broken)
		return LI_ESTATE;
	s = li_sql(store, LI_SQL_FEED_SET);
	li_bind_blob(s, 1, li_slice(instance->octet, sizeof(instance->octet)));
	sqlite3_bind_int64(s, 2, (sqlite3_int64)sequence);
	sqlite3_bind_int64(s, 3, li_clock_now_us());
	err = li_sql_run(store, LI_SQL_FEED_SET);
	if (err)
		store->broken = true;
	return err;
}

li_err li_store_feed_position(struct li_store *store,
	const struct li_uuid *instance, uint64_t *sequence)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_FEED_GET);
	li_err err;

	li_bind_blob(s, 1, li_slice(instance->octet, sizeof(instance->octet)));
	err = li_sql_row(store, LI_SQL_FEED_GET);
	if (err)
		return err;
	*sequence = (uint64_t)sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

static li_err count_row(struct li_store *store, enum li_sql id, int64_t at_us,
	uint64_t *const into[], int n)
{
	sqlite3_stmt *s = li_sql(store, id);
	li_err err;

	if (id == LI_SQL_TASK_COUNT)
		sqlite3_bind_int64(s, 1, at_us);
	err = li_sql_row(store, id);
	for (int i = 0; !err && i < n; i++)
		*into[i] = (uint64_t)sqlite3_column_int64(s, i);
	sqlite3_reset(s);
	return err == LI_ENOTFOUND ? LI_ECORRUPT : err;
}

li_err li_store_count(struct li_store *store, int64_t at_us,
	struct li_store_counts *out)
{
	struct li_store_counts c;
	uint64_t *const tasks[] = {&c.tasks, &c.tasks_in_force};
	uint64_t *const destinations[] = {&c.destinations};
	uint64_t *const tally[] = {&c.iris, &c.waiting, &c.confirmed};
	uint64_t *const audit[] = {&c.audit_rows};
	uint64_t *const security[] = {&c.security_events};
	li_err err;

	err = count_row(store, LI_SQL_TASK_COUNT, at_us, tasks, 2);
	if (!err)
		err = count_row(store, LI_SQL_DESTINATION_COUNT, 0,
			destinations, 1);
	if (!err)
		err = count_row(store, LI_SQL_TALLY_GET, 0, tally, 3);
	if (!err)
		err = count_row(store, LI_SQL_AUDIT_LAST, 0, audit, 1);
	/* They are numbered from 1 without a gap. */
	if (!err)
		err = count_row(store, LI_SQL_SECURITY_LAST, 0, security, 1);
	if (!err)
		*out = c;
	return err;
}

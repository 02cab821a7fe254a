/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/amount.h"

#include <stdlib.h>

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

static int by_task(const void *a, const void *b)
{
	const struct li_sent *x = a, *y = b;

	return (x->task > y->task) - (x->task < y->task);
}

static li_err since_of(struct li_store *store, int64_t task, int64_t *since)
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

/* All of one task. */
static li_err add_some(struct li_store *store, const struct li_sent *sent,
	size_t count)
{
	int64_t since = 0, octets = 0;
	sqlite3_stmt *s;
	li_err err = since_of(store, sent->task, &since);

	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	for (size_t i = 0; i < count; i++)
		if (sent[i].id > since)
			octets += sent[i].octets;
	s = li_sql(store, LI_SQL_AMOUNT_ADD);
	sqlite3_bind_int64(s, 1, sent->task);
	sqlite3_bind_int64(s, 2, octets);
	return li_sql_run(store, LI_SQL_AMOUNT_ADD);
}

li_err li_amount_add(struct li_store *store, const struct li_sent *sent,
	size_t count)
{
	struct li_sent all[LI_SENT_MAX];
	li_err err = count > LI_SENT_MAX ? LI_EINVAL : LI_OK;
	size_t n;

	if (err || !count)
		return err;
	memcpy(all, sent, count * sizeof(*all));
	qsort(all, count, sizeof(*all), by_task);
	for (size_t i = 0; !err && i < count; i += n) {
		for (n = 1; i + n < count && all[i + n].task == all[i].task;)
			n++;
		err = add_some(store, all + i, n);
	}
	return err;
}

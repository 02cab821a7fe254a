/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "store/amount.h"
#include "store/handover.h"

struct due {
	int64_t destination, upto;
	int64_t limit; /* -1: none */
	int64_t count, first, last;
	bool silent; /* its peer never says that it has them */
	const struct li_sent *sent;
	size_t sent_count;
};

static li_err read_due(struct li_store *store, struct due *due)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_DUE);
	li_err err;

	sqlite3_bind_int64(s, 1, due->destination);
	sqlite3_bind_int64(s, 2, due->upto);
	sqlite3_bind_int64(s, 3, due->limit);
	err = li_sql_row(store, LI_SQL_DUE);
	if (err)
		return err == LI_ENOTFOUND ? LI_EDB : err;
	due->count = sqlite3_column_int64(s, 0);
	due->first = sqlite3_column_int64(s, 1);
	due->last = sqlite3_column_int64(s, 2);
	if (due->count == due->limit)
		due->upto = due->last;
	sqlite3_reset(s);
	return LI_OK;
}

static li_err run(struct li_store *store, enum li_sql id, const struct due *due,
	int64_t at_us)
{
	sqlite3_stmt *s = li_sql(store, id);

	sqlite3_bind_int64(s, 1, due->destination);
	sqlite3_bind_int64(s, 2, due->upto);
	if (id == LI_SQL_CONFIRM) {
		sqlite3_bind_int64(s, 3, at_us);
		sqlite3_bind_int(s, 4, due->silent ? 1 : 0);
	}
	return li_sql_run(store, id);
}

/* Those of them that are done, and that not every peer confirmed. */
static li_err count_sent(struct li_store *store, const struct due *due,
	int64_t *count)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_SENT);
	li_err err;

	sqlite3_bind_int64(s, 1, due->destination);
	sqlite3_bind_int64(s, 2, due->upto);
	err = li_sql_row(store, LI_SQL_SENT);
	if (err)
		return err == LI_ENOTFOUND ? LI_EDB : err;
	*count = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

/* The order matters: each step reads what the next one removes.
 * TS 33.107 cl. 8: what was delivered is erased. */
static li_err settle(struct li_store *store, const struct due *due,
	int64_t at_us)
{
	int64_t sent = 0;
	li_err err = run(store, LI_SQL_CONFIRM, due, at_us);

	if (!err)
		err = run(store, LI_SQL_ERASE, due, at_us);
	if (!err)
		store->now.confirmed += sqlite3_changes(store->db);
	if (!err)
		err = count_sent(store, due, &sent);
	store->now.confirmed -= sent;
	if (!err)
		err = run(store, LI_SQL_DONE, due, at_us);
	if (!err) {
		store->now.waiting -= due->count;
		li_queue_done(store, due->destination, due->count);
	}
	return err;
}

static li_err audit(struct li_store *store, const struct due *due)
{
	char object[128];
	struct li_audit_row row = {
		.via = li_slice_str("store"),
		/* TS 102 232-1 cl. 6.4.3: handed over is not had */
		.action = li_slice_str(
			due->silent ? "delivery.sent" : "delivery.confirm"),
	};

	snprintf(object, sizeof(object),
		"destination %lld, iri %lld-%lld, count %lld",
		(long long)due->destination, (long long)due->first,
		(long long)due->last, (long long)due->count);
	row.object = li_slice_str(object);
	return li_audit_append(store, NULL, (struct li_slice){0}, &row);
}

/* Of what was told those that were due: entries of a destination go in the order
 * of their ids. */
static li_err count_octets(struct li_store *store, const struct due *due)
{
	const struct li_sent *sent = due->sent;
	size_t n = due->sent_count;

	for (; n > 0 && sent->id < due->first; n--)
		sent++;
	while (n > 0 && sent[n - 1].id > due->last)
		n--;
	return li_amount_add(store, sent, n);
}

static li_err confirm(struct li_store *store, const struct li_uuid *did,
	struct due *due, int64_t at_us)
{
	struct li_handover how = {.silent = false};
	struct li_scope scope;
	li_err err;

	err = li_scope_begin(store, &scope);
	if (err)
		return err;
	err = li_destination_row(store, did, &due->destination);
	if (!err)
		err = li_handover_of(store, due->destination, &how);
	if (!err)
		err = read_due(store, due);
	due->silent = how.silent;
	if (!err && due->count > 0) {
		err = settle(store, due, at_us);
		if (!err)
			err = count_octets(store, due);
		if (!err)
			err = audit(store, due);
	}
	return li_scope_end(store, &scope, err);
}

li_err li_store_confirm(struct li_store *store, const struct li_uuid *did,
	int64_t id, int64_t at_us, size_t *count)
{
	struct due due = {.upto = id, .limit = -1};
	li_err err = confirm(store, did, &due, at_us);

	if (!err)
		*count = (size_t)due.count;
	return err;
}

li_err li_store_confirm_step(struct li_store *store, const struct li_uuid *did,
	struct li_store_step *step)
{
	struct due due = {.upto = step->id,
		.limit = LI_STORE_CONFIRM_STEP,
		.sent = step->sent,
		.sent_count = step->sent_count};
	li_err err = confirm(store, did, &due, step->at_us);

	if (!err) {
		step->id = due.upto;
		step->count = (size_t)due.count;
	}
	return err;
}

li_err li_store_oldest(struct li_store *store, int64_t row,
	int64_t *committed_us)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_DESTINATION_OLDEST);
	li_err err;

	sqlite3_bind_int64(s, 1, row);
	err = li_sql_row(store, LI_SQL_DESTINATION_OLDEST);
	if (err && err != LI_ENOTFOUND)
		return err;
	*committed_us = err ? 0 : sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "store/amount.h"
#include "store/handover.h"

struct due {
	int64_t destination, from, upto;
	int64_t limit; /* -1: none */
	int64_t count, first, last;
	int64_t task; /* only those of it; 0: all */
	bool silent;  /* its peer never says that it has them */
};

/* An entry that waits, of a list. */
struct one {
	int64_t task;
	struct li_sent sent;
};

enum { LIST_MAX = LI_SENT_MAX + LI_SENT_MORE };

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
	sqlite3_bind_int64(s, 2, due->from);
	sqlite3_bind_int64(s, 3, due->upto);
	if (id == LI_SQL_CONFIRM) {
		sqlite3_bind_int64(s, 4, at_us);
		sqlite3_bind_int(s, 5, due->silent ? 1 : 0);
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
	sqlite3_bind_int64(s, 2, due->from);
	sqlite3_bind_int64(s, 3, due->upto);
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
	char object[128], task[32] = "";
	struct li_audit_row row = {
		.via = li_slice_str("store"),
		/* TS 102 232-1 cl. 6.4.3: handed over is not had */
		.action = li_slice_str(
			due->silent ? "delivery.sent" : "delivery.confirm"),
	};

	if (due->task)
		snprintf(task, sizeof(task), "task %lld, ",
			(long long)due->task);
	snprintf(object, sizeof(object),
		"destination %lld, %siri %lld-%lld, count %lld",
		(long long)due->destination, task, (long long)due->first,
		(long long)due->last, (long long)due->count);
	row.object = li_slice_str(object);
	return li_audit_append(store, NULL, (struct li_slice){0}, &row);
}

/* ---- one by one ---- */

/* Those of the list that wait, with their tasks; but for those up to had->id that
 * another step is for. */
static li_err find_waiting(struct li_store *store, const struct due *due,
	const struct li_had *had, struct one *list, size_t *count)
{
	for (size_t i = 0; i < had->count; i++) {
		const struct li_sent *sent = &had->list[i];
		sqlite3_stmt *s = li_sql(store, LI_SQL_DUE_TASK);
		li_err err;

		if (sent->id > due->upto && sent->id <= had->id)
			continue;
		sqlite3_bind_int64(s, 1, due->destination);
		sqlite3_bind_int64(s, 2, sent->id);
		err = li_sql_row(store, LI_SQL_DUE_TASK);
		if (err && err != LI_ENOTFOUND)
			return err;
		if (!err)
			list[(*count)++] =
				(struct one){sqlite3_column_int64(s, 0), *sent};
		sqlite3_reset(s);
	}
	return LI_OK;
}

static int by_task(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	if (x->task != y->task)
		return x->task < y->task ? -1 : 1;
	return (x->sent.id > y->sent.id) - (x->sent.id < y->sent.id);
}

/* TS 103 221-1 table 24: AmountOfX2Data, of one task */
static li_err count_octets(struct li_store *store, const struct one *list,
	size_t count)
{
	int64_t since, octets = 0;
	li_err err = li_amount_since(store, list->task, &since);

	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	for (size_t i = 0; i < count; i++)
		if (list[i].sent.id > since)
			octets += list[i].sent.octets;
	return octets ? li_amount_add(store, list->task, octets) : LI_OK;
}

/* Those of one task that overtook others: all behind id. Within a task the order
 * is kept, so the row of the audit says which they are: all of it at the
 * destination that the range has. TS 33.126 R6.5-70 */
static li_err settle_task(struct li_store *store, const struct due *due,
	const struct one *list, size_t count, int64_t id, int64_t at_us)
{
	struct due all = {.destination = due->destination,
		.silent = due->silent,
		.task = list->task};
	struct due one = all;
	li_err err = LI_OK;

	one.count = 1;
	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].sent.id <= id)
			continue;
		one.from = one.upto = all.last = list[i].sent.id;
		if (all.count++ == 0)
			all.first = all.last;
		err = settle(store, &one, at_us);
	}
	return err || !all.count ? err : audit(store, &all);
}

/* Count what is confirmed, and settle what overtook others: how many. */
static li_err settle_list(struct li_store *store, const struct due *due,
	const struct li_had *had, int64_t at_us, size_t *more)
{
	struct one list[LIST_MAX];
	size_t count = 0, n;
	li_err err = find_waiting(store, due, had, list, &count);

	qsort(list, count, sizeof(list[0]), by_task);
	for (size_t i = 0; !err && i < count; i += n) {
		for (n = 0; i + n < count && list[i + n].task == list[i].task;
			n++)
			*more += list[i + n].sent.id > had->id;
		err = count_octets(store, list + i, n);
		if (!err)
			err = settle_task(store, due, list + i, n, had->id,
				at_us);
	}
	return err;
}

/* TS 102 232-1 cl. 6.2.2: the peer has what went behind a cINReset */
static li_err note_reset(struct li_store *store, const struct due *due,
	const struct li_had *had)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_RESET_DONE);
	int64_t last = due->upto;

	if (had->count && had->list[had->count - 1].id > had->id)
		last = had->list[had->count - 1].id;
	sqlite3_bind_int64(s, 1, due->destination);
	sqlite3_bind_int64(s, 2, last);
	return li_sql_run(store, LI_SQL_RESET_DONE);
}

static bool is_valid(const struct li_had *had)
{
	if (had->count > LIST_MAX)
		return false;
	for (size_t i = 1; i < had->count; i++)
		if (had->list[i].id <= had->list[i - 1].id)
			return false;
	return true;
}

/* ---- all of a request ---- */

static li_err confirm(struct li_store *store, const struct li_had *had,
	struct due *due, int64_t at_us, size_t *count)
{
	struct li_handover how = {.silent = false};
	struct li_scope scope;
	size_t more = 0;
	li_err err;

	if (!is_valid(had))
		return LI_EINVAL;
	err = li_scope_begin(store, &scope);
	if (err)
		return err;
	err = li_destination_row(store, &had->did, &due->destination);
	if (!err)
		err = li_handover_of(store, due->destination, &how);
	if (!err)
		err = read_due(store, due);
	due->silent = how.silent;
	/* What waits is looked for before it does so no more. */
	if (!err)
		err = settle_list(store, due, had, at_us, &more);
	if (!err && due->count > 0) {
		err = settle(store, due, at_us);
		if (!err)
			err = audit(store, due);
	}
	if (!err)
		err = note_reset(store, due, had);
	err = li_scope_end(store, &scope, err);
	if (!err)
		*count = (size_t)due->count + more;
	return err;
}

li_err li_store_confirm(struct li_store *store, const struct li_uuid *did,
	int64_t id, int64_t at_us, size_t *count)
{
	const struct li_had had = {.did = *did, .id = id};
	struct due due = {.upto = id, .limit = -1};

	return confirm(store, &had, &due, at_us, count);
}

li_err li_store_confirm_step(struct li_store *store, struct li_had *had,
	int64_t at_us, size_t *count)
{
	struct due due = {.upto = had->id, .limit = LI_STORE_CONFIRM_STEP};
	li_err err = confirm(store, had, &due, at_us, count);

	if (!err)
		had->id = due.upto;
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

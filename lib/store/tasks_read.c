/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/audit.h"
#include "store/terms.h"

li_err li_task_xid(struct li_store *store, struct li_slice sealed, int64_t row,
	struct li_uuid *xid)
{
	return li_column_uuid(store, sealed,
		(struct li_cell){"task", "xid", row}, xid);
}

static li_err read_row(struct li_store *store, sqlite3_stmt *s,
	struct li_task *t)
{
	struct li_cell cell = {"task", "liid", sqlite3_column_int64(s, 0)};
	li_err err;

	t->row = cell.row;
	t->starts_us = sqlite3_column_int64(s, 3);
	t->ends_us = sqlite3_column_int64(s, 4);
	t->ended_us = sqlite3_column_int64(s, 5);
	t->content = sqlite3_column_int(s, 6) != 0;
	t->changed_us = sqlite3_column_int64(s, 21);
	t->amount.at_us = sqlite3_column_int64(s, 24);
	t->amount.counted = sqlite3_column_type(s, 25) == SQLITE_INTEGER;
	t->amount.octets = (uint64_t)sqlite3_column_int64(s, 25);
	err = li_task_xid(store, li_column(s, 1), t->row, &t->xid);
	if (!err)
		err = li_column_text(store, li_column(s, 2), cell, t->liid,
			sizeof(t->liid));
	cell.column = "operator";
	if (!err)
		err = li_column_text(store, li_column(s, 7), cell,
			t->operator_name, sizeof(t->operator_name));
	cell.column = "warrant";
	if (!err)
		err = li_column_text(store, li_column(s, 8), cell, t->warrant,
			sizeof(t->warrant));
	return err ? err : li_terms_read(store, s, 9, t);
}

static li_err read_target(struct li_store *store, sqlite3_stmt *s,
	struct li_identity *id)
{
	struct li_cell cell = {"target", "identity",
		sqlite3_column_int64(s, 0)};
	int kind = sqlite3_column_int(s, 1);
	li_err err;

	if (kind < LI_ID_IMPU || kind > LI_ID_LAST)
		return LI_ECORRUPT;
	id->kind = (enum li_id_kind)kind;
	err = li_column_text(store, li_column(s, 2), cell, id->text,
		sizeof(id->text));
	id->len = (uint16_t)store->plain.n;
	if (!err)
		li_identity_renew(id);
	return err;
}

static li_err read_targets(struct li_store *store, struct li_task *t)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_TARGETS_OF);
	li_err err;

	sqlite3_bind_int64(s, 1, t->row);
	while ((err = li_sql_row(store, LI_SQL_TARGETS_OF)) == LI_OK) {
		err = LI_ECORRUPT;
		if (t->target_count < LI_TASK_TARGETS_MAX)
			err = read_target(store, s,
				&t->targets[t->target_count++]);
		if (err)
			break;
	}
	sqlite3_reset(s);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

static li_err read_links(struct li_store *store, struct li_task *t)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_LINKS_OF);
	li_err err;

	sqlite3_bind_int64(s, 1, t->row);
	while ((err = li_sql_row(store, LI_SQL_LINKS_OF)) == LI_OK) {
		struct li_slice did = li_column(s, 0);

		if (t->destination_count == LI_TASK_DESTINATIONS_MAX ||
			did.n != sizeof(t->destinations[0].octet)) {
			err = LI_ECORRUPT;
			break;
		}
		memcpy(t->destinations[t->destination_count++].octet, did.p,
			did.n);
	}
	sqlite3_reset(s);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

/* Read the first task behind a row. */
static li_err read_next(struct li_store *store, int64_t after,
	struct li_task *t)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_TASK_NEXT);
	li_err err;

	*t = (struct li_task){0};
	sqlite3_bind_int64(s, 1, after);
	err = li_sql_row(store, LI_SQL_TASK_NEXT);
	if (err)
		return err;
	err = read_row(store, s, t);
	sqlite3_reset(s);
	if (!err)
		err = read_targets(store, t);
	if (!err)
		err = read_links(store, t);
	if (!err)
		err = li_mediations_read(store, t);
	if (err == LI_ECORRUPT)
		li_slice_copy(li_slice_str("task: a sealed value does not "
					   "open"),
			store->why, sizeof(store->why));
	return err;
}

li_err li_store_task_get(struct li_store *store, const struct li_uuid *xid,
	struct li_task *out)
{
	struct li_task t;
	int64_t row, ended_us;
	li_err err = li_task_find(store, xid, &row, &ended_us);

	if (!err)
		err = read_next(store, row - 1, &t);
	if (!err)
		*out = t;
	li_buf_wipe(&store->plain);
	explicit_bzero(&t, sizeof(t));
	return err;
}

li_err li_store_task_each(struct li_store *store, li_store_task_fn fn,
	void *data)
{
	struct li_task t = {0};
	li_err err;

	/* One statement a step, so that fn may change what it walks. */
	do {
		err = read_next(store, t.row, &t);
		if (err == LI_ENOTFOUND) {
			err = LI_OK;
			break;
		}
		if (!err)
			err = fn(&t, data);
	} while (!err);
	li_buf_wipe(&store->plain);
	explicit_bzero(&t, sizeof(t));
	return err;
}

li_err li_store_task_after(struct li_store *store, int64_t row,
	struct li_task *out)
{
	li_err err = read_next(store, row, out);

	li_buf_wipe(&store->plain);
	return err;
}

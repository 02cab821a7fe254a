/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/inside.h"

/* The two tables are alike. */
static const struct table {
	const char *name;
	enum li_sql set, erase, each, prune, drop;
} tables[] = {
	[LI_MIRRORED_REG] = {"registration_mirror", LI_SQL_REG_MIRROR_SET,
		LI_SQL_REG_MIRROR_ERASE, LI_SQL_REG_MIRROR_EACH,
		LI_SQL_REG_MIRROR_PRUNE, LI_SQL_REG_MIRROR_DROP},
	[LI_MIRRORED_SESSION] = {"session_mirror", LI_SQL_SESSION_MIRROR_SET,
		LI_SQL_SESSION_MIRROR_ERASE, LI_SQL_SESSION_MIRROR_EACH,
		LI_SQL_SESSION_MIRROR_PRUNE, LI_SQL_SESSION_MIRROR_DROP},
};

li_err li_mirrored_save(struct li_store *store, enum li_mirrored which,
	int64_t id, struct li_slice state)
{
	const struct table *t = &tables[which];
	sqlite3_stmt *s = li_sql(store, t->set);
	li_err err = li_bind_sealed(store, s, 2,
		(struct li_cell){t->name, "state", id}, state);

	if (err)
		return err;
	sqlite3_bind_int64(s, 1, id);
	return li_sql_run(store, t->set);
}

li_err li_mirrored_erase(struct li_store *store, enum li_mirrored which,
	int64_t id)
{
	const struct table *t = &tables[which];

	sqlite3_bind_int64(li_sql(store, t->erase), 1, id);
	return li_sql_run(store, t->erase);
}

li_err li_mirrored_drop(struct li_store *store, int64_t task)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < 2; i++) {
		sqlite3_bind_int64(li_sql(store, tables[i].drop), 1, task);
		err = li_sql_run(store, tables[i].drop);
	}
	return err;
}

/* Give the state that the statement stands at: nothing when it does not open,
 * which is the reader's to count, for one row is no reason to lose all. */
static li_err give(struct li_store *store, const struct table *t,
	sqlite3_stmt *s, li_store_mirror_fn fn, void *data)
{
	struct li_cell cell = {t->name, "state", sqlite3_column_int64(s, 0)};
	li_err err;

	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal, cell, li_column(s, 1), &store->plain);
	if (err == LI_ECORRUPT) {
		li_buf_wipe(&store->plain);
		err = LI_OK;
	}
	return err ? err : fn(li_buf_slice(&store->plain), data);
}

static li_err each(struct li_store *store, enum li_mirrored which,
	li_store_mirror_fn fn, void *data)
{
	const struct table *t = &tables[which];
	sqlite3_stmt *s = li_sql(store, t->each);
	li_err err;

	while ((err = li_sql_row(store, t->each)) == LI_OK) {
		err = give(store, t, s, fn, data);
		if (err)
			break;
	}
	sqlite3_reset(s);
	li_buf_wipe(&store->plain);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_store_session_each(struct li_store *store, li_store_mirror_fn fn,
	void *data)
{
	return each(store, LI_MIRRORED_SESSION, fn, data);
}

li_err li_store_registration_each(struct li_store *store, li_store_mirror_fn fn,
	void *data)
{
	return each(store, LI_MIRRORED_REG, fn, data);
}

li_err li_store_mirror_prune(struct li_store *store, int64_t at_us,
	uint32_t registration_age_s, uint32_t session_age_s)
{
	const int64_t oldest_us[] = {
		[LI_MIRRORED_REG] =
			at_us - registration_age_s * INT64_C(1000000),
		[LI_MIRRORED_SESSION] =
			at_us - session_age_s * INT64_C(1000000),
	};
	struct li_scope scope;
	li_err err = li_scope_begin(store, &scope);

	if (err)
		return err;
	for (size_t i = 0; !err && i < 2; i++) {
		sqlite3_stmt *s = li_sql(store, tables[i].prune);

		sqlite3_bind_int64(s, 1, at_us);
		sqlite3_bind_int64(s, 2, oldest_us[i]);
		err = li_sql_run(store, tables[i].prune);
	}
	return li_scope_end(store, &scope, err);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/inside.h"

/* What cannot be bound stays NULL, and its column's NOT NULL refuses it. */
void li_bind_blob(sqlite3_stmt *s, int i, struct li_slice v)
{
	if (v.p)
		sqlite3_bind_blob64(s, i, v.p, v.n, SQLITE_STATIC);
}

void li_bind_text(sqlite3_stmt *s, int i, struct li_slice v)
{
	if (v.p)
		sqlite3_bind_text64(s, i, (const char *)v.p, v.n, SQLITE_STATIC,
			SQLITE_UTF8);
}

li_err li_bind_sealed(struct li_store *store, sqlite3_stmt *s, int i,
	struct li_cell cell, struct li_slice v)
{
	li_err err;

	li_buf_reset(&store->sealed);
	err = li_seal_put(store->seal, cell, v, &store->sealed);
	if (!err)
		err = li_buf_check(&store->sealed);
	if (!err &&
		sqlite3_bind_blob64(s, i, store->sealed.p, store->sealed.n,
			SQLITE_TRANSIENT) != SQLITE_OK)
		err = LI_ENOMEM;
	return err;
}

li_err li_bind_sealed_some(struct li_store *store, sqlite3_stmt *s, int i,
	struct li_cell cell, struct li_slice v)
{
	return v.n > 0 ? li_bind_sealed(store, s, i, cell, v) : LI_OK;
}

struct li_slice li_column(sqlite3_stmt *s, int i)
{
	const void *p = sqlite3_column_blob(s, i);

	return li_slice(p, p ? (size_t)sqlite3_column_bytes(s, i) : 0);
}

li_err li_column_text(struct li_store *store, struct li_slice sealed,
	struct li_cell cell, char *text, size_t cap)
{
	li_err err;

	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal, cell, sealed, &store->plain);
	if (err)
		return err;
	if (store->plain.n >= cap)
		return LI_ECORRUPT;
	li_slice_copy(li_buf_slice(&store->plain), text, cap);
	return LI_OK;
}

li_err li_sql_next_id(struct li_store *store, const char *table, int64_t *id)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_LAST_ID);
	li_err err;

	li_bind_text(s, 1, li_slice_str(table));
	err = li_sql_row(store, LI_SQL_LAST_ID);
	if (err == LI_ENOTFOUND) {
		*id = 1;
		return LI_OK;
	}
	if (err)
		return err;
	*id = sqlite3_column_int64(s, 0) + 1;
	sqlite3_reset(s);
	return LI_OK;
}

li_err li_column_uuid(struct li_store *store, struct li_slice sealed,
	struct li_cell cell, struct li_uuid *out)
{
	li_err err;

	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal, cell, sealed, &store->plain);
	if (err)
		return err;
	if (store->plain.n != sizeof(out->octet))
		return LI_ECORRUPT;
	memcpy(out->octet, store->plain.p, sizeof(out->octet));
	return LI_OK;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/checked.h"

#include "store/handover.h"
#include "store/inside.h"

/* What is counted of a destination and LIID. */
static const char *const sorts[] = {"liid-check", "liid-signature"};

enum { SORTS = 2 };

/* Where it stands: beside the numbers of the records. */
struct row {
	int64_t stream;
	uint8_t blind[LI_BLIND];
};

static li_err row_of(const struct li_store *store, size_t sort,
	const struct li_uuid *did, int64_t stream, const char *liid,
	struct row *out)
{
	struct li_buf value = {0};
	li_err err;

	li_buf_put(&value, did->octet, sizeof(did->octet));
	li_buf_put_str(&value, liid);
	err = li_buf_check(&value);
	out->stream = stream;
	if (!err)
		err = li_seal_blind(store->seal, sorts[sort],
			li_buf_slice(&value), out->blind);
	li_buf_fini(&value);
	return err;
}

/* LI_ENOTFOUND when there is none. */
static li_err find(struct li_store *store, const struct row *row,
	uint32_t *number)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_NUMBERING_FIND);
	li_err err;

	sqlite3_bind_int64(s, 1, row->stream);
	li_bind_blob(s, 2, li_slice(row->blind, LI_BLIND));
	err = li_sql_row(store, LI_SQL_NUMBERING_FIND);
	if (err)
		return err;
	*number = (uint32_t)sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

li_err li_store_checked(struct li_store *store, const struct li_uuid *did,
	struct li_checked *checked)
{
	uint32_t *const numbers[SORTS] = {&checked->checks,
		&checked->signatures};

	for (size_t i = 0; i < SORTS; i++) {
		struct row row;
		li_err err = row_of(store, i, did, checked->stream,
			checked->liid, &row);

		*numbers[i] = 0;
		if (!err)
			err = find(store, &row, numbers[i]);
		if (err && err != LI_ENOTFOUND)
			return err;
	}
	return LI_OK;
}

/* Who asks may be mistaken: nothing but numbers of checks is changed, and none
 * where no record was counted. */
static li_err is_known(struct li_store *store, int64_t stream, const char *liid)
{
	struct row row = {.stream = stream};
	uint32_t unused;
	li_err err = li_seal_blind(store->seal, "liid", li_slice_str(liid),
		row.blind);

	return err ? err : find(store, &row, &unused);
}

static li_err keep(struct li_store *store, const struct row *row,
	uint32_t number)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_NUMBERING_SET);

	sqlite3_bind_int64(s, 1, row->stream);
	li_bind_blob(s, 2, li_slice(row->blind, LI_BLIND));
	sqlite3_bind_int64(s, 3, number);
	sqlite3_bind_int(s, 4, 0);
	return li_sql_run(store, LI_SQL_NUMBERING_SET);
}

/* TS 33.107 cl. 8: what its receiver has stays no longer */
static li_err forget(struct li_store *store, const struct row *row,
	uint32_t number)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_CHECKING_HAD);

	sqlite3_bind_int64(s, 1, row->stream);
	li_bind_blob(s, 2, li_slice(row->blind, LI_BLIND));
	sqlite3_bind_int64(s, 3, number);
	return li_sql_run(store, LI_SQL_CHECKING_HAD);
}

/* Whose something is, and the first of what was told. */
struct owner {
	const struct li_uuid *did;
	int64_t destination;
	const void *list;
};

typedef li_err (
	*keep_fn)(struct li_store *store, const struct owner *owner, size_t i);

/* All of a list, or none. */
static li_err keep_list(struct li_store *store, struct owner *owner,
	size_t count, keep_fn fn)
{
	struct li_scope scope;
	li_err err = li_scope_begin(store, &scope);

	if (err)
		return err;
	err = li_destination_row(store, owner->did, &owner->destination);
	for (size_t i = 0; !err && i < count; i++)
		err = fn(store, owner, i);
	return li_scope_end(store, &scope, err);
}

static li_err keep_one(struct li_store *store, const struct owner *owner,
	size_t at)
{
	const struct li_checked *checked =
		&((const struct li_checked *)owner->list)[at];
	const uint32_t numbers[SORTS] = {checked->checks, checked->signatures};
	const uint32_t had[SORTS] = {checked->open < checked->checks
			? checked->open
			: checked->checks,
		checked->signatures};
	li_err err = is_known(store, checked->stream, checked->liid);

	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	for (size_t i = 0; !err && i < SORTS; i++) {
		struct row row;

		err = row_of(store, i, owner->did, checked->stream,
			checked->liid, &row);
		if (!err)
			err = keep(store, &row, numbers[i]);
		if (!err)
			err = forget(store, &row, had[i]);
	}
	return err;
}

li_err li_store_checked_keep(struct li_store *store, const struct li_uuid *did,
	const struct li_checked *list, size_t count)
{
	struct owner owner = {.did = did, .list = list};

	return keep_list(store, &owner, count, keep_one);
}

static const char table[] = "checking";

static struct li_cell said_cell(int64_t id)
{
	return (struct li_cell){table, "said", id};
}

static li_err put_row(struct li_store *store, int64_t destination,
	const struct row *row, const struct li_checking *c)
{
	sqlite3_stmt *s;
	int64_t id;
	li_err err = li_sql_next_id(store, table, &id);

	if (err)
		return err;
	li_buf_wipe(&store->plain);
	li_pack_checking(&store->plain, c);
	err = li_buf_check(&store->plain);
	s = li_sql(store, LI_SQL_CHECKING_ADD);
	if (!err)
		err = li_bind_sealed(store, s, 6, said_cell(id),
			li_buf_slice(&store->plain));
	li_buf_wipe(&store->plain);
	if (err)
		return err;
	sqlite3_bind_int64(s, 1, id);
	sqlite3_bind_int64(s, 2, destination);
	sqlite3_bind_int64(s, 3, row->stream);
	li_bind_blob(s, 4, li_slice(row->blind, LI_BLIND));
	sqlite3_bind_int64(s, 5, c->number);
	return li_sql_run(store, LI_SQL_CHECKING_ADD);
}

static li_err put_one(struct li_store *store, const struct owner *owner,
	size_t i)
{
	const struct li_checking *c =
		&((const struct li_checking *)owner->list)[i];
	struct row row;
	li_err err = is_known(store, c->stream, c->liid);

	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	err = row_of(store, c->signature, owner->did, c->stream, c->liid, &row);
	return err ? err : put_row(store, owner->destination, &row, c);
}

li_err li_store_checking_keep(struct li_store *store, const struct li_uuid *did,
	const struct li_checking *list, size_t count)
{
	struct owner owner = {.did = did, .list = list};

	return keep_list(store, &owner, count, put_one);
}

/* Read the row that the statement stands at. */
static li_err read_row(struct li_store *store, int64_t id, struct li_slice said,
	struct li_checking *out)
{
	struct li_cursor at;
	li_err err;

	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal, said_cell(id), said, &store->plain);
	if (err)
		return err;
	at = li_cursor(li_buf_slice(&store->plain));
	li_unpack_checking(&at, out);
	return at.bad || at.rest.n ? LI_ECORRUPT : LI_OK;
}

li_err li_store_checking_each(struct li_store *store, const struct li_uuid *did,
	li_store_checking_fn fn, void *data)
{
	int64_t destination, id = 0;
	li_err err = li_destination_row(store, did, &destination);

	while (!err) {
		sqlite3_stmt *s = li_sql(store, LI_SQL_CHECKING_NEXT);
		struct li_checking c;

		sqlite3_bind_int64(s, 1, destination);
		sqlite3_bind_int64(s, 2, id);
		err = li_sql_row(store, LI_SQL_CHECKING_NEXT);
		if (err)
			return err == LI_ENOTFOUND ? LI_OK : err;
		id = sqlite3_column_int64(s, 0);
		err = read_row(store, id, li_column(s, 1), &c);
		sqlite3_reset(s);
		if (!err)
			err = fn(&c, data);
		li_buf_wipe(&store->plain);
	}
	return err;
}

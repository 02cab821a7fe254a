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
	const struct li_uuid *did, const struct li_checked *checked,
	struct row *out)
{
	struct li_buf value = {0};
	li_err err;

	li_buf_put(&value, did->octet, sizeof(did->octet));
	li_buf_put_str(&value, checked->liid);
	err = li_buf_check(&value);
	out->stream = checked->stream;
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
		li_err err = row_of(store, i, did, checked, &row);

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
static li_err is_known(struct li_store *store, const struct li_checked *checked)
{
	struct row row = {.stream = checked->stream};
	uint32_t unused;
	li_err err = li_seal_blind(store->seal, "liid",
		li_slice_str(checked->liid), row.blind);

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

static li_err keep_one(struct li_store *store, const struct li_uuid *did,
	const struct li_checked *checked)
{
	const uint32_t numbers[SORTS] = {checked->checks, checked->signatures};
	li_err err = is_known(store, checked);

	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	for (size_t i = 0; !err && i < SORTS; i++) {
		struct row row;

		err = row_of(store, i, did, checked, &row);
		if (!err)
			err = keep(store, &row, numbers[i]);
	}
	return err;
}

li_err li_store_checked_keep(struct li_store *store, const struct li_uuid *did,
	const struct li_checked *list, size_t count)
{
	struct li_scope scope;
	int64_t destination;
	li_err err = li_scope_begin(store, &scope);

	if (err)
		return err;
	err = li_destination_row(store, did, &destination);
	for (size_t i = 0; !err && i < count; i++)
		err = keep_one(store, did, &list[i]);
	return li_scope_end(store, &scope, err);
}

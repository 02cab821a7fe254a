/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/inside.h"

static struct li_cell reg_cell(const char *column, int64_t row)
{
	return (struct li_cell){"registration", column, row};
}

static li_err find_reg(struct li_store *store, const struct li_reg_row *row,
	struct li_slice blind, int64_t *id)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_REG_FIND);
	li_err err;

	sqlite3_bind_int64(s, 1, row->task);
	li_bind_blob(s, 2, blind);
	err = li_sql_row(store, LI_SQL_REG_FIND);
	if (!err) {
		*id = sqlite3_column_int64(s, 0);
		sqlite3_reset(s);
	}
	return err;
}

static li_err bind_reg(struct li_store *store, sqlite3_stmt *s, int64_t id,
	const struct li_reg_row *row)
{
	const struct {
		const char *column;
		struct li_slice value;
	} texts[] = {
		{"impu", row->impu},
		{"impi", row->impi},
		{"imei", row->imei},
		{"contact", row->contact},
		{"server_name", row->server_name},
		{"visited_network", row->visited_network},
	};
	li_err err = LI_OK;

	sqlite3_bind_int64(s, 1, id);
	for (int i = 0; !err && i < 6; i++)
		err = li_bind_sealed_some(store, s, i + 2,
			reg_cell(texts[i].column, id), texts[i].value);
	sqlite3_bind_int(s, 8, (int)row->state);
	sqlite3_bind_int(s, 9, (int)row->witness);
	sqlite3_bind_int64(s, 10, row->expires_us);
	sqlite3_bind_int64(s, 11, row->at_us);
	return err;
}

/* Who is registered no longer is not known again after a restart. */
static li_err keep_mirror(struct li_store *store, int64_t id,
	const struct li_reg_row *row)
{
	if (row->state == LI_REG_NONE)
		return li_mirrored_erase(store, LI_MIRRORED_REG, id);
	return row->mirror.n
		? li_mirrored_save(store, LI_MIRRORED_REG, id, row->mirror)
		: LI_OK;
}

/* TS 33.107 cl. 20.1.3.3: what an event did not say stays as it was. */
li_err li_reg_save(struct li_store *store, const struct li_reg_row *row)
{
	uint8_t octets[LI_BLIND];
	struct li_slice blind = li_slice(octets, sizeof(octets));
	enum li_sql id_sql = LI_SQL_REG_SET;
	sqlite3_stmt *s;
	int64_t id;
	li_err err;

	err = li_seal_blind(store->seal, "identity", row->key, octets);
	if (!err)
		err = find_reg(store, row, blind, &id);
	if (err == LI_ENOTFOUND) {
		id_sql = LI_SQL_REG_ADD;
		err = li_sql_next_id(store, "registration", &id);
	}
	if (err)
		return err;
	s = li_sql(store, id_sql);
	err = bind_reg(store, s, id, row);
	if (err)
		return err;
	if (id_sql == LI_SQL_REG_ADD) {
		sqlite3_bind_int64(s, 12, row->task);
		li_bind_blob(s, 13, blind);
	}
	err = li_sql_run(store, id_sql);
	return err ? err : keep_mirror(store, id, row);
}

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
	return li_sql_run(store, id_sql);
}

/* What is sealed of a session comes from its opening message and hardly ever
 * changes: seal it only when it did. */
static struct li_key opening_of(const struct li_store *store,
	const struct li_session_row *row)
{
	const struct li_slice parts[] = {row->call_id, row->from, row->to};
	struct li_hasher h;

	li_hasher_init(&h, li_seal_secret(store->seal));
	for (size_t i = 0; i < 3; i++) {
		li_hasher_add(&h, li_slice(&parts[i].n, sizeof(parts[i].n)));
		li_hasher_add(&h, parts[i]);
	}
	return li_hasher_end(&h);
}

static li_err bind_session(struct li_store *store, sqlite3_stmt *s,
	const struct li_stream *stream, const struct li_session_row *row)
{
	struct li_key opening = opening_of(store, row);
	struct li_cell cell = {"session", "call_id", stream->id};
	li_err err = LI_OK;

	if (!li_key_eq(opening, stream->opening)) {
		err = li_bind_sealed_some(store, s, 2, cell, row->call_id);
		cell.column = "from_uri";
		if (!err)
			err = li_bind_sealed_some(store, s, 3, cell, row->from);
		cell.column = "to_uri";
		if (!err)
			err = li_bind_sealed_some(store, s, 4, cell, row->to);
	}
	sqlite3_bind_int64(s, 1, stream->id);
	li_bind_text(s, 5,
		li_slice(row->method,
			strnlen(row->method, sizeof(row->method))));
	sqlite3_bind_int(s, 6, (int)row->direction);
	sqlite3_bind_int(s, 7, (int)row->state);
	sqlite3_bind_int(s, 8, row->status);
	sqlite3_bind_int64(s, 9, row->at_us);
	sqlite3_bind_int64(s, 10, row->closed ? row->at_us : 0);
	return err;
}

static li_err put_session(struct li_store *store, enum li_sql id,
	const struct li_stream *stream, const struct li_session_row *row)
{
	li_err err = bind_session(store, li_sql(store, id), stream, row);

	return err ? err : li_sql_run(store, id);
}

/* TS 33.107 cl. 20.1.3.3 */
li_err li_session_save(struct li_store *store, const struct li_session_row *row)
{
	struct li_stream *stream;
	li_err err;

	err = li_stream_get(store, row->task, row->correlation, &stream);
	if (err)
		return err;
	err = put_session(store, LI_SQL_SESSION_SET, stream, row);
	if (!err && sqlite3_changes(store->db) == 0)
		err = put_session(store, LI_SQL_SESSION_ADD, stream, row);
	if (!err)
		stream->opening = opening_of(store, row);
	return err;
}

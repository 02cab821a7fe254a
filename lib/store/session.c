/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/inside.h"

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

/* Add a row to what the transaction has of the session so far. */
static void merge(struct li_session_news *news,
	const struct li_session_row *row)
{
	news->any = true;
	if (row->method[0])
		memcpy(news->method, row->method, sizeof(news->method));
	if (row->direction)
		news->direction = (int)row->direction;
	if (row->status)
		news->status = row->status;
	news->state = (int)row->state;
	news->at_us = row->at_us;
	if (row->closed)
		news->closed_us = row->at_us;
}

static void bind_news(sqlite3_stmt *s, const struct li_stream *stream)
{
	const struct li_session_news *news = &stream->news;

	sqlite3_bind_int64(s, 1, stream->id);
	li_bind_text(s, 5,
		li_slice(news->method,
			strnlen(news->method, sizeof(news->method))));
	sqlite3_bind_int(s, 6, news->direction);
	sqlite3_bind_int(s, 7, news->state);
	sqlite3_bind_int(s, 8, news->status);
	sqlite3_bind_int64(s, 9, news->at_us);
	sqlite3_bind_int64(s, 10, news->closed_us);
}

static li_err put(struct li_store *store, enum li_sql id,
	const struct li_stream *stream, const struct li_session_row *row)
{
	struct li_cell cell = {"session", "call_id", stream->id};
	sqlite3_stmt *s = li_sql(store, id);
	li_err err;

	bind_news(s, stream);
	err = li_bind_sealed_some(store, s, 2, cell, row->call_id);
	cell.column = "from_uri";
	if (!err)
		err = li_bind_sealed_some(store, s, 3, cell, row->from);
	cell.column = "to_uri";
	if (!err)
		err = li_bind_sealed_some(store, s, 4, cell, row->to);
	return err ? err : li_sql_run(store, id);
}

/* Another opening than before, or the first: written at once. */
static li_err put_opening(struct li_store *store, struct li_stream *stream,
	const struct li_session_row *row)
{
	li_err err = put(store, LI_SQL_SESSION_SET, stream, row);

	if (!err && sqlite3_changes(store->db) == 0)
		err = put(store, LI_SQL_SESSION_ADD, stream, row);
	if (err)
		return err;
	stream->opening = opening_of(store, row);
	stream->news = (struct li_session_news){0};
	return LI_OK;
}

/* The last state of the transaction is the one that is written. */
static li_err take_mirror(struct li_stream *stream,
	const struct li_session_row *row)
{
	if (row->closed) {
		li_buf_wipe(&stream->mirror);
		stream->mirror_changed = true;
		return LI_OK;
	}
	if (!row->mirror.n)
		return LI_OK;
	li_buf_wipe(&stream->mirror);
	li_buf_put_slice(&stream->mirror, row->mirror);
	stream->mirror_changed = true;
	return li_buf_check(&stream->mirror);
}

/* TS 33.107 cl. 20.1.3.3 */
li_err li_session_save(struct li_store *store, const struct li_session_row *row)
{
	struct li_stream *stream;
	li_err err;

	err = li_stream_get(store, row->task, row->correlation, &stream);
	if (err)
		return err;
	merge(&stream->news, row);
	if (!li_key_eq(opening_of(store, row), stream->opening))
		err = put_opening(store, stream, row);
	if (!err)
		err = take_mirror(stream, row);
	li_stream_dirty(store, stream);
	return err;
}

static li_err flush_mirror(struct li_store *store, struct li_stream *stream)
{
	li_err err;

	if (!stream->mirror_changed)
		return LI_OK;
	stream->mirror_changed = false;
	if (!stream->mirror.n)
		return li_mirrored_erase(store, LI_MIRRORED_SESSION,
			stream->id);
	err = li_mirrored_save(store, LI_MIRRORED_SESSION, stream->id,
		li_buf_slice(&stream->mirror));
	li_buf_wipe(&stream->mirror);
	li_buf_fini(&stream->mirror);
	return err;
}

li_err li_session_flush(struct li_store *store, struct li_stream *stream)
{
	li_err err = LI_OK;

	if (stream->news.any) {
		bind_news(li_sql(store, LI_SQL_SESSION_SET), stream);
		err = li_sql_run(store, LI_SQL_SESSION_SET);
		stream->news = (struct li_session_news){0};
	}
	return err ? err : flush_mirror(store, stream);
}

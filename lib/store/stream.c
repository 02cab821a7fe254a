/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "store/amount.h"
#include "store/numbering.h"

static struct li_key key_of(const struct li_store *store, int64_t task,
	uint64_t correlation)
{
	const uint64_t both[2] = {(uint64_t)task, correlation};

	return li_hash(li_seal_secret(store->seal),
		li_slice(both, sizeof(both)));
}

/* Read the numbering, or make it with its first number.
 * TS 103 221-2 cl. 5.3.9: starts at zero. */
static li_err load(struct li_store *store, int64_t task, uint64_t correlation,
	struct li_stream *out)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_STREAM_FIND);
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, (sqlite3_int64)correlation);
	err = li_sql_row(store, LI_SQL_STREAM_FIND);
	if (!err) {
		out->id = sqlite3_column_int64(s, 0);
		out->next = (uint32_t)sqlite3_column_int64(s, 1);
		out->stored = out->next;
		sqlite3_reset(s);
		return LI_OK;
	}
	if (err != LI_ENOTFOUND)
		return err;
	s = li_sql(store, LI_SQL_STREAM_ADD);
	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, (sqlite3_int64)correlation);
	err = li_sql_run(store, LI_SQL_STREAM_ADD);
	out->id = sqlite3_last_insert_rowid(store->db);
	return err;
}

li_err li_stream_get(struct li_store *store, int64_t task, uint64_t correlation,
	struct li_stream **out)
{
	struct li_key key = key_of(store, task, correlation);
	struct li_stream *stream = li_table_get(&store->streams, key);
	li_err err;

	if (stream) {
		*out = stream;
		return LI_OK;
	}
	stream = calloc(1, sizeof(*stream));
	if (!stream)
		return LI_ENOMEM;
	stream->task = task;
	err = load(store, task, correlation, stream);
	if (!err)
		err = li_table_set(&store->streams, key, stream);
	if (err) {
		free(stream);
		return err;
	}
	*out = stream;
	return LI_OK;
}

li_err li_store_told(struct li_store *store, int64_t task, uint64_t correlation)
{
	sqlite3_stmt *s;
	li_err err;

	if (li_table_get(&store->streams, key_of(store, task, correlation)))
		return LI_OK;
	s = li_sql(store, LI_SQL_STREAM_FIND);
	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, (sqlite3_int64)correlation);
	err = li_sql_row(store, LI_SQL_STREAM_FIND);
	if (!err)
		sqlite3_reset(s);
	return err;
}

li_err li_store_begun(struct li_store *store, int64_t task)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_TASK_BEGUN);
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	err = li_sql_row(store, LI_SQL_TASK_BEGUN);
	if (!err)
		sqlite3_reset(s);
	return err;
}

void li_stream_dirty(struct li_store *store, struct li_stream *stream)
{
	if (stream->dirty)
		return;
	stream->dirty = true;
	stream->later = store->dirty;
	store->dirty = stream;
}

/* TS 103 221-1 table 24: TimeOfLastIntercept */
static li_err flush_seen(struct li_store *store, struct li_stream *stream)
{
	const int64_t at_us = stream->seen_us;

	stream->seen_us = 0;
	return at_us ? li_amount_seen(store, stream->task, at_us) : LI_OK;
}

static li_err flush_number(struct li_store *store, struct li_stream *stream)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_STREAM_SET);

	sqlite3_bind_int64(s, 1, stream->id);
	sqlite3_bind_int64(s, 2, stream->next);
	stream->stored = stream->next;
	return li_sql_run(store, LI_SQL_STREAM_SET);
}

li_err li_streams_flush(struct li_store *store)
{
	while (store->dirty) {
		struct li_stream *stream = store->dirty;
		li_err err = LI_OK;

		if (stream->next != stream->stored)
			err = flush_number(store, stream);
		if (!err)
			err = flush_seen(store, stream);
		if (!err)
			err = li_numbering_flush(store, stream);
		if (!err)
			err = li_session_flush(store, stream);
		if (err)
			return err;
		store->dirty = stream->later;
		stream->dirty = false;
	}
	return LI_OK;
}

void li_streams_forget(struct li_store *store)
{
	struct li_stream *stream;
	size_t at = 0;

	while ((stream = li_table_next(&store->streams, &at))) {
		li_buf_wipe(&stream->mirror);
		li_buf_fini(&stream->mirror);
		li_numbering_forget(stream);
		free(stream);
	}
	li_table_fini(&store->streams);
	store->dirty = NULL;
}

/* A row without a destination is what the outer joins make of none. */
static li_err load_route(struct li_store *store, int64_t task,
	struct li_route *out)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_ROUTE);
	bool there = false, hi2 = false;
	enum li_format format;
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	while ((err = li_sql_row(store, LI_SQL_ROUTE)) == LI_OK) {
		there = true;
		if (sqlite3_column_type(s, 0) == SQLITE_NULL)
			continue;
		if (out->count == LI_TASK_DESTINATIONS_MAX) {
			sqlite3_reset(s);
			return LI_ECORRUPT;
		}
		format = (enum li_format)sqlite3_column_int(s, 1);
		out->destinations[out->count] = sqlite3_column_int64(s, 0);
		out->hi2[out->count] = li_format_is_hi2(format);
		hi2 |= out->hi2[out->count++];
		out->flagless += !li_format_flags(format);
	}
	if (err != LI_ENOTFOUND)
		return err;
	if (there)
		return hi2 ? li_liids_load(store, task, &out->liids) : LI_OK;
	li_slice_copy(li_slice_str("no such task"), store->why,
		sizeof(store->why));
	return LI_EDB;
}

li_err li_route_get(struct li_store *store, int64_t task,
	const struct li_route **out)
{
	struct li_key key = {.hi = 1, .lo = (uint64_t)task};
	struct li_route *route = li_table_get(&store->routes, key);
	li_err err;

	if (route) {
		*out = route;
		return LI_OK;
	}
	route = calloc(1, sizeof(*route));
	if (!route)
		return LI_ENOMEM;
	err = load_route(store, task, route);
	if (!err)
		err = li_table_set(&store->routes, key, route);
	if (err) {
		li_liids_free(route->liids);
		free(route);
		return err;
	}
	*out = route;
	return LI_OK;
}

void li_routes_forget(struct li_store *store)
{
	struct li_route *route;
	size_t at = 0;

	while ((route = li_table_next(&store->routes, &at))) {
		li_liids_free(route->liids);
		free(route);
	}
	li_table_fini(&store->routes);
}

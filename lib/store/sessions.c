/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/sessions.h"

#include "store/inside.h"

/* Bind whose, and the stretch; returns its end. */
static int64_t bind_stretch(struct li_store *store, sqlite3_stmt *s,
	int64_t whose, int64_t after)
{
	const int64_t last = store->now.iri;
	const int64_t end = last - after > LI_SESSIONS_STRETCH
		? after + LI_SESSIONS_STRETCH
		: last;

	sqlite3_bind_int64(s, 1, whose);
	sqlite3_bind_int64(s, 2, after);
	sqlite3_bind_int64(s, 3, end);
	return end;
}

static li_err read_sum(sqlite3_stmt *s, struct li_session_sum *sum)
{
	const int64_t state = sqlite3_column_int64(s, 5);

	*sum = (struct li_session_sum){
		.stream = sqlite3_column_int64(s, 0),
		.correlation = (uint64_t)sqlite3_column_int64(s, 1),
		.count = (uint64_t)sqlite3_column_int64(s, 2),
		.first_us = sqlite3_column_int64(s, 3),
		.last_us = sqlite3_column_int64(s, 4),
		.known = sqlite3_column_type(s, 5) != SQLITE_NULL,
		.state = (enum li_session_state)state,
	};
	li_slice_copy(li_slice_str((const char *)sqlite3_column_text(s, 6)),
		sum->method, sizeof(sum->method));
	return state >= LI_SESSION_NONE && state <= LI_SESSION_GONE
		? LI_OK
		: LI_ECORRUPT;
}

li_err li_store_sessions(struct li_store *store, int64_t task, int64_t *at,
	li_session_sum_fn fn, void *data)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_SESSION_SUMS);
	const int64_t end = bind_stretch(store, s, task, *at);
	struct li_session_sum sum;
	li_err err;

	while ((err = li_sql_row(store, LI_SQL_SESSION_SUMS)) == LI_OK) {
		err = read_sum(s, &sum);
		if (!err)
			err = fn(&sum, data);
		if (err)
			break;
	}
	sqlite3_reset(s);
	if (err != LI_ENOTFOUND)
		return err;
	*at = end < store->now.iri ? end : 0;
	return LI_OK;
}

li_err li_store_session_find(struct li_store *store, int64_t task,
	uint64_t correlation, int64_t *stream)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_STREAM_FIND);
	li_err err;

	sqlite3_bind_int64(s, 1, task);
	sqlite3_bind_int64(s, 2, (sqlite3_int64)correlation);
	err = li_sql_row(store, LI_SQL_STREAM_FIND);
	if (err)
		return err;
	*stream = sqlite3_column_int64(s, 0);
	sqlite3_reset(s);
	return LI_OK;
}

/* Of the record itself no more than its way and what it is called. */
static li_err open_record(struct li_store *store, int64_t id,
	struct li_slice sealed, struct li_rung *rung)
{
	struct li_iri iri;
	li_err err;

	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal,
		(struct li_cell){"payload", "record", id}, sealed,
		&store->plain);
	if (!err)
		err = li_iri_unpack(li_buf_slice(&store->plain), &iri);
	if (err == LI_EMALFORMED)
		err = LI_ECORRUPT;
	if (!err) {
		rung->from = iri.from;
		rung->to = iri.to;
		rung->redacted = iri.modifications != 0;
		rung->status = iri.sip_status;
		li_slice_copy(li_slice_str(iri.sip_method), rung->method,
			sizeof(rung->method));
	}
	explicit_bzero(&iri, sizeof(iri));
	return err;
}

static li_err read_rung(struct li_store *store, sqlite3_stmt *s,
	struct li_rung *rung)
{
	const int64_t kind = sqlite3_column_int64(s, 2);
	const int64_t direction = sqlite3_column_int64(s, 3);
	const struct li_slice record = li_column(s, 8);

	*rung = (struct li_rung){
		.sequence = (uint32_t)sqlite3_column_int64(s, 1),
		.kind = (enum li_iri_kind)kind,
		.direction = (enum li_direction)direction,
		.at_us = sqlite3_column_int64(s, 4),
		.committed_us = sqlite3_column_int64(s, 5),
		.repeat = sqlite3_column_int64(s, 6) != 0,
		.redacted = sqlite3_column_int64(s, 7) != 0,
		.erased = record.n == 0,
	};
	if (kind < 1 || kind > LI_IRI_LAST || direction < 1 ||
		direction > LI_DIRECTION_NONE)
		return LI_ECORRUPT;
	return rung->erased
		? LI_OK
		: open_record(store, sqlite3_column_int64(s, 0), record, rung);
}

li_err li_store_rungs(struct li_store *store, int64_t stream, int64_t *at,
	li_rung_fn fn, void *data)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_SESSION_RUNGS);
	int64_t end = bind_stretch(store, s, stream, *at), last = *at;
	struct li_rung rung;
	size_t given = 0;
	li_err err;

	sqlite3_bind_int(s, 4, LI_SESSIONS_RUNGS);
	while ((err = li_sql_row(store, LI_SQL_SESSION_RUNGS)) == LI_OK) {
		last = sqlite3_column_int64(s, 0);
		err = read_rung(store, s, &rung);
		if (!err)
			err = fn(&rung, data);
		if (err)
			break;
		given++;
	}
	sqlite3_reset(s);
	li_buf_wipe(&store->plain);
	if (err != LI_ENOTFOUND)
		return err;
	if (given == LI_SESSIONS_RUNGS)
		end = last;
	*at = end < store->now.iri ? end : 0;
	return LI_OK;
}

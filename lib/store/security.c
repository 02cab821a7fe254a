/* SPDX-License-Identifier: BSD-3-Clause */
#include <inttypes.h>

#include "store/inside.h"

/* Columns of LI_SQL_SECURITY_NEXT, and one less than places of _ADD. */
enum {
	ID,
	RULE,
	SEVERITY,
	SOURCE,
	EVENT,
	AT,
	SINCE,
	COUNT,
	THRESHOLD,
	CODE,
	SUBJECT,
	NODE,
	PEER,
	SERVER
};

static struct li_cell cell_of(const char *column, int64_t row)
{
	return (struct li_cell){"security_events", column, row};
}

static li_err next_id(struct li_store *store, int64_t *id)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_SECURITY_LAST);
	li_err err = li_sql_row(store, LI_SQL_SECURITY_LAST);

	if (err)
		return err;
	*id = sqlite3_column_int64(s, 0) + 1;
	sqlite3_reset(s);
	return LI_OK;
}

static li_err bind(struct li_store *store, sqlite3_stmt *s, int64_t id,
	const struct li_security_event *e)
{
	li_err err;

	sqlite3_bind_int64(s, ID + 1, id);
	sqlite3_bind_int(s, RULE + 1, (int)e->rule);
	sqlite3_bind_int(s, SEVERITY + 1, (int)e->severity);
	sqlite3_bind_int(s, SOURCE + 1, (int)e->source);
	sqlite3_bind_int64(s, EVENT + 1, (sqlite3_int64)e->number);
	sqlite3_bind_int64(s, AT + 1, e->at_us);
	sqlite3_bind_int64(s, SINCE + 1, e->since_us);
	sqlite3_bind_int64(s, COUNT + 1, (sqlite3_int64)e->count);
	sqlite3_bind_int64(s, THRESHOLD + 1, (sqlite3_int64)e->limit);
	sqlite3_bind_int64(s, CODE + 1, e->code);
	sqlite3_bind_int64(s, SUBJECT + 1, (sqlite3_int64)e->subject);
	err = li_bind_sealed_some(store, s, NODE + 1, cell_of("node", id),
		e->node);
	if (!err)
		err = li_bind_sealed_some(store, s, PEER + 1,
			cell_of("peer", id), e->peer);
	if (!err)
		err = li_bind_sealed_some(store, s, SERVER + 1,
			cell_of("server", id), e->server);
	return err;
}

static void put_name(struct li_buf *out, const char *what, struct li_slice name)
{
	if (!name.n)
		return;
	li_buf_put_str(out, what);
	li_buf_put_slice(out, name);
}

/* The chain vouches for all of the row. TS 33.126 R6.6-110; TS 33.127 cl. 8.7 */
static li_err audit(struct li_store *store, int64_t id,
	const struct li_security_event *e)
{
	static const struct li_actor watch = {.name = "lmisfd", .via = "watch"};
	struct li_buf detail = {.n = 0};

	li_buf_printf(&detail,
		"%s %s, event %" PRIu64 " at %" PRId64 " since %" PRId64
		", count %" PRIu64 " of %" PRIu64 ", source %d code %u, "
		"subject %016" PRIx64,
		li_rule_name(e->rule), li_severity_name(e->severity), e->number,
		e->at_us, e->since_us, e->count, e->limit, (int)e->source,
		e->code, e->subject);
	put_name(&detail, ", node ", e->node);
	put_name(&detail, ", peer ", e->peer);
	put_name(&detail, ", server ", e->server);
	return li_audit_told(store, &watch, "security.event",
		(struct li_object){"security", id}, &detail);
}

li_err li_security_save(struct li_store *store,
	const struct li_security_event *e)
{
	sqlite3_stmt *s;
	int64_t id;
	li_err err = next_id(store, &id);

	if (err)
		return err;
	s = li_sql(store, LI_SQL_SECURITY_ADD);
	err = bind(store, s, id, e);
	if (!err)
		err = li_sql_run(store, LI_SQL_SECURITY_ADD);
	return err ? err : audit(store, id, e);
}

/* The names of one event, opened. */
struct names {
	char node[LI_SECURITY_TEXT + 1], peer[LI_SECURITY_TEXT + 1];
	char server[LI_SECURITY_TEXT + 1];
};

static li_err open_name(struct li_store *store, sqlite3_stmt *s, int column,
	struct li_cell cell, char text[LI_SECURITY_TEXT + 1])
{
	text[0] = '\0';
	if (sqlite3_column_type(s, column) == SQLITE_NULL)
		return LI_OK;
	return li_column_text(store, li_column(s, column), cell, text,
		LI_SECURITY_TEXT + 1);
}

static li_err read_next(struct li_store *store, int64_t after, int64_t *id,
	struct li_security_event *e, struct names *names)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_SECURITY_NEXT);
	li_err err;

	sqlite3_bind_int64(s, 1, after);
	err = li_sql_row(store, LI_SQL_SECURITY_NEXT);
	if (err)
		return err;
	*id = sqlite3_column_int64(s, ID);
	*e = (struct li_security_event){
		.rule = (enum li_rule)sqlite3_column_int(s, RULE),
		.severity = (enum li_severity)sqlite3_column_int(s, SEVERITY),
		.source = (enum li_source)sqlite3_column_int(s, SOURCE),
		.number = (uint64_t)sqlite3_column_int64(s, EVENT),
		.at_us = sqlite3_column_int64(s, AT),
		.since_us = sqlite3_column_int64(s, SINCE),
		.count = (uint64_t)sqlite3_column_int64(s, COUNT),
		.limit = (uint64_t)sqlite3_column_int64(s, THRESHOLD),
		.code = (uint32_t)sqlite3_column_int64(s, CODE),
		.subject = (uint64_t)sqlite3_column_int64(s, SUBJECT),
	};
	err = open_name(store, s, NODE, cell_of("node", *id), names->node);
	if (!err)
		err = open_name(store, s, PEER, cell_of("peer", *id),
			names->peer);
	if (!err)
		err = open_name(store, s, SERVER, cell_of("server", *id),
			names->server);
	sqlite3_reset(s);
	e->node = li_slice_str(names->node);
	e->peer = li_slice_str(names->peer);
	e->server = li_slice_str(names->server);
	return err;
}

li_err li_store_security_each(struct li_store *store, size_t limit,
	li_store_security_fn fn, void *data)
{
	struct li_security_event e;
	struct names names;
	int64_t id = 0;
	li_err err = next_id(store, &id);

	if (err)
		return err;
	id -= 1;
	id = (uint64_t)id > limit ? id - (int64_t)limit : 0;
	while (!err) {
		err = read_next(store, id, &id, &e, &names);
		if (!err)
			err = fn(id, &e, data);
	}
	li_buf_wipe(&store->plain);
	if (err == LI_ECORRUPT)
		li_slice_copy(li_slice_str("security_events: a sealed value "
					   "does not open"),
			store->why, sizeof(store->why));
	return err == LI_ENOTFOUND ? LI_OK : err;
}

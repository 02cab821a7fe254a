/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "store/handover.h"
#include "store/numbering.h"

static struct li_cell record_cell(int64_t iri)
{
	return (struct li_cell){"payload", "record", iri};
}

static struct li_cell handover_cell(int64_t iri)
{
	return (struct li_cell){"payload", "handover", iri};
}

/* What a record becomes in the store. */
struct put {
	const struct li_iri *iri;
	const struct li_route *route;
	struct li_route due; /* of it, where there is room */
	struct li_stream *stream;
	struct li_iri_row row;
	uint8_t sha256[LI_SHA256];
	size_t record; /* octets of it in store->sealed; then the handover */
};

/* Pack and seal; the digest is that of the record in clear. */
static li_err wrap(struct li_store *store, struct put *p)
{
	li_err err;

	li_buf_reset(&store->plain);
	li_buf_reset(&store->sealed);
	li_iri_pack(p->iri, &store->plain);
	err = li_buf_check(&store->plain);
	if (err)
		return err;
	li_digest_add(store->digest, li_buf_slice(&store->plain));
	li_digest_end(store->digest, p->sha256);
	err = li_seal_put(store->seal, record_cell(p->row.id),
		li_buf_slice(&store->plain), &store->sealed);
	p->record = store->sealed.n;
	return err ? err : li_buf_check(&store->sealed);
}

/* The same of what HI2 wants beside it. */
static li_err wrap_handover(struct li_store *store, struct put *p)
{
	li_err err;

	if (!p->route->liids)
		return LI_OK;
	li_buf_wipe(&store->plain);
	err = li_numbering_take(store, p->stream, p->route->liids, p->iri,
		&store->plain);
	if (!err)
		err = li_seal_put(store->seal, handover_cell(p->row.id),
			li_buf_slice(&store->plain), &store->sealed);
	return err ? err : li_buf_check(&store->sealed);
}

static li_err insert_iri(struct li_store *store, const struct put *p)
{
	const struct li_slice sealed = li_buf_slice(&store->sealed);
	sqlite3_stmt *s = li_sql(store, LI_SQL_IRI_ADD);
	const struct li_iri_row *row = &p->row;
	li_err err;

	sqlite3_bind_int64(s, 1, row->id);
	sqlite3_bind_int64(s, 2, p->stream->id);
	sqlite3_bind_int64(s, 3, row->sequence);
	sqlite3_bind_int(s, 4, row->kind);
	sqlite3_bind_int(s, 5, row->direction);
	sqlite3_bind_int64(s, 6, row->at_us);
	sqlite3_bind_int64(s, 7, row->committed_us);
	sqlite3_bind_int64(s, 8, (sqlite3_int64)p->due.count);
	li_bind_blob(s, 9, row->sha256);
	sqlite3_bind_int(s, 10, row->repeat);
	sqlite3_bind_int64(s, 11, row->roles);
	sqlite3_bind_int(s, 12, row->unflagged);
	err = li_sql_run(store, LI_SQL_IRI_ADD);
	if (err)
		return err;
	/* TS 33.107 cl. 8: nothing is kept that found no room anywhere */
	if (!p->due.count && p->route->count)
		return LI_OK;
	s = li_sql(store, LI_SQL_PAYLOAD_ADD);
	sqlite3_bind_int64(s, 1, row->id);
	li_bind_blob(s, 2, li_slice_sub(sealed, 0, p->record));
	if (sealed.n > p->record)
		li_bind_blob(s, 3, li_slice_sub(sealed, p->record, sealed.n));
	return li_sql_run(store, LI_SQL_PAYLOAD_ADD);
}

static li_err insert_outbox(struct li_store *store, const struct put *p)
{
	for (size_t i = 0; i < p->due.count; i++) {
		sqlite3_stmt *s = li_sql(store, LI_SQL_OUTBOX_ADD);
		li_err err;

		sqlite3_bind_int64(s, 1, p->due.destinations[i]);
		sqlite3_bind_int64(s, 2, p->row.id);
		sqlite3_bind_int64(s, 3, p->row.task);
		err = li_sql_run(store, LI_SQL_OUTBOX_ADD);
		if (err)
			return err;
	}
	return LI_OK;
}

/* TS 103 221-2 cl. 5.3.9: the number is taken here, in the transaction that
 * keeps the record, and wraps by its 32 bits. */
static void number(struct li_store *store, struct li_stream *stream,
	struct li_iri *iri)
{
	li_stream_dirty(store, stream);
	iri->sequence = 0;
	/* What is no intercept, and X2 never has, takes no number of it. */
	if (iri->kind == LI_IRI_NOTIFICATION)
		return;
	iri->sequence = stream->next++;
	if (iri->at_us > stream->seen_us)
		stream->seen_us = iri->at_us;
}

/* Is something blanked in it that some of its destinations are not told of? */
static uint8_t unflagged(const struct li_iri *iri, const struct li_route *route)
{
	return iri->kind == LI_IRI_IMS_MESSAGE && iri->modifications
		? (uint8_t)route->flagless
		: 0;
}

static struct li_iri_row row_of(const struct li_iri *iri, int64_t id,
	int64_t at_us)
{
	return (struct li_iri_row){
		.id = id,
		.task = iri->task,
		.correlation = iri->correlation,
		.kind = (int)iri->kind,
		.direction = (int)iri->direction,
		.repeat = iri->repeat,
		.roles = iri->matched_roles,
		.at_us = iri->at_us,
		.committed_us = at_us,
	};
}

static li_err put(struct li_store *store, struct li_iri *iri,
	const struct li_route *route, int64_t at_us)
{
	struct put p = {.iri = iri,
		.route = route,
		.row = row_of(iri, store->now.iri + 1, at_us)};
	li_err err;

	p.row.sha256 = li_slice(p.sha256, sizeof(p.sha256));
	err = li_queue_route(store, p.row.id, p.route, &p.due);
	if (!err)
		err = li_stream_get(store, iri->task, iri->correlation,
			&p.stream);
	if (!err)
		err = wrap(store, &p);
	if (!err)
		err = wrap_handover(store, &p);
	if (err)
		return err;
	number(store, p.stream, iri);
	p.row.sequence = iri->sequence;
	p.row.unflagged = unflagged(iri, p.route);
	err = insert_iri(store, &p);
	if (!err)
		err = insert_outbox(store, &p);
	if (err)
		return err;
	li_chain_iri(store->iri_digest, &p.row);
	store->now.iri = p.row.id;
	store->now.iris++;
	store->now.waiting += (int64_t)p.due.count;
	if (store->iri_first == 0)
		store->iri_first = p.row.id;
	return LI_OK;
}

li_err li_outbox_put(struct li_store *store, struct li_iri *iri,
	const struct li_route *route, int64_t at_us)
{
	const li_err err = store->open && !store->broken
		? put(store, iri, route, at_us)
		: LI_ESTATE;

	if (err)
		store->broken = true;
	return err;
}

static li_err put_iri(struct li_store *store, struct li_iri *iri, int64_t at_us)
{
	const struct li_route *route;
	li_err err = li_route_get(store, iri->task, &route);

	return err ? err : put(store, iri, route, at_us);
}

li_err li_store_product(struct li_store *store, struct li_product *product)
{
	int64_t at_us = li_clock_now_us();
	li_err err = LI_OK;

	if (!store->open || store->broken)
		return LI_ESTATE;
	for (size_t i = 0; !err && i < product->reg_count; i++)
		err = li_reg_save(store, &product->regs[i]);
	for (size_t i = 0; !err && i < product->session_count; i++)
		err = li_session_save(store, &product->sessions[i]);
	for (size_t i = 0; !err && i < product->iri_count; i++)
		err = put_iri(store, &product->iris[i], at_us);
	for (size_t i = 0; !err && i < product->security_count; i++)
		err = li_security_save(store, &product->security[i]);
	if (err)
		store->broken = true;
	return err;
}

/* What HI2 needs. An entry from before its destination had HI2 has none, as
 * there is no such: its format is kept while something waits. */
static li_err read_handover(struct li_store *store, sqlite3_stmt *s,
	struct li_outbox_entry *entry)
{
	li_err err;

	li_buf_reset(&store->sealed);
	err = li_seal_open(store->seal, handover_cell(entry->id),
		li_column(s, 5), &store->sealed);
	if (!err)
		err = li_numbering_read(li_buf_slice(&store->sealed), entry);
	li_buf_wipe(&store->sealed);
	return err;
}

/* Read the statement's row into an entry. */
static li_err read_entry(struct li_store *store, sqlite3_stmt *s, bool hi2,
	struct li_outbox_entry *entry)
{
	int64_t task = sqlite3_column_int64(s, 1);
	li_err err;

	entry->id = sqlite3_column_int64(s, 0);
	li_buf_reset(&store->plain);
	err = li_seal_open(store->seal, record_cell(entry->id), li_column(s, 3),
		&store->plain);
	if (!err)
		err = li_iri_unpack(li_buf_slice(&store->plain), &entry->iri);
	if (!err && hi2)
		err = read_handover(store, s, entry);
	if (err == LI_EMALFORMED || err == LI_ECORRUPT) {
		li_slice_copy(li_slice_str("payload: a sealed value does not "
					   "open"),
			store->why, sizeof(store->why));
		return LI_ECORRUPT;
	}
	entry->iri.task = task;
	entry->iri.sequence = (uint32_t)sqlite3_column_int64(s, 2);
	/* One for each session, and none for what is of no session.
	 * TS 102 232-1 cl. 5.2.4; TS 33.128 cl. 7.2.3.4 */
	entry->stream = sqlite3_column_int64(s, 4);
	entry->cin = entry->iri.correlation ? (uint32_t)entry->stream : 0;
	return err;
}

/* Whose queue it is, and whether it is told the LIIDs. */
static li_err find_queue(struct li_store *store, const struct li_uuid *did,
	int64_t *row, bool *hi2)
{
	struct li_handover how = {.silent = false};
	li_err err = li_destination_row(store, did, row);

	if (!err)
		err = li_handover_of(store, *row, &how);
	*hi2 = li_format_is_hi2(how.format);
	return err;
}

/* Give all that a statement finds, which is bound. */
static li_err give(struct li_store *store, enum li_sql id, bool hi2,
	const struct li_store_picks *to, size_t *count)
{
	struct li_outbox_entry entry = {.liid_count = 0};
	sqlite3_stmt *s = store->stmt[id];
	size_t given = 0;
	bool ended = false;
	li_err err = LI_OK;

	while (!err && !ended) {
		err = li_sql_row(store, id);
		ended = err == LI_ENOTFOUND;
		if (!err)
			err = read_entry(store, s, hi2, &entry);
		if (!err)
			err = to->fn(&entry, to->data);
		if (!err)
			given++;
	}
	sqlite3_reset(s);
	li_buf_wipe(&store->plain);
	explicit_bzero(entry.liids, sizeof(entry.liids));
	*count = given;
	return ended ? LI_OK : err;
}

li_err li_store_claim(struct li_store *store, const struct li_uuid *did,
	const struct li_store_page *page, size_t *count)
{
	const struct li_store_picks to = {.fn = page->fn, .data = page->data};
	sqlite3_stmt *s;
	bool hi2 = false;
	int64_t row;
	li_err err = find_queue(store, did, &row, &hi2);

	if (err)
		return err;
	s = li_sql(store, LI_SQL_CLAIM);
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, page->after);
	sqlite3_bind_int64(s, 3, (sqlite3_int64)page->limit);
	return give(store, LI_SQL_CLAIM, hi2, &to, count);
}

li_err li_store_scan(struct li_store *store, const struct li_uuid *did,
	const struct li_store_keys *keys, size_t *count)
{
	sqlite3_stmt *s;
	size_t given = 0;
	int64_t row;
	li_err err = li_destination_row(store, did, &row);

	if (err)
		return err;
	s = li_sql(store, LI_SQL_SCAN);
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, keys->after);
	sqlite3_bind_int64(s, 3, (sqlite3_int64)keys->limit);
	while ((err = li_sql_row(store, LI_SQL_SCAN)) == LI_OK) {
		err = keys->fn(sqlite3_column_int64(s, 0),
			sqlite3_column_int64(s, 1), keys->data);
		if (err)
			break;
		given++;
	}
	sqlite3_reset(s);
	*count = given;
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_store_fetch(struct li_store *store, const struct li_uuid *did,
	const struct li_store_picks *picks, size_t *count)
{
	bool hi2 = false;
	int64_t row;
	li_err err = find_queue(store, did, &row, &hi2);

	if (err)
		return err;
	sqlite3_bind_int64(li_sql(store, LI_SQL_FETCH), 1, row);
	store->wanted.picks = picks;
	err = give(store, LI_SQL_FETCH, hi2, picks, count);
	store->wanted.picks = NULL;
	return err;
}

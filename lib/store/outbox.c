/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "store/inside.h"

static struct li_cell record_cell(int64_t iri)
{
	return (struct li_cell){"payload", "record", iri};
}

/* Pack and seal; the digest is that of the record in clear. */
static li_err wrap(struct li_store *store, const struct li_iri *iri, int64_t id,
	uint8_t sha256[LI_SHA256])
{
	li_err err;

	li_buf_reset(&store->plain);
	li_buf_reset(&store->sealed);
	li_iri_pack(iri, &store->plain);
	err = li_buf_check(&store->plain);
	if (err)
		return err;
	li_digest_add(store->digest, li_buf_slice(&store->plain));
	li_digest_end(store->digest, sha256);
	err = li_seal_put(store->seal, record_cell(id),
		li_buf_slice(&store->plain), &store->sealed);
	return err ? err : li_buf_check(&store->sealed);
}

static li_err insert_iri(struct li_store *store, const struct li_iri_row *row,
	int64_t stream, size_t destinations)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_IRI_ADD);
	li_err err;

	sqlite3_bind_int64(s, 1, row->id);
	sqlite3_bind_int64(s, 2, stream);
	sqlite3_bind_int64(s, 3, row->sequence);
	sqlite3_bind_int(s, 4, row->kind);
	sqlite3_bind_int(s, 5, row->direction);
	sqlite3_bind_int64(s, 6, row->at_us);
	sqlite3_bind_int64(s, 7, row->committed_us);
	sqlite3_bind_int64(s, 8, (sqlite3_int64)destinations);
	li_bind_blob(s, 9, row->sha256);
	sqlite3_bind_int(s, 10, row->repeat);
	sqlite3_bind_int64(s, 11, row->roles);
	err = li_sql_run(store, LI_SQL_IRI_ADD);
	if (err)
		return err;
	s = li_sql(store, LI_SQL_PAYLOAD_ADD);
	sqlite3_bind_int64(s, 1, row->id);
	li_bind_blob(s, 2, li_buf_slice(&store->sealed));
	return li_sql_run(store, LI_SQL_PAYLOAD_ADD);
}

static li_err insert_outbox(struct li_store *store, int64_t iri,
	const struct li_route *route)
{
	for (size_t i = 0; i < route->count; i++) {
		sqlite3_stmt *s = li_sql(store, LI_SQL_OUTBOX_ADD);
		li_err err;

		sqlite3_bind_int64(s, 1, route->destinations[i]);
		sqlite3_bind_int64(s, 2, iri);
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
	iri->sequence = stream->next++;
	li_stream_dirty(store, stream);
}

static li_err put_iri(struct li_store *store, struct li_iri *iri, int64_t at_us)
{
	uint8_t sha256[LI_SHA256];
	struct li_iri_row row = {
		.id = store->now.iri + 1,
		.task = iri->task,
		.correlation = iri->correlation,
		.kind = (int)iri->kind,
		.direction = (int)iri->direction,
		.repeat = iri->repeat,
		.roles = iri->matched_roles,
		.at_us = iri->at_us,
		.committed_us = at_us,
		.sha256 = li_slice(sha256, LI_SHA256),
	};
	const struct li_route *route;
	struct li_stream *stream;
	li_err err;

	err = li_route_get(store, iri->task, &route);
	if (!err)
		err = li_stream_get(store, iri->task, iri->correlation,
			&stream);
	if (!err)
		err = wrap(store, iri, row.id, sha256);
	if (err)
		return err;
	number(store, stream, iri);
	row.sequence = iri->sequence;
	err = insert_iri(store, &row, stream->id, route->count);
	if (!err)
		err = insert_outbox(store, row.id, route);
	if (err)
		return err;
	li_chain_iri(store->iri_digest, &row);
	store->now.iri = row.id;
	store->now.iris++;
	store->now.waiting += (int64_t)route->count;
	if (store->iri_first == 0)
		store->iri_first = row.id;
	return LI_OK;
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

/* Read the statement's row into an entry. */
static li_err read_entry(struct li_store *store, sqlite3_stmt *s,
	struct li_outbox_entry *entry, char liid[LI_LIID_MAX + 1])
{
	int64_t task = sqlite3_column_int64(s, 1);
	li_err err;

	entry->id = sqlite3_column_int64(s, 0);
	err = li_column_text(store, li_column(s, 4),
		(struct li_cell){"task", "liid", task}, liid, LI_LIID_MAX + 1);
	li_buf_reset(&store->plain);
	if (!err)
		err = li_seal_open(store->seal, record_cell(entry->id),
			li_column(s, 3), &store->plain);
	if (!err)
		err = li_iri_unpack(li_buf_slice(&store->plain), &entry->iri);
	if (err == LI_EMALFORMED || err == LI_ECORRUPT) {
		li_slice_copy(li_slice_str("payload: a sealed value does not "
					   "open"),
			store->why, sizeof(store->why));
		return LI_ECORRUPT;
	}
	entry->iri.task = task;
	entry->iri.sequence = (uint32_t)sqlite3_column_int64(s, 2);
	entry->liid = liid;
	return err;
}

li_err li_store_claim(struct li_store *store, const struct li_uuid *did,
	const struct li_store_page *page, size_t *count)
{
	char liid[LI_LIID_MAX + 1];
	struct li_outbox_entry entry;
	sqlite3_stmt *s;
	size_t given = 0;
	bool ended = false;
	int64_t row;
	li_err err;

	err = li_destination_row(store, did, &row);
	if (err)
		return err;
	s = li_sql(store, LI_SQL_CLAIM);
	sqlite3_bind_int64(s, 1, row);
	sqlite3_bind_int64(s, 2, page->after);
	sqlite3_bind_int64(s, 3, (sqlite3_int64)page->limit);
	while (!err && !ended) {
		err = li_sql_row(store, LI_SQL_CLAIM);
		ended = err == LI_ENOTFOUND;
		if (!err)
			err = read_entry(store, s, &entry, liid);
		if (!err)
			err = page->fn(&entry, page->data);
		if (!err)
			given++;
	}
	sqlite3_reset(s);
	li_buf_wipe(&store->plain);
	explicit_bzero(liid, sizeof(liid));
	*count = given;
	return ended ? LI_OK : err;
}

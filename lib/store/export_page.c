/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"
#include "store/export.h"
#include "store/inside.h"
#include "store/iri_row.h"

enum column {
	ID,
	AT,
	ACTOR,
	VIA,
	ACTION,
	OBJECT,
	IRI_FIRST,
	IRI_LAST,
	IRI_DIGEST,
	DETAIL,
	HASH,
	RESULT,
	DIGEST,
};

/* NULL has no place, an empty text has: the chain tells them apart. */
static struct li_slice column(sqlite3_stmt *s, int i)
{
	const void *p = NULL;

	if (sqlite3_column_type(s, i) == SQLITE_TEXT)
		p = sqlite3_column_text(s, i);
	else if (sqlite3_column_type(s, i) == SQLITE_BLOB)
		p = sqlite3_column_blob(s, i);
	return li_slice(p, p ? (size_t)sqlite3_column_bytes(s, i) : 0);
}

static void read_row(sqlite3_stmt *s, struct li_audit_row *row)
{
	*row = (struct li_audit_row){
		.id = sqlite3_column_int64(s, ID),
		.at_us = sqlite3_column_int64(s, AT),
		.actor = column(s, ACTOR),
		.via = column(s, VIA),
		.action = column(s, ACTION),
		.object = column(s, OBJECT),
		.iri_first = sqlite3_column_int64(s, IRI_FIRST),
		.iri_last = sqlite3_column_int64(s, IRI_LAST),
		.iri_digest = column(s, IRI_DIGEST),
		.detail = column(s, DETAIL),
		.result = column(s, RESULT),
		.digest = column(s, DIGEST),
	};
}

/* Also of nothing there is a place. */
static struct li_slice part(const struct li_buf *b, size_t from, size_t to)
{
	return from < to ? li_slice(b->p + from, to - from) : li_slice("", 0);
}

/* Open who and what into store->plain, one behind the other. */
static li_err open_both(struct li_store *store, struct li_export_row *e)
{
	const struct li_audit_row *r = &e->row;
	struct li_buf *plain = &store->plain;
	li_err err = LI_OK;
	size_t n;

	li_buf_wipe(plain);
	if (r->actor.p)
		err = li_seal_open(store->seal,
			(struct li_cell){"audit", "actor", r->id}, r->actor,
			plain);
	n = plain->n;
	if (!err && r->detail.p)
		err = li_seal_open(store->seal,
			(struct li_cell){"audit", "detail", r->id}, r->detail,
			plain);
	if (!err && r->actor.p)
		e->name = part(plain, 0, n);
	if (!err && r->detail.p)
		e->text = part(plain, n, plain->n);
	return err;
}

static bool is_of(const struct li_export_page *page, int64_t task)
{
	for (size_t i = 0; i < page->task_count; i++)
		if (page->tasks[i] == task)
			return true;
	return false;
}

/* Is each task that is under it among them, and is there one? */
static li_err is_within(struct li_store *store,
	const struct li_export_page *page, int64_t authorisation, bool *is)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_WARRANT_TASKS);
	size_t count = 0;
	li_err err;

	sqlite3_bind_int64(s, 1, authorisation);
	*is = true;
	while ((err = li_sql_row(store, LI_SQL_WARRANT_TASKS)) == LI_OK) {
		count++;
		*is = *is && is_of(page, sqlite3_column_int64(s, 0));
	}
	sqlite3_reset(s);
	*is = *is && count > 0;
	return err == LI_ENOTFOUND ? LI_OK : err;
}

/* TS 101 331 cl. 4.9: what is about another task is passed over. */
static li_err is_wanted(struct li_store *store,
	const struct li_export_page *page, const struct li_audit_row *row,
	bool *is)
{
	enum li_vouched kind;
	int64_t number;

	*is = false;
	if (row->id > page->until || !li_vouched(row->object, &kind, &number))
		return LI_OK;
	if (kind == LI_VOUCHED_AUTHORISATION)
		return is_within(store, page, number, is);
	*is = kind == LI_VOUCHED_TASK && is_of(page, number);
	return LI_OK;
}

static li_err give(struct li_store *store, struct li_export_row *e,
	li_export_fn fn, void *data)
{
	li_err err = open_both(store, e);

	if (!err)
		err = fn(e, data);
	li_buf_wipe(&store->plain);
	return err;
}

/* Read the row at the cursor; before is the hash of the one before it, and
 * becomes this one's. */
static li_err take(sqlite3_stmt *s, uint8_t before[LI_SHA256],
	struct li_export_row *e)
{
	struct li_slice hash = column(s, HASH);

	if (hash.n != LI_SHA256)
		return LI_ECORRUPT;
	*e = (struct li_export_row){.path = {0}};
	read_row(s, &e->row);
	memcpy(e->before, before, LI_SHA256);
	memcpy(e->hash, hash.p, LI_SHA256);
	memcpy(before, hash.p, LI_SHA256);
	return LI_OK;
}

/* Set out at the row behind this one, whose hash goes to before. */
static li_err set_out(struct li_store *store, int64_t after, int limit,
	uint8_t before[LI_SHA256])
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AUDIT_PAGE);
	struct li_export_row e;
	li_err err;

	sqlite3_bind_int64(s, 1, after);
	sqlite3_bind_int(s, 2, limit + (after > 0));
	li_chain_start(store->digest, &store->installation, before);
	if (after == 0)
		return LI_OK;
	err = li_sql_row(store, LI_SQL_AUDIT_PAGE);
	return err ? err : take(s, before, &e);
}

/* TS 101 331 cl. 4.9: of a commit's IRI those of the tasks, without what counts
 * the others'. */
static li_err give_iri(const struct li_export_page *page,
	const struct li_audit_row *row, sqlite3_stmt *s, struct li_iri_row *iri)
{
	struct li_export_iri e = {
		.row = row->id,
		.iri = *iri,
		.confirmed_us = sqlite3_column_int64(s, LI_IRI_ROW_NEXT),
		.waiting = sqlite3_column_int64(s, LI_IRI_ROW_NEXT + 1),
		.sent = sqlite3_column_int64(s, LI_IRI_ROW_NEXT + 2),
	};

	e.iri.id = 0;
	return is_of(page, iri->task) ? page->iri_fn(&e, page->data) : LI_OK;
}

/* TS 33.126 R6.5-60: the IRI that a row vouches for, when they are as they were */
static li_err pass_iris(struct li_store *store,
	const struct li_export_page *page, const struct li_audit_row *row,
	int64_t *passed)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_IRI_RANGE);
	uint8_t digest[LI_SHA256];
	struct li_iri_row iri;
	li_err err;

	sqlite3_bind_int64(s, 1, row->iri_first);
	sqlite3_bind_int64(s, 2, row->iri_last);
	while ((err = li_sql_row(store, LI_SQL_IRI_RANGE)) == LI_OK) {
		if (!li_iri_row_read(s, &iri))
			err = LI_ECORRUPT;
		if (!err) {
			li_chain_iri(store->digest, &iri);
			err = give_iri(page, row, s, &iri);
		}
		if (err)
			break;
		++*passed;
	}
	sqlite3_reset(s);
	li_digest_end(store->digest, digest);
	if (err != LI_ENOTFOUND)
		return err;
	return li_slice_eq(row->iri_digest, li_slice(digest, sizeof(digest)))
		? LI_OK
		: LI_ECORRUPT;
}

/* Has it IRI that may be given? */
static bool is_over_iris(const struct li_export_page *page,
	const struct li_audit_row *row)
{
	return page->iri_fn && row->iri_first > 0 && row->id <= page->until;
}

li_err li_store_export_page(struct li_store *store,
	const struct li_export_page *page, struct li_buf *hashes)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AUDIT_PAGE);
	uint8_t before[LI_SHA256];
	struct li_export_row e;
	int64_t passed = 0;
	bool is = false;
	li_err err;

	if (page->after < 0)
		return LI_EINVAL;
	err = set_out(store, page->after, LI_EXPORT_PAGE, before);
	while (!err && passed < LI_EXPORT_IRIS &&
		(err = li_sql_row(store, LI_SQL_AUDIT_PAGE)) == LI_OK) {
		err = take(s, before, &e);
		if (!err)
			li_buf_put(hashes, e.hash, LI_SHA256);
		if (!err)
			err = is_wanted(store, page, &e.row, &is);
		if (!err && is)
			err = give(store, &e, page->fn, page->data);
		if (!err && is_over_iris(page, &e.row))
			err = pass_iris(store, page, &e.row, &passed);
	}
	sqlite3_reset(s);
	if (err && err != LI_ENOTFOUND)
		return err;
	return li_buf_check(hashes);
}

li_err li_store_export_row(struct li_store *store, int64_t row, li_export_fn fn,
	void *data)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AUDIT_PAGE);
	uint8_t before[LI_SHA256];
	struct li_export_row e;
	li_err err;

	if (row < 1)
		return LI_ENOTFOUND;
	err = set_out(store, row - 1, 1, before);
	if (!err)
		err = li_sql_row(store, LI_SQL_AUDIT_PAGE);
	if (!err)
		err = take(s, before, &e);
	if (!err)
		err = give(store, &e, fn, data);
	sqlite3_reset(s);
	return err;
}

li_err li_store_export_origin(struct li_store *store, struct li_buf *out)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_KEY_EACH);
	li_err err;

	li_pack_uuid(out, &store->installation);
	li_buf_put(out, store->first_key, LI_SIGN_PUBLIC);
	while ((err = li_sql_row(store, LI_SQL_KEY_EACH)) == LI_OK) {
		struct li_slice key = li_column(s, 1);
		struct li_slice signature = li_column(s, 2);

		if (key.n != LI_SIGN_PUBLIC || signature.n != LI_SIGNATURE) {
			sqlite3_reset(s);
			return LI_ECORRUPT;
		}
		li_buf_put_u64(out, (uint64_t)sqlite3_column_int64(s, 0));
		li_buf_put_slice(out, key);
		li_buf_put_slice(out, signature);
	}
	return err == LI_ENOTFOUND ? li_buf_check(out) : err;
}

static li_err done(struct li_store *store, const struct li_actor *actor,
	struct li_slice digest)
{
	struct li_audit_row row = {
		.via = li_slice_str(actor->via),
		.action = li_slice_str(LI_EXPORT_DONE),
		.digest = digest,
	};
	li_err err =
		li_audit_append(store, actor->name, (struct li_slice){0}, &row);

	if (!err && store->now.mark.row != row.id)
		err = li_audit_checkpoint(store);
	return err;
}

li_err li_store_export_done(struct li_store *store,
	const struct li_actor *actor, const uint8_t digest[static LI_SHA256])
{
	struct li_scope scope;
	li_err err = li_actor_check(actor, NULL);

	if (!err)
		err = li_scope_begin(store, &scope);
	return err ? err
		   : li_scope_end(store, &scope,
			     done(store, actor, li_slice(digest, LI_SHA256)));
}

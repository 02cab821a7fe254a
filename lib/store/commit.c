/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "store/connect.h"
#include "store/inside.h"

/* Is this still possible at all? */
static li_err may_write(const struct li_store *store)
{
	if (store->failed)
		return LI_EIO;
	return store->mode == LI_STORE_WRITER ? LI_OK : LI_ESTATE;
}

li_err li_store_begin(struct li_store *store)
{
	li_err err = may_write(store);

	if (!err && store->open)
		err = LI_ESTATE;
	if (err)
		return err;
	if (store->streams.used > LI_STREAMS_MAX)
		li_streams_forget(store);
	if (store->routes.used > LI_ROUTES_MAX)
		li_routes_forget(store);
	err = li_sql_run(store, LI_SQL_BEGIN);
	if (err)
		return err;
	store->open = true;
	store->broken = false;
	store->before = store->now;
	store->iri_first = 0;
	return LI_OK;
}

bool li_store_failed(const struct li_store *store)
{
	return store->failed;
}

void li_store_rollback(struct li_store *store)
{
	uint8_t unused[LI_SHA256];

	if (!store || !store->open)
		return;
	/* After some errors SQLite has done it itself. */
	if (!sqlite3_get_autocommit(store->db) &&
		li_sql_run(store, LI_SQL_ROLLBACK) != LI_OK)
		store->failed = true;
	store->open = false;
	store->now = store->before;
	li_queues_forget(store);
	li_digest_end(store->iri_digest, unused);
	li_streams_forget(store);
	li_routes_forget(store);
}

/* The row that vouches for the transaction's IRI. TS 33.126 R6.5-70 */
static li_err audit_iris(struct li_store *store)
{
	uint8_t digest[LI_SHA256];
	char object[64];
	struct li_audit_row row = {
		.via = li_slice_str("store"),
		.action = li_slice_str("iri.commit"),
		.iri_first = store->iri_first,
		.iri_last = store->now.iri,
		.iri_digest = li_slice(digest, sizeof(digest)),
	};

	if (store->iri_first == 0)
		return LI_OK;
	li_digest_end(store->iri_digest, digest);
	snprintf(object, sizeof(object), "iri %lld-%lld",
		(long long)row.iri_first, (long long)row.iri_last);
	row.object = li_slice_str(object);
	return li_audit_append(store, NULL, (struct li_slice){0}, &row);
}

static li_err flush_tally(struct li_store *store)
{
	struct li_now *now = &store->now;
	sqlite3_stmt *s;
	li_err err;

	if (now->iris == 0 && now->waiting == 0 && now->confirmed == 0)
		return LI_OK;
	s = li_sql(store, LI_SQL_TALLY_ADD);
	sqlite3_bind_int64(s, 1, now->iris);
	sqlite3_bind_int64(s, 2, now->waiting);
	sqlite3_bind_int64(s, 3, now->confirmed);
	err = li_sql_run(store, LI_SQL_TALLY_ADD);
	if (!err)
		now->iris = now->waiting = now->confirmed = 0;
	return err;
}

li_err li_store_commit(struct li_store *store)
{
	li_err err;

	if (!store->open)
		return LI_ESTATE;
	err = store->broken ? LI_EDB : li_streams_flush(store);
	if (!err)
		err = audit_iris(store);
	if (!err)
		err = li_queues_audit(store);
	if (!err)
		err = flush_tally(store);
	if (!err)
		err = li_sql_run(store, LI_SQL_COMMIT);
	if (err) {
		/* After a failed fsync the kernel may call the next one good
		 * though the octets are lost: it is never repeated. */
		if (err == LI_EIO)
			store->failed = true;
		li_store_rollback(store);
		return err;
	}
	store->open = false;
	li_db_not_full();
	li_queues_committed(store);
	/* TS 33.107 cl. 8: the last record in clear */
	li_buf_wipe(&store->plain);
	return LI_OK;
}

li_err li_scope_begin(struct li_store *store, struct li_scope *scope)
{
	li_err err = may_write(store);

	if (err)
		return err;
	scope->own = !store->open;
	if (scope->own) {
		err = li_store_begin(store);
	} else {
		err = store->broken ? LI_ESTATE
				    : li_sql_run(store, LI_SQL_SAVE);
	}
	scope->before = store->now;
	return err;
}

/* Take back a change within a transaction; what cannot be taken back breaks
 * the whole of it. */
static void back(struct li_store *store, const struct li_scope *scope)
{
	if (sqlite3_get_autocommit(store->db) ||
		li_sql_run(store, LI_SQL_BACK) != LI_OK ||
		li_sql_run(store, LI_SQL_RELEASE) != LI_OK)
		store->broken = true;
	store->now = scope->before;
	li_queues_forget(store);
	li_routes_forget(store);
}

li_err li_scope_end(struct li_store *store, struct li_scope *scope, li_err err)
{
	if (scope->own) {
		if (!err)
			return li_store_commit(store);
		if (err == LI_EIO)
			store->failed = true;
		li_store_rollback(store);
		return err;
	}
	if (!err)
		err = li_sql_run(store, LI_SQL_RELEASE);
	if (err)
		back(store, scope);
	return err;
}

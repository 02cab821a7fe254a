/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/verify.h"

#include "store/chain.h"
#include "store/sign.h"

struct walk {
	sqlite3 *db;
	sqlite3_stmt *audit, *mark, *iri;
	struct li_digest *rows, *iris;
	struct li_uuid installation;
	uint8_t key[LI_SIGN_PUBLIC];
	uint8_t hash[LI_SHA256];
	int64_t next; /* row of audit */
	int64_t next_iri;
	int64_t mark_row; /* of the checkpoint that comes; 0 none */
	bool whole;       /* IRI too */
	struct li_verdict *verdict;
};

static li_err bad(struct walk *w, int64_t row, const char *how)
{
	w->verdict->row = row;
	sqlite3_snprintf(sizeof(w->verdict->text), w->verdict->text, "%s", how);
	return LI_ECORRUPT;
}

static li_err unreadable(struct walk *w)
{
	int rc = sqlite3_errcode(w->db);

	sqlite3_snprintf(sizeof(w->verdict->text), w->verdict->text,
		"cannot be read: %s", sqlite3_errstr(rc));
	w->verdict->row = w->next;
	return rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB ? LI_ECORRUPT
							   : LI_EDB;
}

static struct li_slice column(sqlite3_stmt *s, int i)
{
	const void *p = NULL;

	/* An empty text has a place, NULL has none; a blob is never empty. */
	if (sqlite3_column_type(s, i) == SQLITE_TEXT)
		p = sqlite3_column_text(s, i);
	else if (sqlite3_column_type(s, i) == SQLITE_BLOB)
		p = sqlite3_column_blob(s, i);
	return li_slice(p, p ? (size_t)sqlite3_column_bytes(s, i) : 0);
}

/* Step: LI_OK at a row, LI_ENOTFOUND behind the last. */
static li_err step(struct walk *w, sqlite3_stmt *s)
{
	switch (sqlite3_step(s)) {
	case SQLITE_ROW: return LI_OK;
	case SQLITE_DONE: return LI_ENOTFOUND;
	default: return unreadable(w);
	}
}

static li_err prepare(struct walk *w, const char *sql, sqlite3_stmt **out)
{
	if (sqlite3_prepare_v2(w->db, sql, -1, out, NULL) != SQLITE_OK)
		return unreadable(w);
	return LI_OK;
}

static li_err load_installation(struct walk *w, struct li_slice key)
{
	struct li_slice uuid, stored;
	sqlite3_stmt *s = NULL;
	li_err err = prepare(w,
		"SELECT uuid, audit_public FROM "
		"main.installation",
		&s);

	if (!err)
		err = step(w, s);
	if (!err) {
		uuid = column(s, 0);
		stored = column(s, 1);
		if (uuid.n != sizeof(w->installation.octet) ||
			stored.n != LI_SIGN_PUBLIC ||
			(key.p && !li_slice_eq(key, stored)))
			err = bad(w, 1,
				"does not fit: the public key of the "
				"installation was changed");
	} else if (err == LI_ENOTFOUND) {
		err = bad(w, 1, "does not fit: there is no installation");
	}
	if (!err) {
		memcpy(w->installation.octet, uuid.p, uuid.n);
		memcpy(w->key, stored.p, stored.n);
	}
	sqlite3_finalize(s);
	return err;
}

/* Advance to the next checkpoint. */
static li_err next_mark(struct walk *w)
{
	li_err err = step(w, w->mark);

	w->mark_row = err ? 0 : sqlite3_column_int64(w->mark, 0);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

/* Is the checkpoint at the cursor signed by the key, for its row and hash? */
static bool mark_signed(struct walk *w)
{
	uint8_t text[LI_CHECKPOINT_TEXT];
	struct li_slice hash = column(w->mark, 2);

	return hash.n == LI_SHA256 &&
		li_sign_verify(li_slice(w->key, sizeof(w->key)),
			li_checkpoint_text(&w->installation, w->mark_row,
				sqlite3_column_int64(w->mark, 1), hash.p, text),
			column(w->mark, 3));
}

/* Go on from the hash of the checkpoint at the cursor, which is signed. */
static void take_hash(struct walk *w)
{
	struct li_slice hash = column(w->mark, 2);

	if (hash.p)
		memcpy(w->hash, hash.p, LI_SHA256);
}

/* The hash that a row of audit ought to have. */
static void advance(struct walk *w)
{
	const struct li_audit_row row = {
		.id = w->next,
		.at_us = sqlite3_column_int64(w->audit, 1),
		.actor = column(w->audit, 2),
		.via = column(w->audit, 3),
		.action = column(w->audit, 4),
		.object = column(w->audit, 5),
		.iri_first = sqlite3_column_int64(w->audit, 6),
		.iri_last = sqlite3_column_int64(w->audit, 7),
		.iri_digest = column(w->audit, 8),
		.detail = column(w->audit, 9),
	};

	li_chain_add(w->rows, &row, w->hash);
}

/* Do the IRI that the row vouches for still read as they did? */
static li_err check_iris(struct walk *w)
{
	int64_t first = sqlite3_column_int64(w->audit, 6);
	int64_t last = sqlite3_column_int64(w->audit, 7);
	uint8_t digest[LI_SHA256];

	if (!w->whole || sqlite3_column_type(w->audit, 6) == SQLITE_NULL)
		return LI_OK;
	if (first != w->next_iri)
		return bad(w, w->next,
			"does not fit: IRI before its first "
			"are in no row");
	for (int64_t id = first; id <= last; id++) {
		li_err err = step(w, w->iri);
		const struct li_iri_row row = {
			.id = err ? 0 : sqlite3_column_int64(w->iri, 0),
			.task = sqlite3_column_int64(w->iri, 1),
			.correlation =
				(uint64_t)sqlite3_column_int64(w->iri, 2),
			.sequence = (uint32_t)sqlite3_column_int64(w->iri, 3),
			.kind = sqlite3_column_int(w->iri, 4),
			.direction = sqlite3_column_int(w->iri, 5),
			.at_us = sqlite3_column_int64(w->iri, 6),
			.committed_us = sqlite3_column_int64(w->iri, 7),
			.sha256 = column(w->iri, 8),
			.repeat = sqlite3_column_int(w->iri, 9) != 0,
			.roles = (uint32_t)sqlite3_column_int64(w->iri, 10),
		};

		if (err && err != LI_ENOTFOUND)
			return err;
		if (row.id != id)
			return bad(w, w->next,
				"does not fit: an IRI that it "
				"vouches for is missing");
		li_chain_iri(w->iris, &row);
	}
	li_digest_end(w->iris, digest);
	w->next_iri = last + 1;
	if (!li_slice_eq(li_slice(digest, sizeof(digest)), column(w->audit, 8)))
		return bad(w, w->next,
			"does not fit: an IRI that it vouches "
			"for was changed");
	return LI_OK;
}

static li_err check_row(struct walk *w)
{
	int64_t id = sqlite3_column_int64(w->audit, 0);

	if (id != w->next)
		return bad(w, w->next, "is missing");
	advance(w);
	if (!li_slice_eq(li_slice(w->hash, sizeof(w->hash)),
		    column(w->audit, 10)))
		return bad(w, id,
			"does not fit its hash: it, or the row "
			"before it, was changed");
	if (w->mark_row == id) {
		if (!mark_signed(w) ||
			!li_slice_eq(column(w->mark, 2),
				li_slice(w->hash, sizeof(w->hash))))
			return bad(w, id,
				"does not fit its checkpoint: it or "
				"a row before it was changed");
		if (next_mark(w) != LI_OK)
			return unreadable(w);
	} else if (id % LI_CHECKPOINT_EVERY == 0) {
		return bad(w, id, "has lost its checkpoint");
	}
	return check_iris(w);
}

/* Set out from the last checkpoint, when there is one and it is ours. */
static li_err skip_ahead(struct walk *w)
{
	sqlite3_stmt *s = w->mark;
	li_err err;

	err = prepare(w,
		"SELECT row, at_us, hash, signature FROM "
		"main.audit_checkpoint ORDER BY row DESC LIMIT 1",
		&w->mark);
	if (!err)
		err = next_mark(w);
	if (!err && w->mark_row > 0) {
		if (!mark_signed(w)) {
			err = bad(w, w->mark_row,
				"has a checkpoint that the key did not sign");
		} else {
			take_hash(w);
			w->next = w->mark_row + 1;
		}
	}
	sqlite3_finalize(w->mark);
	w->mark = s;
	w->mark_row = 0;
	return err;
}

/* The row that the walk sets out behind must be the signed one. */
static li_err check_first(struct walk *w)
{
	sqlite3_stmt *s = NULL;
	li_err err;

	if (w->next == 1)
		return LI_OK;
	err = prepare(w, "SELECT hash FROM main.audit WHERE id = ?1", &s);
	if (!err) {
		sqlite3_bind_int64(s, 1, w->next - 1);
		err = step(w, s);
	}
	if (err == LI_ENOTFOUND ||
		(!err &&
			!li_slice_eq(column(s, 0),
				li_slice(w->hash, sizeof(w->hash)))))
		err = bad(w, w->next - 1, "does not fit its checkpoint");
	sqlite3_finalize(s);
	return err;
}

static li_err set_out(struct walk *w, struct li_slice key)
{
	li_err err;

	err = load_installation(w, key);
	if (!err)
		err = li_digest_new(&w->rows);
	if (!err)
		err = li_digest_new(&w->iris);
	if (err)
		return err;
	li_chain_start(w->rows, &w->installation, w->hash);
	if (!w->whole)
		err = skip_ahead(w);
	if (!err)
		err = check_first(w);
	if (!err)
		err = prepare(w,
			"SELECT id, at_us, actor, via, action, "
			"object, iri_first, iri_last, iri_digest, detail, hash "
			"FROM main.audit WHERE id >= ?1 ORDER BY id",
			&w->audit);
	if (!err)
		err = prepare(w,
			"SELECT row, at_us, hash, signature FROM "
			"main.audit_checkpoint WHERE row >= ?1 ORDER BY row",
			&w->mark);
	if (!err)
		err = prepare(w,
			"SELECT i.id, m.task, m.correlation, "
			"i.sequence, i.kind, i.direction, i.at_us, "
			"i.committed_us, i.sha256, i.repeat, i.matched_roles "
			"FROM main.iri i "
			"LEFT JOIN main.stream m ON m.id = i.stream "
			"ORDER BY i.id",
			&w->iri);
	if (err)
		return err;
	/* A row before the first would be one too many. */
	sqlite3_bind_int64(w->audit, 1, w->next == 1 ? INT64_MIN : w->next);
	sqlite3_bind_int64(w->mark, 1, w->next == 1 ? INT64_MIN : w->next);
	return next_mark(w);
}

/* Behind the last row nothing may be left that a row vouched for. */
static li_err check_end(struct walk *w)
{
	sqlite3_stmt *s = NULL;
	li_err err;

	if (w->mark_row > 0)
		return bad(w, w->next,
			"is missing: there is a checkpoint "
			"behind it");
	if (w->next == 1)
		return bad(w, 1, "is missing");
	err = prepare(w,
		"SELECT max(id) > coalesce((SELECT iri_last FROM "
		"main.audit WHERE iri_last IS NOT NULL ORDER BY id DESC "
		"LIMIT 1), 0) FROM main.iri",
		&s);
	if (!err)
		err = step(w, s);
	if (!err && sqlite3_column_int(s, 0))
		err = bad(w, w->next,
			"is missing: there are IRI that no row "
			"vouches for");
	sqlite3_finalize(s);
	return err;
}

li_err li_verify(sqlite3 *db, struct li_slice key, bool whole,
	struct li_verdict *verdict)
{
	struct walk w = {.db = db,
		.next = 1,
		.next_iri = 1,
		.whole = whole,
		.verdict = verdict};
	bool own = sqlite3_get_autocommit(db) != 0;
	li_err err;

	*verdict = (struct li_verdict){0};
	/* One snapshot for the whole walk. */
	if (own &&
		sqlite3_exec(db, "SAVEPOINT verify", NULL, NULL, NULL) !=
			SQLITE_OK)
		return unreadable(&w);
	err = set_out(&w, key);
	while (!err && (err = step(&w, w.audit)) == LI_OK) {
		err = check_row(&w);
		w.next++;
		verdict->rows += err ? 0 : 1;
	}
	if (err == LI_ENOTFOUND)
		err = check_end(&w);
	sqlite3_finalize(w.audit);
	sqlite3_finalize(w.mark);
	sqlite3_finalize(w.iri);
	li_digest_free(w.rows);
	li_digest_free(w.iris);
	if (own)
		sqlite3_exec(db, "RELEASE verify", NULL, NULL, NULL);
	return err;
}

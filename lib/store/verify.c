/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/verify_inside.h"

li_err li_walk_bad(struct li_walk *w, int64_t row, const char *how)
{
	w->verdict->row = row;
	sqlite3_snprintf(sizeof(w->verdict->text), w->verdict->text, "%s", how);
	return LI_ECORRUPT;
}

li_err li_walk_unreadable(struct li_walk *w)
{
	int rc = sqlite3_errcode(w->db);

	sqlite3_snprintf(sizeof(w->verdict->text), w->verdict->text,
		"cannot be read: %s", sqlite3_errstr(rc));
	w->verdict->row = w->next;
	return rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB ? LI_ECORRUPT
							   : LI_EDB;
}

struct li_slice li_walk_column(sqlite3_stmt *s, int i)
{
	const void *p = NULL;

	/* An empty text has a place, NULL has none; a blob is never empty. */
	if (sqlite3_column_type(s, i) == SQLITE_TEXT)
		p = sqlite3_column_text(s, i);
	else if (sqlite3_column_type(s, i) == SQLITE_BLOB)
		p = sqlite3_column_blob(s, i);
	return li_slice(p, p ? (size_t)sqlite3_column_bytes(s, i) : 0);
}

li_err li_walk_step(struct li_walk *w, sqlite3_stmt *s)
{
	switch (sqlite3_step(s)) {
	case SQLITE_ROW: return LI_OK;
	case SQLITE_DONE: return LI_ENOTFOUND;
	default: return li_walk_unreadable(w);
	}
}

li_err li_walk_prepare(struct li_walk *w, const char *sql, sqlite3_stmt **out)
{
	if (sqlite3_prepare_v2(w->db, sql, -1, out, NULL) != SQLITE_OK)
		return li_walk_unreadable(w);
	return LI_OK;
}

static void read_row(const struct li_walk *w, struct li_audit_row *row)
{
	sqlite3_stmt *s = w->audit;

	*row = (struct li_audit_row){
		.id = w->next,
		.at_us = sqlite3_column_int64(s, 1),
		.actor = li_walk_column(s, 2),
		.via = li_walk_column(s, 3),
		.action = li_walk_column(s, 4),
		.object = li_walk_column(s, 5),
		.iri_first = sqlite3_column_int64(s, 6),
		.iri_last = sqlite3_column_int64(s, 7),
		.iri_digest = li_walk_column(s, 8),
		.detail = li_walk_column(s, 9),
		.result = li_walk_column(s, 11),
		.digest = li_walk_column(s, 12),
	};
}

static li_err check_row(struct li_walk *w)
{
	int64_t id = sqlite3_column_int64(w->audit, 0);
	struct li_audit_row row;
	li_err err = LI_OK;

	if (id != w->next)
		return li_walk_bad(w, w->next, "is missing");
	read_row(w, &row);
	li_chain_add(w->rows, &row, w->hash);
	if (!li_slice_eq(li_slice(w->hash, sizeof(w->hash)),
		    li_walk_column(w->audit, 10)))
		return li_walk_bad(w, id,
			"does not fit its hash: it, or the row "
			"before it, was changed");
	if (w->options->whole)
		err = li_tree_add(&w->tree, w->rows, w->hash);
	if (!err)
		err = li_walk_check_mark(w);
	if (!err && w->options->whole)
		err = li_walk_check_rows(w, &row);
	return err;
}

static li_err set_out(struct li_walk *w)
{
	li_err err;

	err = li_digest_new(&w->rows);
	if (!err)
		err = li_digest_new(&w->iris);
	if (!err)
		err = li_walk_installation(w);
	if (err)
		return err;
	li_chain_start(w->rows, &w->installation, w->hash);
	err = w->options->whole ? li_walk_rows_start(w) : li_walk_skip(w);
	if (!err)
		err = li_walk_marks(w);
	if (!err)
		err = li_walk_prepare(w,
			"SELECT id, at_us, actor, via, action, object, "
			"iri_first, iri_last, iri_digest, detail, hash, "
			"result, digest "
			"FROM main.audit WHERE id >= ?1 ORDER BY id",
			&w->audit);
	/* A row before the first would be one too many. */
	if (!err)
		sqlite3_bind_int64(w->audit, 1,
			w->next == 1 ? INT64_MIN : w->next);
	return err;
}

/* Behind the last row nothing may be left that a row vouched for. */
static li_err check_end(struct li_walk *w)
{
	li_err err = li_walk_check_marks_end(w);

	if (!err && w->next == 1)
		err = li_walk_bad(w, 1, "is missing");
	return err ? err : li_walk_check_rows_end(w);
}

static void end(struct li_walk *w)
{
	sqlite3_finalize(w->audit);
	sqlite3_finalize(w->mark);
	sqlite3_finalize(w->key);
	li_walk_rows_free(w);
	li_digest_free(w->rows);
	li_digest_free(w->iris);
}

li_err li_verify(sqlite3 *db, const struct li_verify_options *options,
	struct li_verdict *verdict)
{
	struct li_walk w = {.db = db,
		.next = 1,
		.next_iri = 1,
		.next_security = 1,
		.options = options,
		.verdict = verdict};
	bool own = sqlite3_get_autocommit(db) != 0;
	li_err err;

	*verdict = (struct li_verdict){0};
	/* One snapshot for the whole walk. */
	if (own &&
		sqlite3_exec(db, "SAVEPOINT verify", NULL, NULL, NULL) !=
			SQLITE_OK)
		return li_walk_unreadable(&w);
	err = set_out(&w);
	while (!err && (err = li_walk_step(&w, w.audit)) == LI_OK) {
		err = check_row(&w);
		w.next++;
		verdict->rows += err ? 0 : 1;
	}
	if (err == LI_ENOTFOUND)
		err = check_end(&w);
	end(&w);
	if (own)
		sqlite3_exec(db, "RELEASE verify", NULL, NULL, NULL);
	return err;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/verify_inside.h"

#include <stdlib.h>

#include "store/iri_row.h"

static const char *const tables[LI_VOUCHED_SECURITY] = {
	"task",
	"destination",
	"hash_context",
	"authorisation",
};

/* How many rows a table may have: ids behind the last are of none. */
static li_err last_id(struct li_walk *w, const char *table, int64_t *out)
{
	sqlite3_stmt *s = NULL;
	char sql[64];
	li_err err;

	sqlite3_snprintf(sizeof(sql), sql,
		"SELECT coalesce(max(id), 0) FROM main.%s", table);
	err = li_walk_prepare(w, sql, &s);
	if (!err)
		err = li_walk_step(w, s);
	if (!err)
		*out = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return err;
}

static li_err make_lasts(struct li_walk *w, size_t kind)
{
	struct li_lasts *l = &w->lasts[kind];
	li_err err = last_id(w, tables[kind], &l->count);

	/* More than an audit row each would be nobody's. */
	if (!err && (l->count < 0 || l->count > INT32_MAX))
		err = li_walk_bad(w, 1,
			"is of no use: a task, destination or hash context has "
			"a number that nobody gave it");
	if (err)
		return err;
	l->last = calloc((size_t)l->count + 1, sizeof(*l->last));
	return l->last ? LI_OK : LI_ENOMEM;
}

li_err li_walk_rows_start(struct li_walk *w)
{
	li_err err = li_walk_prepare(w,
		"SELECT " LI_IRI_ROW_COLUMNS " FROM main.iri i "
		"LEFT JOIN main.stream m ON m.id = i.stream "
		"ORDER BY i.id",
		&w->iri);

	for (size_t i = 0; !err && i < LI_VOUCHED_SECURITY; i++)
		err = make_lasts(w, i);
	return err;
}

void li_walk_rows_free(struct li_walk *w)
{
	sqlite3_finalize(w->iri);
	li_vouch_end(&w->vouch);
	for (size_t i = 0; i < LI_VOUCHED_SECURITY; i++)
		free(w->lasts[i].last);
}

/* ---- IRI ---- */

/* Do the IRI that the row vouches for still read as they did? */
static li_err check_iris(struct li_walk *w, const struct li_audit_row *row)
{
	static const char changed[] =
		"does not fit: an IRI that it vouches for was changed";
	uint8_t digest[LI_SHA256];

	if (row->iri_first == 0)
		return LI_OK;
	if (row->iri_first != w->next_iri)
		return li_walk_bad(w, w->next,
			"does not fit: IRI before its first "
			"are in no row");
	for (; w->next_iri <= row->iri_last; w->next_iri++) {
		struct li_iri_row iri = {0};
		li_err err = li_walk_step(w, w->iri);

		if (err && err != LI_ENOTFOUND)
			return err;
		if (!err && !li_iri_row_read(w->iri, &iri))
			return li_walk_bad(w, w->next, changed);
		if (iri.id != w->next_iri)
			return li_walk_bad(w, w->next,
				"does not fit: an IRI that it "
				"vouches for is missing");
		li_chain_iri(w->iris, &iri);
		w->verdict->iris++;
	}
	li_digest_end(w->iris, digest);
	if (!li_slice_eq(li_slice(digest, sizeof(digest)), row->iri_digest))
		return li_walk_bad(w, w->next, changed);
	return LI_OK;
}

/* ---- security events ---- */

static li_err check_security(struct li_walk *w, const struct li_audit_row *row,
	int64_t id)
{
	uint8_t digest[LI_SHA256];
	li_err err;

	if (id != w->next_security)
		return li_walk_bad(w, w->next,
			"does not fit: security events before it are in no "
			"row");
	err = li_vouch(&w->vouch, w->db, w->iris, LI_VOUCHED_SECURITY, id,
		digest);
	if (err == LI_ENOTFOUND)
		return li_walk_bad(w, w->next,
			"does not fit: the security event that it vouches for "
			"is missing");
	if (err)
		return li_walk_unreadable(w);
	/* Of older ones only the sealed detail tells. */
	if (row->digest.p &&
		!li_slice_eq(li_slice(digest, sizeof(digest)), row->digest))
		return li_walk_bad(w, w->next,
			"does not fit: the security event that it vouches for "
			"was changed");
	w->next_security++;
	w->verdict->securities++;
	return LI_OK;
}

/* ---- tasks, destinations and hash contexts ---- */

/* A hash context goes when it is removed, so the audit tells of more than there
 * are; but of no more than it has rows. TS 103 221-1 cl. 6.8 */
static li_err make_room(struct li_walk *w, enum li_vouched kind, int64_t id)
{
	struct li_lasts *l = &w->lasts[kind];
	size_t had = (size_t)l->count + 1, n = (size_t)id * 2 + 1;
	struct li_last *more;

	if (kind != LI_VOUCHED_CONTEXT || id <= l->count || id > w->next)
		return LI_OK;
	more = realloc(l->last, n * sizeof(*more));
	if (!more)
		return LI_ENOMEM;
	memset(more + had, 0, (n - had) * sizeof(*more));
	l->last = more;
	l->count = (int64_t)n - 1;
	return LI_OK;
}

static li_err note_last(struct li_walk *w, const struct li_audit_row *row,
	enum li_vouched kind, int64_t id)
{
	struct li_lasts *l = &w->lasts[kind];
	li_err err = make_room(w, kind, id);

	if (err)
		return err;
	if (id < 1 || id > l->count)
		return row->digest.p
			? li_walk_bad(w, w->next,
				  "does not fit: what it is about is missing")
			: LI_OK;
	l->last[id].row = w->next;
	l->last[id].removed = kind == LI_VOUCHED_CONTEXT &&
		li_slice_is(row->action, "object.remove");
	if (row->digest.n == LI_SHA256) {
		l->last[id].digested = true;
		memcpy(l->last[id].digest, row->digest.p, LI_SHA256);
	}
	return LI_OK;
}

li_err li_walk_check_rows(struct li_walk *w, const struct li_audit_row *row)
{
	enum li_vouched kind;
	int64_t id;
	li_err err = check_iris(w, row);

	if (err || !li_vouched(row->object, &kind, &id))
		return err;
	if (kind != LI_VOUCHED_SECURITY)
		return note_last(w, row, kind, id);
	return li_slice_is(row->action, "security.event")
		? check_security(w, row, id)
		: LI_OK;
}

/* Is one as its last row left it? */
static li_err check_last(struct li_walk *w, enum li_vouched kind, int64_t id)
{
	const struct li_last *last = &w->lasts[kind].last[id];
	uint8_t digest[LI_SHA256];
	li_err err = li_vouch(&w->vouch, w->db, w->iris, kind, id, digest);
	char text[120];

	if (err && err != LI_ENOTFOUND)
		return li_walk_unreadable(w);
	/* A number that was never given, or is not any more. */
	if (err && (last->row == 0 || last->removed))
		return LI_OK;
	w->verdict->tasks += kind == LI_VOUCHED_TASK;
	if (!err && last->row != 0 && !last->removed &&
		(!last->digested ||
			memcmp(digest, last->digest, sizeof(digest)) == 0))
		return LI_OK;
	sqlite3_snprintf(sizeof(text), text, "%s: %s %lld %s",
		last->row ? "does not fit" : "is missing", tables[kind],
		(long long)id,
		err                 ? "is missing"
			: last->row ? "is not as it left it"
				    : "is in no row");
	return li_walk_bad(w, last->row ? last->row : w->next, text);
}

/* The first bad row of all. */
static li_err check_lasts(struct li_walk *w)
{
	struct li_verdict first = *w->verdict;
	bool any = false;

	for (size_t k = 0; k < LI_VOUCHED_SECURITY; k++)
		for (int64_t id = 1; id <= w->lasts[k].count; id++) {
			li_err err = check_last(w, (enum li_vouched)k, id);

			if (err && err != LI_ECORRUPT)
				return err;
			if (err && (!any || w->verdict->row < first.row)) {
				first = *w->verdict;
				any = true;
			}
		}
	if (!any)
		return LI_OK;
	*w->verdict = first;
	return LI_ECORRUPT;
}

/* The number of the last row of a table must be one that a row vouches for. */
static li_err check_no_more(struct li_walk *w, const char *table, int64_t last,
	const char *how)
{
	int64_t id;
	li_err err = last_id(w, table, &id);

	if (!err && id > last)
		err = li_walk_bad(w, w->next, how);
	return err;
}

/* Without a whole walk: the last IRI that any row vouches for. */
static li_err last_iri(struct li_walk *w, int64_t *out)
{
	sqlite3_stmt *s = NULL;
	li_err err = li_walk_prepare(w,
		"SELECT iri_last FROM main.audit "
		"WHERE iri_last IS NOT NULL ORDER BY id DESC LIMIT 1",
		&s);

	*out = 0;
	if (!err)
		err = li_walk_step(w, s);
	if (!err)
		*out = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

/* Rows that no search finds any longer are in no list of them: only the pages
 * themselves tell. */
static li_err check_pages(struct li_walk *w)
{
	sqlite3_stmt *s = NULL;
	li_err err = li_walk_prepare(w, "PRAGMA main.quick_check", &s);

	if (!err)
		err = li_walk_step(w, s);
	if (!err && !li_slice_is(li_walk_column(s, 0), "ok"))
		err = li_walk_bad(w, w->next,
			"is missing: the database is damaged");
	sqlite3_finalize(s);
	return err;
}

/* What waits stands with the record and with who it waits for: where these are
 * not at one, something would not be delivered, and nobody told.
 * TS 33.126 R6.6-110 */
static li_err check_queues(struct li_walk *w)
{
	sqlite3_stmt *s = NULL;
	li_err err = li_walk_prepare(w,
		"SELECT (SELECT coalesce(sum(waiting), 0) FROM main.iri) = "
		"(SELECT count(*) FROM main.outbox o JOIN main.destination d "
		"ON d.id = o.destination) AND NOT EXISTS (SELECT 1 FROM "
		"(SELECT iri, count(DISTINCT destination) AS n "
		"FROM main.outbox GROUP BY iri) o LEFT JOIN main.iri i "
		"ON i.id = o.iri WHERE i.waiting IS NOT o.n)",
		&s);

	if (!err)
		err = li_walk_step(w, s);
	if (!err && !sqlite3_column_int(s, 0))
		err = li_walk_bad(w, w->next,
			"is missing: what waits for destinations was changed");
	sqlite3_finalize(s);
	return err;
}

li_err li_walk_check_rows_end(struct li_walk *w)
{
	int64_t iri = w->next_iri - 1;
	li_err err = w->options->whole ? LI_OK : last_iri(w, &iri);

	if (!err)
		err = check_no_more(w, "iri", iri,
			"is missing: there are IRI that no row vouches for");
	if (err || !w->options->whole)
		return err;
	err = check_no_more(w, "security_events", w->next_security - 1,
		"is missing: there are security events that no row vouches "
		"for");
	if (!err)
		err = check_lasts(w);
	if (!err)
		err = check_pages(w);
	return err ? err : check_queues(w);
}

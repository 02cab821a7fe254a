/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/numbering.h"

#include <stdlib.h>

#include "model/pack.h"

enum phase {
	TO_BEGIN = 0,
	BEGUN = 1,
	ENDED = 2,
	PHASE_LAST = ENDED,
};

/* The numbers of one LIID in one stream. */
struct li_numbering {
	uint8_t blind[LI_BLIND]; /* of the LIID */
	uint32_t next;
	enum phase phase;
	bool changed;
	uint64_t notice; /* the last change of a task that it was told of */
	struct li_numbering *more;
};

static struct li_slice blind_slice(const uint8_t blind[static LI_BLIND])
{
	return li_slice(blind, LI_BLIND);
}

/* From 0, or as it was. TS 102 232-1 cl. 5.2.5 */
static li_err load(struct li_store *store, const struct li_stream *stream,
	struct li_numbering *n)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_NUMBERING_FIND);
	int phase;
	li_err err;

	sqlite3_bind_int64(s, 1, stream->id);
	li_bind_blob(s, 2, blind_slice(n->blind));
	err = li_sql_row(store, LI_SQL_NUMBERING_FIND);
	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	n->next = (uint32_t)sqlite3_column_int64(s, 0);
	phase = sqlite3_column_int(s, 1);
	sqlite3_reset(s);
	if (phase < 0 || phase > PHASE_LAST)
		return LI_ECORRUPT;
	n->phase = (enum phase)phase;
	return LI_OK;
}

static li_err get(struct li_store *store, struct li_stream *stream,
	const uint8_t blind[static LI_BLIND], struct li_numbering **out)
{
	struct li_numbering *n = stream->numberings;
	li_err err;

	while (n && memcmp(n->blind, blind, LI_BLIND) != 0)
		n = n->more;
	*out = n;
	if (n)
		return LI_OK;
	n = calloc(1, sizeof(*n));
	if (!n)
		return LI_ENOMEM;
	memcpy(n->blind, blind, LI_BLIND);
	err = load(store, stream, n);
	if (err) {
		free(n);
		return err;
	}
	n->more = stream->numberings;
	stream->numberings = n;
	*out = n;
	return LI_OK;
}

/* TS 102 232-5 cl. 5.4 table 1: one BEGIN, one END, and a REPORT for what comes
 * when there is nothing to go on with. What tells of a session from before is a
 * REPORT, and the session has begun with it. */
static enum li_iri_type type_of(struct li_numbering *n,
	const struct li_iri *iri)
{
	const enum phase before = n->phase;

	if (iri->kind == LI_IRI_NOTIFICATION) {
		n->phase = iri->notification == LI_NOTIFY_DEACTIVATION ? ENDED
								       : BEGUN;
		return LI_IRI_TYPE_REPORT;
	}
	if (iri->kind == LI_IRI_START_OF_INTERCEPTION && before == TO_BEGIN)
		n->phase = BEGUN;
	if (iri->part == LI_IRI_PART_NONE)
		return LI_IRI_TYPE_REPORT;
	if (iri->part == LI_IRI_PART_LAST) {
		n->phase = ENDED;
		return before == BEGUN ? LI_IRI_TYPE_END : LI_IRI_TYPE_REPORT;
	}
	if (before == TO_BEGIN)
		n->phase = BEGUN;
	return before == TO_BEGIN ? LI_IRI_TYPE_BEGIN
		: before == BEGUN ? LI_IRI_TYPE_CONTINUE
				  : LI_IRI_TYPE_REPORT;
}

/* TS 103 221-1 annex C: in its time, and of its services. What becomes of the
 * interception is told to all. */
static bool in_force(const struct li_liid *l, const struct li_iri *iri)
{
	if (iri->kind == LI_IRI_NOTIFICATION)
		return true;
	return iri->at_us >= l->starts_us && iri->at_us < l->ends_us &&
		(!l->services || !iri->services ||
			(l->services & iri->services));
}

/* What differs by the destination in one change of a task has one number, so
 * that no destination sees a gap where another one was told. */
static uint32_t next_of(const struct li_store *store, struct li_numbering *n,
	const struct li_iri *iri)
{
	if (iri->kind != LI_IRI_NOTIFICATION)
		return n->next++;
	if (n->notice != store->notices) {
		n->notice = store->notices;
		n->next++;
	}
	return n->next - 1;
}

li_err li_numbering_take(struct li_store *store, struct li_stream *stream,
	const struct li_liids *liids, const struct li_iri *iri,
	struct li_buf *out)
{
	const size_t at = out->n;
	uint8_t count = 0;

	li_buf_put_u8(out, 0);
	for (size_t i = 0; i < liids->count; i++) {
		const struct li_liid *l = &liids->of[i];
		struct li_numbering *n;
		li_err err;

		if (!in_force(l, iri))
			continue;
		/* TS 102 232-1 cl. 5.2.5: by payload type */
		err = get(store, stream,
			iri->kind == LI_IRI_NOTIFICATION ? l->hi4 : l->blind,
			&n);
		if (err)
			return err;
		li_buf_put_u8(out, (uint8_t)type_of(n, iri));
		li_buf_put_u32(out, next_of(store, n, iri));
		li_pack_slice(out, li_slice_str(l->text));
		n->changed = true;
		count++;
	}
	if (li_buf_check(out) == LI_OK)
		out->p[at] = count;
	return li_buf_check(out);
}

li_err li_numbering_ended(struct li_store *store, struct li_stream *stream,
	const struct li_liids *liids, bool *ended)
{
	bool all = true;

	for (size_t i = 0; i < liids->count; i++) {
		struct li_numbering *n;
		const li_err err = get(store, stream, liids->of[i].hi4, &n);

		if (err)
			return err;
		all = all && n->phase == ENDED;
	}
	*ended = all;
	return LI_OK;
}

static void read_one(struct li_cursor *c, struct li_outbox_liid *out)
{
	const uint8_t type = li_cursor_u8(c);

	if (type < LI_IRI_TYPE_BEGIN || type > LI_IRI_TYPE_REPORT)
		c->bad = true;
	out->type = c->bad ? LI_IRI_TYPE_REPORT : (enum li_iri_type)type;
	out->sequence = li_cursor_u32(c);
	li_unpack_text(c, out->text, sizeof(out->text));
}

li_err li_numbering_read(struct li_slice octets, struct li_outbox_entry *entry)
{
	struct li_cursor c = li_cursor(octets);
	const size_t count = li_cursor_u8(&c);

	entry->liid_count = 0;
	if (count > LI_TASK_MEDIATIONS_MAX)
		return LI_EMALFORMED;
	for (size_t i = 0; i < count; i++)
		read_one(&c, &entry->liids[i]);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	entry->liid_count = count;
	return LI_OK;
}

li_err li_numbering_flush(struct li_store *store, struct li_stream *stream)
{
	for (struct li_numbering *n = stream->numberings; n; n = n->more) {
		sqlite3_stmt *s;
		li_err err;

		if (!n->changed)
			continue;
		s = li_sql(store, LI_SQL_NUMBERING_SET);
		sqlite3_bind_int64(s, 1, stream->id);
		li_bind_blob(s, 2, blind_slice(n->blind));
		sqlite3_bind_int64(s, 3, n->next);
		sqlite3_bind_int(s, 4, (int)n->phase);
		err = li_sql_run(store, LI_SQL_NUMBERING_SET);
		if (err)
			return err;
		n->changed = false;
	}
	return LI_OK;
}

void li_numbering_forget(struct li_stream *stream)
{
	while (stream->numberings) {
		struct li_numbering *n = stream->numberings;

		stream->numberings = n->more;
		free(n);
	}
}

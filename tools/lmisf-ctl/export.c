/* SPDX-License-Identifier: BSD-3-Clause */
#include "export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "model/iri.h"
#include "store/vouched.h"

void ctl_export_free(struct ctl_export *e)
{
	for (size_t i = 0; i < e->held_count; i++)
		free(e->held[i]);
	free(e->held);
	free(e->rows);
	free(e->iris);
	free(e->keys);
	*e = (struct ctl_export){.rows = NULL};
}

void *ctl_export_hold(struct ctl_export *e, size_t n)
{
	size_t room = e->held_room ? e->held_room * 2 : 256;
	void **more, *p;

	if (e->held_count == e->held_room) {
		more = realloc(e->held, room * sizeof(*more));
		if (!more)
			return NULL;
		e->held = more;
		e->held_room = room;
	}
	p = malloc(n ? n : 1);
	if (p)
		e->held[e->held_count++] = p;
	return p;
}

li_err ctl_export_add(struct ctl_export *e, const struct li_export_row *row)
{
	size_t room = e->room ? e->room * 2 : 256;
	struct li_export_row *more;

	if (e->x.row_count == e->room) {
		more = realloc(e->rows, room * sizeof(*more));
		if (!more)
			return LI_ENOMEM;
		e->rows = more;
		e->x.rows = more;
		e->room = room;
	}
	e->rows[e->x.row_count++] = *row;
	return LI_OK;
}

li_err ctl_export_add_iri(struct ctl_export *e, const struct li_export_iri *iri)
{
	size_t room = e->iri_room ? e->iri_room * 2 : 256;
	struct li_export_iri *more;

	if (e->x.iri_count == e->iri_room) {
		more = realloc(e->iris, room * sizeof(*more));
		if (!more)
			return LI_ENOMEM;
		e->iris = more;
		e->x.iris = more;
		e->iri_room = room;
	}
	e->iris[e->x.iri_count++] = *iri;
	return LI_OK;
}

/* TS 103 120 cl. 7.2 */
int64_t ctl_export_authorisation(const struct li_export_row *e)
{
	enum li_vouched kind;
	int64_t number;

	return li_vouched(e->row.object, &kind, &number) &&
			kind == LI_VOUCHED_AUTHORISATION
		? number
		: 0;
}

/* What follows the reference is a time: so another is not taken for its
 * beginning. */
bool ctl_export_under(const struct li_export_row *e, const char *reference)
{
	char mark[LI_WARRANT_MAX + 32];
	const int n = snprintf(mark, sizeof(mark), " reference=%s ", reference);
	const uint8_t *at = memmem(e->text.p, e->text.n, mark, (size_t)n);
	struct li_slice rest;

	if (!at)
		return false;
	rest = li_slice_sub(e->text, (size_t)(at - e->text.p) + (size_t)n,
		e->text.n);
	return li_slice_is(li_slice_sub(rest, 0, 7), "starts=") ||
		li_slice_is(li_slice_sub(rest, 0, 5), "ends=");
}

/* They rise, as they were made one after the other. */
li_err ctl_export_authorise(struct ctl_export *e, int64_t number)
{
	const size_t n = e->x.authorisation_count;

	for (size_t i = 0; i < n; i++)
		if (e->authorisations[i] == number)
			return LI_OK;
	if (n == LI_EXPORT_AUTHORISATIONS_MAX)
		return LI_ETOOBIG;
	e->x.authorisations = e->authorisations;
	e->authorisations[e->x.authorisation_count++] = number;
	return LI_OK;
}

li_err ctl_export_keys(struct ctl_export *e)
{
	if (!e->keys)
		e->keys = calloc(LI_EXPORT_KEYS_MAX, sizeof(*e->keys));
	return e->keys ? LI_OK : LI_ENOMEM;
}

/* ---- as JSON ---- */

static json_t *hex(struct li_slice s)
{
	char *text;
	json_t *made;

	if (!s.p)
		return json_null();
	text = malloc(2 * s.n + 1);
	if (!text)
		return NULL;
	li_text_put_octets(text, s);
	made = json_stringn(text, 2 * s.n);
	free(text);
	return made;
}

static json_t *octets(const uint8_t *p, size_t n)
{
	return hex(li_slice(p, n));
}

/* What is no UTF-8 is shown by its octets. */
static json_t *text(struct li_slice s)
{
	json_t *made;

	if (!s.p)
		return json_null();
	made = json_stringn((const char *)s.p, s.n);
	return made ? made : json_pack("{s:o}", "hex", hex(s));
}

static json_t *time_of(int64_t at_us)
{
	char at[LI_CLOCK_TEXT];

	li_clock_format(at_us, at);
	return json_string(at);
}

static json_t *path_json(struct li_slice path)
{
	json_t *list = json_array();

	for (; path.n; path = li_slice_sub(path, LI_SHA256, path.n))
		json_array_append_new(list,
			hex(li_slice_sub(path, 0, LI_SHA256)));
	return list;
}

static json_t *row_json(const struct li_export_row *e)
{
	const struct li_audit_row *r = &e->row;

	return json_pack("{s:I,s:o,s:I,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,"
			 "s:I,s:I,s:o,s:o,s:o,s:o}",
		"row", (json_int_t)r->id, "at", time_of(r->at_us), "at_us",
		(json_int_t)r->at_us, "actor", text(e->name), "via",
		text(r->via), "action", text(r->action), "object",
		text(r->object), "detail", text(e->text), "result",
		text(r->result), "actor_sealed", hex(r->actor), "detail_sealed",
		hex(r->detail), "digest", hex(r->digest), "iri_first",
		(json_int_t)r->iri_first, "iri_last", (json_int_t)r->iri_last,
		"iri_digest", hex(r->iri_digest), "before",
		octets(e->before, LI_SHA256), "hash",
		octets(e->hash, LI_SHA256), "path", path_json(e->path));
}

static json_t *iri_json(const struct li_export_iri *e)
{
	const struct li_iri_row *r = &e->iri;
	char correlation[24];

	snprintf(correlation, sizeof(correlation), "%" PRIu64, r->correlation);
	return json_pack("{s:I,s:I,s:s,s:I,s:i,s:s,s:i,s:o,s:I,s:o,s:I,s:o,"
			 "s:I,s:I,s:I,s:b,s:I,s:i,s:o}",
		"row", (json_int_t)e->row, "task", (json_int_t)r->task,
		"correlation", correlation, "sequence", (json_int_t)r->sequence,
		"kind", r->kind, "what",
		li_iri_kind_name((enum li_iri_kind)r->kind), "direction",
		r->direction, "at", time_of(r->at_us), "at_us",
		(json_int_t)r->at_us, "made", time_of(r->committed_us),
		"made_us", (json_int_t)r->committed_us, "confirmed",
		e->confirmed_us ? time_of(e->confirmed_us) : json_null(),
		"confirmed_us", (json_int_t)e->confirmed_us, "waiting",
		(json_int_t)e->waiting, "sent", (json_int_t)e->sent, "repeat",
		(int)r->repeat, "roles", (json_int_t)r->roles, "unflagged",
		(int)r->unflagged, "sha256", hex(r->sha256));
}

static json_t *keys_json(const struct li_export_origin *o)
{
	json_t *list = json_array();

	for (size_t i = 0; i < o->key_count; i++)
		json_array_append_new(list,
			json_pack("{s:I,s:o,s:o}", "row",
				(json_int_t)o->keys[i].row, "key",
				octets(o->keys[i].public_part, LI_SIGN_PUBLIC),
				"signature",
				octets(o->keys[i].signature, LI_SIGNATURE)));
	return list;
}

static json_t *numbers_json(const int64_t *numbers, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list,
			json_integer((json_int_t)numbers[i]));
	return list;
}

json_t *ctl_export_json(const struct li_export *x)
{
	char id[LI_UUID_TEXT], mark[LI_CHECKPOINT_LINE];
	json_t *rows = json_array(), *iris = json_array(),
	       *authorisations = NULL; /* none: it is not there */

	li_uuid_format(&x->origin.installation, id);
	li_checkpoint_format(&x->checkpoint, mark);
	if (x->authorisation_count)
		authorisations =
			numbers_json(x->authorisations, x->authorisation_count);
	for (size_t i = 0; i < x->row_count; i++)
		json_array_append_new(rows, row_json(&x->rows[i]));
	for (size_t i = 0; i < x->iri_count; i++)
		json_array_append_new(iris, iri_json(&x->iris[i]));
	return json_pack("{s:s,s:s,s:o,s:o,s:s,s:o,s:o,s:o*,s:o,s:o,s:o}",
		"format", li_export_format(x), "installation", id, "key",
		octets(x->origin.key, LI_SIGN_PUBLIC), "keys",
		keys_json(&x->origin), "checkpoint", mark, "warrant",
		text(x->warrant), "tasks",
		numbers_json(x->tasks, x->task_count), "authorisations",
		authorisations, "rows", rows, "iris", iris, "exported",
		row_json(&x->done));
}

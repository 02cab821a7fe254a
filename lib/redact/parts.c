/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/entity.h"
#include "redact/keys.h"
#include "redact/place.h"
#include "redact/uri.h"

void li_redact_field(struct li_copy *c, const struct li_field *field,
	size_t end)
{
	uint32_t keys = li_redact_keys_flag(field);

	if (!c->content)
		li_redact_uris(c, field->value, end);
	if (keys)
		li_redact_keys(c, field->value, field->end, keys);
	else if (!c->content && li_head_is(field, "Subject", "s"))
		li_copy_fill_lines(c, field->value, end, LI_MOD_BLANK,
			LI_MOD_SUBJECT);
	else if (!c->location)
		li_redact_place(c, field, end);
}

static bool is_one_of(struct li_slice name, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		if (li_slice_is_nocase(name, names[i]))
			return true;
	return false;
}

/* Blank what is behind the first `stop` of the field, all of it when there is
 * none in `stop`. */
static void blank_field(struct li_copy *c, const struct li_mime_field *f,
	uint8_t stop, uint32_t flag)
{
	size_t at = li_copy_at(c, f->line);
	size_t from = at + li_slice_find(f->line, ':') + 1;
	size_t to = at + f->line.n;

	if (stop)
		from += li_slice_find(li_slice_sub(c->sip, from, to), stop);
	li_copy_fill_lines(c, from, to, LI_MOD_BLANK, flag);
}

/* A header of a part: what readers need to find their way stays. */
static void blank_part_field(struct li_copy *c, const struct li_mime_field *f)
{
	static const char *const keep[] = {"Content-Transfer-Encoding",
		"Content-Encoding", "Content-Length", "Content-ID", NULL};
	static const char *const name[] = {"Content-Type",
		"Content-Disposition", NULL};

	if (is_one_of(f->name, keep))
		return;
	if (!is_one_of(f->name, name))
		blank_field(c, f, 0, LI_MOD_BODY);
	else if (!li_slice_starts_nocase(f->value, "multipart/"))
		/* a file's name is what somebody tells somebody */
		blank_field(c, f, ';', LI_MOD_BODY);
}

static void take_part(struct li_copy *c, const struct li_mime_part *part,
	unsigned int depth)
{
	struct li_entity e = {.depth = depth};
	struct li_mime_field f;
	size_t at = 0, head = li_copy_at(c, part->head);
	uint32_t before = c->modifications;
	bool loose = false;

	while (li_mime_field(part->head, &at, &f, &loose)) {
		li_entity_field(&e, f.name, f.value);
		if (!c->content && f.name.n)
			blank_part_field(c, &f);
	}
	if (e.types == 0) { /* RFC 2045 cl. 5.2 */
		e.types = 1;
		e.type = li_slice_str("text/plain");
	}
	e.from = head + part->head.n;
	e.to = e.from + part->body.n;
	if (loose &&
		(!c->content ||
			li_redact_suspect(li_slice_sub(c->sip, head, e.to))))
		li_copy_give_up(c, head, e.to, before);
	else
		li_redact_entity(c, &e);
}

/* Is it well formed beyond doubt, and small enough? */
static bool check_parts(struct li_copy *c, struct li_mime_walk walk)
{
	struct li_mime_part part;

	while (li_mime_next(&walk, &part))
		if (++c->parts > LI_MIME_PARTS_MAX)
			return false;
	return !walk.loose;
}

bool li_redact_multipart(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	struct li_mime_walk walk =
		li_mime_walk(li_slice_sub(c->sip, e->from, e->to),
			type->boundary);
	struct li_mime_part part;
	size_t first = e->from + walk.at;

	if (e->depth >= LI_MIME_DEPTH_MAX || type->loose ||
		!check_parts(c, walk))
		return false;
	if (!c->content) /* the preamble; what is read ends in -- and CRLF */
		li_copy_fill_lines(c, e->from, first - (type->boundary.n + 4),
			LI_MOD_BLANK, LI_MOD_BODY);
	while (li_mime_next(&walk, &part))
		take_part(c, &part, e->depth + 1);
	if (!c->content) /* the epilogue */
		li_copy_fill_lines(c, e->from + walk.at, e->to, LI_MOD_BLANK,
			LI_MOD_BODY);
	return true;
}

/* RFC 3862 cl. 2, 3: headers about the message, then a MIME part. RFC 5438
 * cl. 6.3: those of a notification */
bool li_redact_cpim(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	static const char *const keep[] = {"From", "To", "cc", "DateTime", "NS",
		"Require", NULL};
	struct li_mime_part outer, inner;
	struct li_mime_field f;
	size_t at = 0;
	bool loose = false;

	(void)type;
	if (e->depth >= LI_MIME_DEPTH_MAX ||
		!li_mime_split(li_slice_sub(c->sip, e->from, e->to), &outer) ||
		!li_mime_split(outer.body, &inner))
		return false;
	while (li_mime_field(outer.head, &at, &f, &loose)) {
		if (c->content || f.name.n == 0 || is_one_of(f.name, keep) ||
			li_slice_starts_nocase(f.name, "imdn."))
			continue;
		blank_field(c, &f, 0,
			li_slice_is_nocase(f.name, "Subject") ? LI_MOD_SUBJECT
							      : LI_MOD_BODY);
	}
	take_part(c, &inner, e->depth + 1);
	return !loose;
}

/* Length of the start line with its CRLF, 0 when there is none. RFC 3420
 * cl. 2.1: a fragment may begin with a header */
static size_t start_line(struct li_slice s)
{
	size_t lf = li_slice_find(s, '\n');
	struct li_slice line = li_slice_trim(li_slice_sub(s, 0, lf));

	if (!li_slice_starts_nocase(line, "SIP/2.0 ") &&
		(line.n < 8 ||
			!li_slice_is_nocase(li_slice_sub(line, line.n - 8,
						    line.n),
				" SIP/2.0")))
		return 0;
	return lf < s.n ? lf + 1 : s.n;
}

bool li_redact_sipfrag(struct li_copy *c, const struct li_entity *e,
	const struct li_mime_type *type)
{
	struct li_entity inner = {.depth = e->depth + 1, .to = e->to};
	struct li_slice s = li_slice_sub(c->sip, e->from, e->to);
	size_t start = start_line(s), at = 0;
	struct li_mime_part part;
	struct li_mime_field f;
	bool loose = false;

	(void)type;
	if (e->depth >= LI_MIME_DEPTH_MAX)
		return false;
	s = li_slice_sub(s, start, s.n);
	li_mime_split(s, &part);
	while (li_mime_field(part.head, &at, &f, &loose)) {
		size_t line = li_copy_at(c, f.line);
		struct li_field field = {
			.name = f.name,
			.value = line + li_slice_find(f.line, ':') + 1,
			.end = line + f.line.n,
		};

		li_entity_field(&inner, f.name, f.value);
		if (f.name.n)
			li_redact_field(c, &field, field.end);
	}
	inner.from = e->to - part.body.n;
	li_redact_entity(c, &inner);
	return !loose;
}

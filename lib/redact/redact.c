/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/redact.h"

#include "base/text.h"
#include "redact/entity.h"
#include "redact/keys.h"
#include "redact/uri.h"

/* What the header says of the body. */
struct body {
	struct li_entity entity;
	size_t lengths;
	uint64_t length;
	bool trusted;
};

static void take_length(struct body *b, struct li_slice value)
{
	b->lengths++;
	if (li_text_u64(li_slice_trim(value), UINT32_MAX, &b->length))
		b->trusted = false;
}

/* Read the header, masking and blanking what is in it. */
static struct body read_head(struct li_copy *c, const struct li_head *head)
{
	struct body b = {.trusted = true};
	struct li_field f;
	size_t at = head->first;

	while (li_head_next(c->sip, head, &at, &f)) {
		struct li_slice value = li_slice_sub(c->sip, f.value, f.end);

		li_redact_field(c, &f, head->trusted ? f.end : f.far_end);
		li_entity_field(&b.entity, f.name, value);
		if (li_head_is(&f, "Content-Length", "l"))
			take_length(&b, value);
	}
	if (b.entity.types > 1 || b.lengths > 1)
		b.trusted = false;
	return b;
}

/* Of a datagram's octets those that Content-Length counts are the body. */
static void redact_body(struct li_copy *c, size_t from, struct body *b)
{
	struct li_entity *e = &b->entity;

	e->from = from;
	e->to = c->sip.n;
	if (b->lengths == 1 && b->length < e->to - from)
		e->to = from + (size_t)b->length;
	li_redact_entity(c, e);
	if (!c->content)
		li_copy_fill(c, e->to, c->sip.n, LI_MOD_BLANK, LI_MOD_BODY);
	else if (!c->location &&
		li_redact_suspect(li_slice_sub(c->sip, e->to, c->sip.n)))
		li_copy_give_up(c, e->to, c->sip.n, c->modifications);
}

/* What readers may disagree about is blanked: behind the first empty line, or
 * behind the start line when there is none. With content authority, it is when
 * it may tell where the other party is. */
static void redact_untrusted(struct li_copy *c, const struct li_head *head,
	size_t body_at, bool encoded)
{
	size_t from = head->empty_line ? head->body : head->first;

	if (head->first >= c->sip.n)
		from = 0; /* not even a start line: no SIP message */
	if (body_at && body_at < from)
		from = body_at;
	if (!c->content)
		li_copy_fill(c, from, c->sip.n, LI_MOD_BLANK, LI_MOD_BODY);
	else if (!c->location &&
		(encoded ||
			li_redact_suspect(
				li_slice_sub(c->sip, from, c->sip.n))))
		li_copy_give_up(c, from, c->sip.n, c->modifications);
}

li_err li_redact_sip(struct li_slice sip, size_t body_at,
	const struct li_redact_scope *scope, struct li_arena *arena,
	struct li_redacted *out)
{
	struct li_head head = li_head_find(sip);
	struct li_copy c = {
		.sip = sip,
		.at = li_arena_alloc(arena, sip.n),
		.content = scope->content,
		/* TS 33.128 cl. 7.12.9: never that of the other party */
		.location = scope->location &&
			scope->sender == LI_REDACT_FROM_TARGET,
	};
	struct body b;

	if (!c.at)
		return LI_ENOMEM;
	if (sip.n)
		memcpy(c.at, sip.p, sip.n);
	if (!c.content)
		li_redact_uris(&c, 0, head.first);
	b = read_head(&c, &head);
	if (head.trusted && b.trusted && body_at == head.body) {
		redact_body(&c, head.body, &b);
	} else {
		li_redact_keys(&c, 0, sip.n, LI_MOD_KEYS_ELSEWHERE);
		redact_untrusted(&c, &head, body_at, b.entity.encoded);
	}
	out->sip = li_slice(c.at, sip.n);
	out->modifications = c.modifications;
	return LI_OK;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "redact/head.h"
#include "redact/redact.h"

/* A copy in the making. */
struct copy {
	struct li_slice sip; /* the same octets, to read */
	uint8_t *at;         /* to write */
	struct li_head head;
	uint32_t modifications;
};

/* What the header says of the body. */
struct body {
	size_t types, lengths;
	bool sdp, text, encoded, trusted;
	uint64_t length;
};

static void blank(struct copy *c, size_t from, size_t to, uint32_t flag)
{
	for (size_t i = from; i < to; i++) {
		if (c->at[i] == LI_MOD_BLANK)
			continue;
		c->at[i] = LI_MOD_BLANK;
		c->modifications |= flag;
	}
}

/* Blank a header's value; ends of line stay, so that it stays a header. */
static void blank_value(struct copy *c, const struct li_field *f, uint32_t flag)
{
	size_t end = c->head.trusted ? f->end : f->far_end;

	for (size_t i = f->value; i < end; i++)
		if (c->at[i] != '\r' && c->at[i] != '\n')
			blank(c, i, i + 1, flag);
}

static bool is_space(uint8_t b)
{
	return b == ' ' || b == '\t' || b == '\r' || b == '\n';
}

static size_t skip_space(struct li_slice s, size_t i, size_t to)
{
	while (i < to && is_space(s.p[i]))
		i++;
	return i;
}

/* Mask the value of the parameter whose '=' was passed at `i`: a quoted string
 * with its quotes kept, or up to what ends a token. Returns where it ends. */
static size_t mask(struct copy *c, size_t i, size_t to)
{
	bool quoted;

	i = skip_space(c->sip, i, to);
	quoted = i < to && c->at[i] == '"';
	for (i += quoted; i < to; i++) {
		uint8_t b = c->at[i];

		if (quoted ? b == '"' : b == ',' || b == ';' || is_space(b))
			break;
		if (is_space(b))
			continue;
		if (quoted && b == '\\' && i + 1 < to)
			c->at[i++] = LI_MOD_MASK;
		c->at[i] = LI_MOD_MASK;
		c->modifications |= LI_MOD_AUTHENTICATION;
	}
	return i;
}

/* Mask every ck= and ik= between two offsets. TS 24.229 cl. 5.4.1.2.1A lets
 * the S-CSCF add them to a challenge; they are the keys of the user's IPsec. */
static void mask_keys(struct copy *c, size_t from, size_t to)
{
	struct li_slice s = c->sip;

	for (size_t i = from; i + 2 < to; i++) {
		uint8_t kind = li_text_lower(s.p[i]);
		uint8_t before = i > 0 ? li_text_lower(s.p[i - 1]) : ' ';
		size_t eq;

		if ((kind != 'c' && kind != 'i') ||
			li_text_lower(s.p[i + 1]) != 'k' ||
			(before >= 'a' && before <= 'z') ||
			li_text_digit(before) || before == '-' || before == '_')
			continue;
		eq = skip_space(s, i + 2, to);
		if (eq < to && s.p[eq] == '=')
			i = mask(c, eq + 1, to) - 1;
	}
}

static bool authenticates(const struct li_field *f)
{
	return li_head_is(f, "WWW-Authenticate", NULL) ||
		li_head_is(f, "Proxy-Authenticate", NULL) ||
		li_head_is(f, "Authorization", NULL) ||
		li_head_is(f, "Proxy-Authorization", NULL) ||
		li_head_is(f, "Authentication-Info", NULL);
}

static void take_type(struct body *b, struct li_slice value, bool folded)
{
	struct li_slice type, rest;
	size_t semi = li_slice_find(value, ';');

	type = li_slice_trim(li_slice_sub(value, 0, semi));
	rest = li_slice_sub(value, semi, value.n);
	b->types++;
	b->text = li_slice_starts_nocase(type, "text/");
	/* Several types in one value are a trick, whatever the first is. */
	b->sdp = li_slice_is_nocase(type, "application/sdp") && !folded &&
		li_slice_find(rest, ',') == rest.n;
}

static void take_length(struct body *b, struct li_slice value)
{
	b->lengths++;
	if (li_text_u64(li_slice_trim(value), UINT32_MAX, &b->length))
		b->trusted = false;
}

/* Read the header, masking and blanking what is in it. */
static struct body read_head(struct copy *c, bool content)
{
	struct body b = {.trusted = true};
	struct li_field f;
	size_t at = c->head.first;

	while (li_head_next(c->sip, &c->head, &at, &f)) {
		struct li_slice value = li_slice_sub(c->sip, f.value, f.end);

		if (authenticates(&f))
			mask_keys(c, f.value, f.end);
		else if (!content && li_head_is(&f, "Subject", "s"))
			blank_value(c, &f, LI_MOD_SUBJECT);
		else if (li_head_is(&f, "Content-Type", "c"))
			take_type(&b, value, f.folded);
		else if (li_head_is(&f, "Content-Encoding", "e"))
			b.encoded = true;
		else if (li_head_is(&f, "Content-Length", "l"))
			take_length(&b, value);
	}
	if (b.types > 1 || b.lengths > 1)
		b.trusted = false;
	return b;
}

/* TS 33.108 cl. 7: SDP is IRI. Only what is SDP beyond doubt is kept, and of a
 * datagram's octets only those that Content-Length counts. */
static void redact_body(struct copy *c, const struct body *b)
{
	size_t from = c->head.body, n = c->sip.n - from;
	struct li_slice body = li_slice_sub(c->sip, from, c->sip.n);
	bool sdp = b->sdp && !b->encoded && b->types == 1;

	if (sdp && li_slice_starts_nocase(body, "v=")) {
		if (b->lengths == 1 && b->length < n)
			blank(c, from + (size_t)b->length, c->sip.n,
				LI_MOD_BODY);
		return;
	}
	blank(c, from, c->sip.n,
		b->text && b->types == 1 ? LI_MOD_TEXT_CONTENT : LI_MOD_BODY);
}

/* What readers may disagree about is blanked: behind the first empty line, or
 * behind the start line when there is none. */
static void redact_untrusted(struct copy *c, size_t body_at)
{
	size_t from = c->head.empty_line ? c->head.body : c->head.first;

	if (c->head.first >= c->sip.n)
		from = 0; /* not even a start line: no SIP message */
	if (body_at && body_at < from)
		from = body_at;
	blank(c, from, c->sip.n, LI_MOD_BODY);
}

li_err li_redact_sip(struct li_slice sip, size_t body_at, bool content,
	struct li_arena *arena, struct li_redacted *out)
{
	struct copy c = {.head = li_head_find(sip)};
	struct body b;
	bool trusted;

	c.at = li_arena_alloc(arena, sip.n);
	if (!c.at)
		return LI_ENOMEM;
	if (sip.n)
		memcpy(c.at, sip.p, sip.n);
	c.sip = sip;
	b = read_head(&c, content);
	trusted = c.head.trusted && b.trusted && body_at == c.head.body;
	if (!trusted)
		mask_keys(&c, 0, sip.n);
	if (!content && !trusted)
		redact_untrusted(&c, body_at);
	else if (!content)
		redact_body(&c, &b);
	out->sip = li_slice(c.at, sip.n);
	out->modifications = c.modifications;
	return LI_OK;
}

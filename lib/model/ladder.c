/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/ladder.h"

#include "model/pack.h"

/* A number up to the last one of an enumeration, in one octet. */
static int within(struct li_cursor *c, int last)
{
	const int v = li_cursor_u8(c);

	c->bad = c->bad || v > last;
	return v;
}

const char *li_session_state_name(enum li_session_state state)
{
	static const char *const names[] = {"none", "trying", "early",
		"confirmed", "releasing", "gone"};
	const size_t i = (size_t)state;

	return i < sizeof(names) / sizeof(names[0]) ? names[i] : "none";
}

void li_session_sum_pack(struct li_buf *b, const struct li_session_sum *s)
{
	li_buf_put_u64(b, (uint64_t)s->stream);
	li_buf_put_u64(b, s->correlation);
	li_buf_put_u64(b, s->count);
	li_buf_put_u64(b, (uint64_t)s->first_us);
	li_buf_put_u64(b, (uint64_t)s->last_us);
	li_buf_put_u8(b, s->known);
	li_buf_put_u8(b, (uint8_t)s->state);
	li_pack_slice(b, li_slice_str(s->method));
}

li_err li_session_sum_unpack(struct li_slice octets, struct li_session_sum *out)
{
	struct li_cursor c = li_cursor(octets);
	struct li_session_sum s = {.stream = (int64_t)li_cursor_u64(&c)};

	s.correlation = li_cursor_u64(&c);
	s.count = li_cursor_u64(&c);
	s.first_us = (int64_t)li_cursor_u64(&c);
	s.last_us = (int64_t)li_cursor_u64(&c);
	s.known = within(&c, 1);
	s.state = (enum li_session_state)within(&c, LI_SESSION_GONE);
	li_unpack_text(&c, s.method, sizeof(s.method));
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = s;
	return LI_OK;
}

void li_rung_pack(struct li_buf *b, const struct li_rung *r)
{
	li_buf_put_u64(b, (uint64_t)r->at_us);
	li_buf_put_u64(b, (uint64_t)r->committed_us);
	li_buf_put_u32(b, r->sequence);
	li_buf_put_u8(b, (uint8_t)r->kind);
	li_buf_put_u8(b, (uint8_t)r->direction);
	li_buf_put_u8(b, r->repeat);
	li_buf_put_u8(b, r->erased);
	li_buf_put_u8(b, r->redacted);
	li_pack_address(b, &r->from);
	li_pack_address(b, &r->to);
	li_buf_put_u16(b, r->status);
	li_pack_slice(b, li_slice_str(r->method));
}

li_err li_rung_unpack(struct li_slice octets, struct li_rung *out)
{
	struct li_cursor c = li_cursor(octets);
	struct li_rung r = {.at_us = (int64_t)li_cursor_u64(&c)};

	r.committed_us = (int64_t)li_cursor_u64(&c);
	r.sequence = li_cursor_u32(&c);
	r.kind = (enum li_iri_kind)within(&c, LI_IRI_LAST);
	r.direction = (enum li_direction)within(&c, LI_DIRECTION_NONE);
	r.repeat = within(&c, 1);
	r.erased = within(&c, 1);
	r.redacted = within(&c, 1);
	li_unpack_address(&c, &r.from);
	li_unpack_address(&c, &r.to);
	r.status = li_cursor_u16(&c);
	li_unpack_text(&c, r.method, sizeof(r.method));
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = r;
	return LI_OK;
}

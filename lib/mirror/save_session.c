/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* Sessions as octets, to go on after a restart: version, number of legs, and
 * each leg. Times are UTC seconds. What was written by another version, or by
 * nobody of ours, is refused whole. */

enum { FORM = 1, US = 1000000 };

static void put_text(const struct li_mirror *m, const struct li_text *text,
	struct li_buf *out)
{
	struct li_buf plain = {.n = 0};

	li_texts_get(&m->texts, text, &plain);
	li_buf_put_u32(out, (uint32_t)plain.n);
	if (text) {
		li_buf_put_slice(out, li_buf_slice(&plain));
		li_buf_put_u32(out, text->cseq);
		li_buf_put_u8(out, text->flags);
	}
	if (plain.bad)
		out->bad = true;
	li_buf_wipe(&plain);
	li_buf_fini(&plain);
}

static unsigned int bits_of(const struct li_session *s)
{
	return (unsigned int)s->anchored | (unsigned int)s->answered << 1 |
		(unsigned int)s->granted << 2 |
		(unsigned int)s->terminated << 3 | (unsigned int)s->focus << 4 |
		(unsigned int)s->emergency << 5 | (unsigned int)s->sms << 6 |
		(unsigned int)!!s->timer.beside << 7;
}

static void put_numbers(const struct li_mirror *m, const struct li_session *s,
	int64_t now_s, struct li_buf *out)
{
	li_buf_put_u64(out, s->by_call.hash);
	li_buf_put_u32(out, s->call_low);
	li_buf_put_u64(out, s->correlation);
	li_buf_put_u64(out, s->by_icid.hash);
	li_buf_put_u64(out, (uint64_t)(now_s - (m->now_s - s->born_s)));
	li_buf_put_u64(out,
		(uint64_t)(now_s + (int32_t)(s->timer.due_s - m->now_s)));
	li_buf_put_u32(out, s->opener);
	li_buf_put_u32(out, s->cseq);
	li_buf_put_u32(out, s->cancelled);
	li_buf_put_u32(out, s->failed);
	li_buf_put_u32(out, s->rang);
	for (size_t i = 0; i < 2; i++) {
		li_buf_put_u32(out, s->settled[i]);
		li_buf_put_u32(out, s->refused[i]);
	}
	li_buf_put_u32(out, s->life_s);
	li_buf_put_u16(out, s->status);
	li_buf_put_u8(out,
		(uint8_t)(s->state | s->msrp << 3 | s->spoken << 4 |
			s->rcs << 5));
	li_buf_put_u8(out, s->method);
	li_buf_put_u8(out, (uint8_t)bits_of(s));
	if (s->timer.beside)
		li_buf_put_u32(out, s->timer.beside);
}

static void put_leg(const struct li_mirror *m, const struct li_session *s,
	int64_t now_s, struct li_buf *out)
{
	put_numbers(m, s, now_s, out);
	li_buf_put_u8(out, s->entry_count);
	for (size_t i = 0; i < s->entry_count; i++) {
		const struct li_entry *e = &s->entries[i];
		struct li_key key = li_entry_key(e);

		li_buf_put_u64(out, key.hi);
		li_buf_put_u64(out, key.lo);
		li_buf_put_u16(out, li_stand_roles(e->stand));
		li_buf_put_u8(out, li_stand_sides(e->stand));
		li_buf_put_u8(out, li_stand_facts(e->stand));
	}
	li_buf_put_u8(out, s->fork_count);
	for (size_t i = 0; i < s->fork_count; i++) {
		li_buf_put_u32(out, s->forks[i].tag);
		li_buf_put_u32(out, s->forks[i].cseq);
		li_buf_put_u16(out, s->forks[i].facts);
		put_text(m, s->forks[i].sdp, out);
	}
	put_text(m, s->parties, out);
	put_text(m, s->sdp, out);
	for (size_t i = 0; i < 2; i++)
		put_text(m, s->pending ? s->pending->text[i] : NULL, out);
}

li_err li_mirror_save_session(const struct li_mirror *m, int64_t at_us,
	struct li_buf *out)
{
	struct li_chain *link = NULL;
	size_t count_at;
	uint8_t legs = 0;

	if (!m->last || m->last->method == LI_SIP_REGISTER)
		return LI_ENOTFOUND;
	li_buf_put_u8(out, FORM);
	count_at = out->n;
	li_buf_put_u8(out, 1);
	if (!m->last->by_icid.hash) {
		put_leg(m, m->last, at_us / US, out);
		return li_buf_check(out);
	}
	while ((link = li_chains_find(&m->icids, m->last->by_icid.hash,
			link))) {
		put_leg(m, li_session_tied(link), at_us / US, out);
		legs++;
	}
	if (!out->bad)
		out->p[count_at] = legs;
	return li_buf_check(out);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* What save_session.c wrote. A leg is built in full before it is put among the
 * others; when one is wrong, none of them stays. */

enum { FORM = 1, US = 1000000 };

/* A leg that is read. */
struct leg {
	struct li_cursor *c;
	struct li_session *s;
	int64_t born_s, due_s; /* UTC */
	uint64_t icid;
	li_err err;
};

static struct li_text *get_text(struct li_mirror *m, struct leg *leg,
	enum li_text_kind kind)
{
	uint32_t n = li_cursor_u32(leg->c);
	struct li_slice plain;
	struct li_text *text;
	uint32_t cseq;
	uint8_t flags;

	if (n == 0)
		return NULL;
	if (n > LI_TEXT_MAX)
		leg->c->bad = true;
	plain = li_cursor_take(leg->c, n);
	cseq = li_cursor_u32(leg->c);
	flags = li_cursor_u8(leg->c);
	if (leg->c->bad)
		return NULL;
	text = li_texts_put(&m->texts, &m->pool, plain, kind);
	if (text) {
		text->cseq = cseq;
		text->flags = flags;
	}
	return text;
}

static void get_bits(struct li_session *s, struct li_cursor *c)
{
	unsigned int bits = li_cursor_u8(c);

	s->anchored = bits & 1;
	s->answered = bits >> 1 & 1;
	s->granted = bits >> 2 & 1;
	s->terminated = bits >> 3 & 1;
	s->focus = bits >> 4 & 1;
	s->emergency = bits >> 5 & 1;
	s->sms = bits >> 6 & 1;
	if (bits >> 7)
		s->timer.beside = li_cursor_u32(c);
}

static void get_numbers(struct leg *leg)
{
	struct li_cursor *c = leg->c;
	struct li_session *s = leg->s;
	uint8_t state;

	s->correlation = li_cursor_u64(c);
	leg->icid = li_cursor_u64(c);
	leg->born_s = (int64_t)li_cursor_u64(c);
	leg->due_s = (int64_t)li_cursor_u64(c);
	s->opener = li_cursor_u32(c);
	s->cseq = li_cursor_u32(c);
	s->cancelled = li_cursor_u32(c);
	s->failed = li_cursor_u32(c);
	s->rang = li_cursor_u32(c);
	for (size_t i = 0; i < 2; i++) {
		s->settled[i] = li_cursor_u32(c);
		s->refused[i] = li_cursor_u32(c);
	}
	s->life_s = li_cursor_u32(c);
	s->status = li_cursor_u16(c);
	state = li_cursor_u8(c);
	s->method = li_cursor_u8(c);
	get_bits(s, c);
	if (state >> 6 || (state & 7) > LI_SESSION_GONE ||
		s->method > LI_SIP_OPTIONS || s->method == LI_SIP_REGISTER ||
		s->correlation == 0 || s->life_s > INT32_MAX)
		c->bad = true;
	s->state = state & 7U;
	s->msrp = state >> 3 & 1;
	s->spoken = state >> 4 & 1;
	s->rcs = state >> 5 & 1;
}

static void get_entries(struct li_mirror *m, struct leg *leg)
{
	size_t n = li_cursor_u8(leg->c);

	if (n > LI_SESSION_ENTRIES_MAX)
		leg->c->bad = true;
	li_session_fill(m, leg->s);
	for (size_t i = 0; i < n && !leg->c->bad; i++) {
		struct li_key key = {.hi = li_cursor_u64(leg->c)};
		uint8_t sides, facts;
		uint16_t roles;

		key.lo = li_cursor_u64(leg->c);
		roles = li_cursor_u16(leg->c);
		sides = li_cursor_u8(leg->c);
		facts = li_cursor_u8(leg->c);
		if (li_key_none(key) || facts > 3 || (sides & 0x88))
			leg->c->bad = true;
		if (!leg->c->bad)
			li_session_enter(m, key, li_stand(roles, sides, facts));
	}
	li_session_filled(m, leg->s);
	if (!leg->c->bad && leg->s->entry_count != n)
		leg->c->bad = true; /* the same key twice */
}

static void get_forks(struct li_mirror *m, struct leg *leg)
{
	size_t n = li_cursor_u8(leg->c);

	if (n > LI_SESSION_FORKS_MAX)
		leg->c->bad = true;
	for (size_t i = 0; i < n && !leg->c->bad; i++) {
		struct li_fork *fork =
			li_fork_add(m, leg->s, li_cursor_u32(leg->c));

		if (!fork) {
			leg->err = LI_ENOMEM;
			return;
		}
		fork->cseq = li_cursor_u32(leg->c);
		fork->facts = li_cursor_u16(leg->c);
		if (fork->facts >= LI_FORK_ACKED << 1)
			leg->c->bad = true;
		fork->sdp = get_text(m, leg, LI_TEXT_SDP);
	}
}

static void get_texts(struct li_mirror *m, struct leg *leg)
{
	struct li_text *pending[2];

	leg->s->parties = get_text(m, leg, LI_TEXT_URIS);
	leg->s->sdp = get_text(m, leg, LI_TEXT_SDP);
	for (size_t i = 0; i < 2; i++)
		pending[i] = get_text(m, leg, LI_TEXT_SDP);
	if (!pending[0] && !pending[1])
		return;
	leg->s->pending = li_pool_take(&m->pool, sizeof(*leg->s->pending));
	for (size_t i = 0; i < 2; i++) {
		if (leg->s->pending)
			leg->s->pending->text[i] = pending[i];
		else
			li_texts_drop(&m->texts, &m->pool, pending[i]);
	}
	if (!leg->s->pending)
		leg->err = LI_ENOMEM;
}

/* Times as of this run. */
static void set_times(struct li_mirror *m, const struct leg *leg, int64_t now_s)
{
	int64_t age_s = now_s - leg->born_s, left_s = leg->due_s - now_s;

	if (age_s < 0)
		age_s = 0; /* the clock was set back */
	if (age_s > m->options.session_age_s)
		age_s = m->options.session_age_s;
	leg->s->born_s = m->now_s - (uint32_t)age_s;
	li_session_keep(m, leg->s,
		left_s < 0
			? 0
			: (uint32_t)(left_s < INT32_MAX ? left_s : INT32_MAX));
}

static void get_leg(struct li_mirror *m, struct leg *leg, int64_t now_s)
{
	struct li_key call = {.hi = li_cursor_u64(leg->c)};

	call.lo = li_cursor_u32(leg->c);
	if (leg->c->bad || li_key_none(call)) {
		leg->c->bad = true;
		return;
	}
	if (li_session_find(m, call)) {
		leg->err = LI_EEXIST;
		return;
	}
	leg->s = li_session_new(m, call, call);
	if (!leg->s) {
		leg->err = LI_ENOMEM;
		return;
	}
	get_numbers(leg);
	get_entries(m, leg);
	get_forks(m, leg);
	if (!leg->c->bad && !leg->err)
		get_texts(m, leg);
	if (leg->c->bad || leg->err)
		return;
	set_times(m, leg, now_s);
	leg->s->by_icid.hash = leg->icid;
	if (leg->icid && li_chains_add(&m->icids, &leg->s->by_icid)) {
		leg->s->by_icid.hash = 0;
		leg->err = LI_ENOMEM;
	}
}

li_err li_mirror_load_session(struct li_mirror *m, struct li_slice octets,
	int64_t at_us, int64_t mono_us)
{
	struct li_session *built[LI_SESSION_LEGS_MAX];
	struct li_cursor c = li_cursor(octets);
	uint8_t form = li_cursor_u8(&c), legs = li_cursor_u8(&c);
	size_t n = 0;
	li_err err = LI_OK;

	if (c.bad || form != FORM || legs < 1 || legs > LI_SESSION_LEGS_MAX)
		return LI_EMALFORMED;
	if (m->session_wheel.count + legs > m->options.sessions_max)
		return LI_ETOOBIG;
	li_mirror_set_time(m, mono_us);
	while (n < legs && !err) {
		struct leg leg = {.c = &c};

		get_leg(m, &leg, at_us / US);
		if (leg.s)
			built[n++] = leg.s;
		err = leg.err;
		if (!err && c.bad)
			err = LI_EMALFORMED;
	}
	if (!err && c.rest.n)
		err = LI_EMALFORMED;
	while (err && n)
		li_session_free(m, built[--n]);
	return err;
}

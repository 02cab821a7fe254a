/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

static size_t entries_size(size_t room)
{
	return room * sizeof(struct li_entry);
}

struct li_key li_session_call(const struct li_mirror *m,
	struct li_slice call_id)
{
	return li_key_named(li_hash(&m->options.secret, call_id), 'c');
}

enum {
	/* Requests that open no dialog, outside of one. RFC 3428, RFC 3903 */
	ALONE = 1 << LI_SIP_MESSAGE | 1 << LI_SIP_PUBLISH | 1 << LI_SIP_OPTIONS,
	NAMED_APART = ALONE | 1 << LI_SIP_REGISTER,
};

/* What tells a transaction from others of its Call-ID: who asked, and the number
 * of the request. RFC 3261 cl. 8.1.1 */
static uint64_t apart(const struct li_sip *sip)
{
	struct li_slice tag = sip->from_tag;
	uint64_t end = 0;

	if (sip->is_request && sip->to_tag.n)
		return 0;
	if (tag.n)
		memcpy(&end, tag.p + (tag.n < 8 ? 0 : tag.n - 8),
			tag.n < 8 ? tag.n : 8);
	end = (end ^ tag.n << 32 ^ sip->cseq) * 0x9e3779b97f4a7c15U;
	return end >> 32;
}

struct li_key li_session_beside(struct li_key name, const struct li_sip *sip)
{
	if (ALONE >> sip->method & 1)
		name.lo ^= apart(sip);
	return name;
}

struct li_key li_session_name(const struct li_mirror *m,
	const struct li_event *event)
{
	struct li_key call = li_session_call(m, event->sip.call_id);
	const struct li_party *to;

	if (!(NAMED_APART >> event->sip.method & 1))
		return call;
	if (event->sip.method != LI_SIP_REGISTER)
		return li_session_beside(call, &event->sip);
	to = li_event_party(event, LI_ROLE_TO);
	return to ? li_key_joined(call, li_look_own(to)) : call;
}

uint64_t li_session_number(const struct li_mirror *m, struct li_key call)
{
	/* Ours alone: what goes out is made of it in step/. */
	uint64_t number =
		li_hash(&m->options.secret, li_slice(&call, sizeof(call))).hi;

	return number ? number : 1;
}

struct li_session *li_session_find(const struct li_mirror *m,
	struct li_key call)
{
	struct li_chain *link = NULL;

	while ((link = li_chains_find(&m->sessions, call.hi, link)))
		if (li_session_at(link)->call_low == (uint32_t)call.lo)
			return li_session_at(link);
	return NULL;
}

struct li_session *li_session_new(struct li_mirror *m, struct li_key name,
	struct li_key call)
{
	struct li_session *s;

	li_room_make(m);
	s = li_pool_take(&m->pool, sizeof(*s));
	if (s) {
		s->by_call.hash = name.hi;
		s->call_low = (uint32_t)name.lo;
	}
	if (!s || li_chains_add(&m->sessions, &s->by_call)) {
		li_pool_give(&m->pool, s, sizeof(*s));
		m->refused++;
		return NULL;
	}
	/* One number for all of a session, the same after a restart.
	 * TS 103 221-2 cl. 5.2.8 */
	s->correlation = li_session_number(m, call);
	s->born_s = m->now_s;
	s->strangers = m->era;
	li_session_keep(m, s, LI_SESSION_GRACE_S);
	return s;
}

void li_session_free(struct li_mirror *m, struct li_session *s)
{
	if (m->last == s)
		m->last = NULL;
	li_wheel_stop(&m->session_wheel, &s->timer);
	li_chains_remove(&m->sessions, &s->by_call);
	if (s->by_icid.hash)
		li_chains_remove(&m->icids, &s->by_icid);
	li_offer_drop(m, s);
	li_texts_drop(&m->texts, &m->pool, s->parties);
	li_pool_give(&m->pool, s->forks, s->fork_count * sizeof(*s->forks));
	li_pool_give(&m->pool, s->entries, entries_size(s->entry_room));
	li_register_forget(m, s);
	li_pool_give(&m->pool, s, sizeof(*s));
}

void li_session_keep(struct li_mirror *m, struct li_session *s, uint32_t for_s)
{
	uint32_t end = s->born_s + m->options.session_age_s;
	uint32_t due =
		for_s > UINT32_MAX - m->now_s ? UINT32_MAX : m->now_s + for_s;

	/* TS 33.107 cl. 7A.3.1: a maximum storage time */
	li_wheel_set(&m->session_wheel, &s->timer, due < end ? due : end);
}

uint32_t li_session_tag(const struct li_mirror *m, struct li_slice tag)
{
	return tag.n ? (uint32_t)li_hash_low(&m->options.secret, tag) | 1 : 0;
}

bool li_session_by_opener(const struct li_mirror *m, const struct li_session *s)
{
	return m->from_tag == s->opener || m->to_tag != s->opener;
}

static bool ties(enum li_sip_method method)
{
	return method == LI_SIP_INVITE || method == LI_SIP_MESSAGE;
}

void li_session_tie(struct li_mirror *m, struct li_session *s,
	const struct li_event *event)
{
	const struct li_sip *sip = &event->sip;
	struct li_chain *link = NULL;
	uint64_t icid, number = s->correlation;
	size_t legs = 0;

	if (s->by_icid.hash || sip->icid.n == 0 || !ties(sip->method) ||
		s->method == LI_SIP_REGISTER)
		return;
	icid = li_look_mark(m, 'x', sip->icid);
	while ((link = li_chains_find(&m->icids, icid, link))) {
		/* The first leg's number stays, whichever that was. */
		number = li_session_tied(link)->correlation;
		legs++;
	}
	if (legs >= LI_SESSION_LEGS_MAX)
		return; /* not one call: whoever made it has it to himself */
	s->correlation = number;
	s->by_icid.hash = icid;
	if (li_chains_add(&m->icids, &s->by_icid)) {
		s->by_icid.hash = 0;
		m->refused++;
	}
}

enum { WORTH_ASKED_FOR = 4 };

/* Whose place is kept when there are too many: who may be asked for before all
 * others, then whom the network vouches for, then the parties, and last whom
 * anybody may name. TS 33.128 cl. 7.12.2.8 */
static unsigned int worth_of(const struct li_entering *x, struct li_key key,
	uint32_t stand)
{
	const uint32_t roles = li_stand_roles(stand);
	const unsigned int sides = li_stand_sides(stand) |
		(unsigned int)li_stand_sides(stand) >> 4;
	unsigned int worth =
		li_filter_sees(&x->filter, key) ? WORTH_ASKED_FOR : 0;

	if (roles &
		(LI_ROLE_P_ASSERTED | LI_ROLE_AUTH_USERNAME |
			LI_ROLE_CONTACT_INSTANCE | LI_ENTRY_OTHERS))
		worth += 3;
	else if (roles &
		(LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_REQUEST_URI |
			LI_ROLE_P_CALLED_PARTY))
		worth += 2;
	else if (roles & LI_ROLE_REGISTRATION)
		worth += sides & (LI_SIDE_OPENER | LI_SIDE_ANSWERER) ? 2 : 0;
	else if (roles & LI_ROLE_P_PREFERRED)
		worth += 1;
	return worth;
}

/* Let go of one that is worth less; false when there is none. */
static bool make_way(struct li_entering *x, struct li_key key, uint32_t stand)
{
	unsigned int least = worth_of(x, key, stand);
	struct li_entry *out = NULL;

	for (struct li_entry *e = x->at; e != x->end; e++) {
		unsigned int worth = worth_of(x, li_entry_key(e), e->stand);

		if (worth < least) {
			least = worth;
			out = e;
		}
	}
	if (!out)
		return false;
	if ((size_t)(out - x->at) < x->before)
		x->before--;
	x->end--;
	memmove(out, out + 1, entries_size((size_t)(x->end - out)));
	x->next = x->at;
	x->bits = UINT64_MAX;
	memset(x->offset, 0, sizeof(x->offset));
	return true;
}

bool li_session_grow(struct li_mirror *m, struct li_entering *x,
	struct li_key key, uint32_t stand)
{
	const size_t n = (size_t)(x->end - x->at);

	if (x->at == x->room || n == LI_SESSION_ENTRIES_MAX) {
		m->refused++;
		return make_way(x, key, stand);
	}
	if (n)
		memcpy(x->room, x->at, entries_size(n));
	x->next = x->room + (x->next - x->at);
	x->at = x->room;
	x->end = x->room + n;
	x->limit = x->room + LI_SESSION_ENTRIES_MAX;
	return true;
}

void li_session_fill(struct li_mirror *m, const struct li_session *s)
{
	struct li_entering *x = &m->entering;

	x->filter = li_filter_view(m->filter);
	x->may = !m->filter ||
		(s->entry_count && s->strangers != m->filter->version);
	x->at = s->entry_room ? s->entries : x->room;
	x->end = x->at + s->entry_count;
	x->limit = x->at +
		(s->entry_room ? s->entry_room : LI_SESSION_ENTRIES_MAX);
	x->next = x->at;
	x->before = s->entry_count;
	x->bits = 0;
	if (s->entry_count) {
		x->bits = UINT64_MAX;
		memset(x->offset, 0, sizeof(x->offset));
	}
}

/* What comes again mostly does so in the same order. */
struct li_entry *li_session_entry(struct li_entering *x, struct li_key key)
{
	struct li_entry *e = x->next;

	if (e == x->end || !li_key_eq(li_entry_key(e), key))
		/* the first word nearly always tells */
		for (e = x->at; e != x->end; e++)
			if (e->key[0] == li_entry_word(key) &&
				li_key_eq(li_entry_key(e), key))
				break;
	if (e == x->end)
		return NULL;
	x->next = e + 1;
	return e;
}

/* What is there in whole units of the pool is used. */
static size_t room_for(size_t count)
{
	size_t octets = (entries_size(count) + LI_POOL_UNIT - 1) /
		LI_POOL_UNIT * LI_POOL_UNIT;
	size_t room = octets / sizeof(struct li_entry);

	return room < LI_SESSION_ENTRIES_MAX ? room : LI_SESSION_ENTRIES_MAX;
}

/* Into a block of their own; as many as had room before when there is none.
 * Returns how many. */
static size_t settle(struct li_mirror *m, struct li_session *s, size_t n)
{
	const size_t room = room_for(n);
	struct li_entry *to = li_pool_take(&m->pool, entries_size(room));

	if (to) {
		li_pool_give(&m->pool, s->entries, entries_size(s->entry_room));
		s->entries = to;
		s->entry_room = (uint8_t)room;
	} else {
		m->refused++;
		if (n > s->entry_room)
			n = s->entry_room;
	}
	if (n)
		memcpy(s->entries, m->entering.room, entries_size(n));
	return n;
}

void li_session_filled(struct li_mirror *m, struct li_session *s)
{
	const struct li_entering *x = &m->entering;
	size_t n = (size_t)(x->end - x->at);

	if (!x->may)
		s->strangers = m->filter->version;
	else if (m->filter && s->strangers == m->filter->version)
		s->strangers = m->era;
	if (n && x->at == x->room)
		n = settle(m, s, n);
	s->entry_count = (uint8_t)n;
}

/* Is this of an entry to be told? */
static bool is_told(const struct li_entry *e, bool before)
{
	return before || e->stand & LI_ROLE_REGISTRATION;
}

void li_session_inherit_from(struct li_mirror *m, struct li_session *s,
	size_t before, struct li_change *change)
{
	bool nobody = m->filter, all = before >= s->entry_count;
	size_t learned = UINT8_MAX;

	if (li_gained_since(m, s) && s->method != LI_SIP_REGISTER)
		learned = li_session_again(m, s);
	if (all)
		before = s->entry_count;

	for (size_t i = 0; i < s->entry_count; i++) {
		const struct li_entry *e = &s->entries[i];
		struct li_key key = li_entry_key(e);

		if (m->filter && !li_filter_may(m->filter, key))
			continue;
		nobody = false;
		if (!is_told(e, i < before))
			continue;
		if (change->known_count == LI_CHANGE_IDENTITIES_MAX)
			return;
		change->known[change->known_count++] = (struct li_known){
			.roles = (i < before ? LI_ROLE_DIALOG : 0U) |
				li_entry_roles(e),
			.sides = li_entry_sides(e),
			.key_count = 1,
			.learned = i >= learned,
			.keys = {key},
		};
	}
	s->strangers = nobody ? m->filter->version : m->era;
}

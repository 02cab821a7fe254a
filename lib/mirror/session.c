/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

enum { FEW = 8 }; /* entries that are noted before more are entered */

static size_t entries_size(size_t room)
{
	return room * sizeof(struct li_entry);
}

struct li_key li_session_call(const struct li_mirror *m,
	struct li_slice call_id)
{
	return li_key_named(li_hash(&m->options.secret, call_id), 'c');
}

struct li_key li_session_name(const struct li_mirror *m,
	const struct li_event *event)
{
	struct li_key call = li_session_call(m, event->sip.call_id);
	const struct li_party *to;

	if (event->sip.method != LI_SIP_REGISTER)
		return call;
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

struct li_session *li_session_new(struct li_mirror *m, struct li_key call)
{
	struct li_session *s;

	li_room_make(m);
	s = li_pool_take(&m->pool, sizeof(*s));
	if (s) {
		s->by_call.hash = call.hi;
		s->call_low = (uint32_t)call.lo;
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
	return tag.n ? (uint32_t)li_hash(&m->options.secret, tag).lo | 1 : 0;
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

/* Compiled apart from what mostly has room. */
static __attribute__((noinline)) bool grow(struct li_mirror *m,
	struct li_session *s)
{
	if (!m->filling || s->entries == m->filled)
		return false;
	m->had = s->entries;
	m->had_room = s->entry_room;
	if (s->entry_count)
		memcpy(m->filled, s->entries, entries_size(s->entry_count));
	s->entries = m->filled;
	s->entry_room = LI_SESSION_ENTRIES_MAX;
	return true;
}

void li_session_fill(struct li_mirror *m, struct li_session *s)
{
	m->filling = true;
	m->entered = s->entry_count > FEW ? UINT64_MAX : 0;
	for (size_t i = 0; i < s->entry_count && i < FEW; i++) {
		unsigned int slot = s->entries[i].key[0] & 63;

		m->entered |= UINT64_C(1) << slot;
		m->entered_at[slot] = (uint8_t)i;
	}
}

struct li_entry *li_session_entry(const struct li_session *s, struct li_key key)
{
	struct li_entry *e = s->entries; /* NULL while there is none */

	for (size_t left = s->entry_count; left > 0; left--, e++)
		/* the first word nearly always tells */
		if (e->key[0] == li_entry_word(key) &&
			li_key_eq(li_entry_key(e), key))
			return e;
	return NULL;
}

/* What is there in whole units of the pool is used. */
static size_t room_for(size_t count)
{
	size_t octets = (entries_size(count) + LI_POOL_UNIT - 1) /
		LI_POOL_UNIT * LI_POOL_UNIT;
	size_t room = octets / sizeof(struct li_entry);

	return room < LI_SESSION_ENTRIES_MAX ? room : LI_SESSION_ENTRIES_MAX;
}

void li_session_filled(struct li_mirror *m, struct li_session *s)
{
	struct li_entry *to;
	size_t room;

	m->filling = false;
	m->entered = UINT64_MAX;
	if (s->entries != m->filled)
		return;
	room = room_for(s->entry_count);
	to = li_pool_take(&m->pool, entries_size(room));
	if (to) {
		li_pool_give(&m->pool, m->had, entries_size(m->had_room));
	} else {
		m->refused++;
		to = m->had;
		room = m->had_room;
		if (s->entry_count > room)
			s->entry_count = (uint8_t)room;
	}
	if (s->entry_count)
		memcpy(to, m->filled, entries_size(s->entry_count));
	s->entries = to;
	s->entry_room = (uint8_t)room;
}

uint32_t li_entry_roles(const struct li_entry *entry)
{
	uint32_t out = entry->stand.roles & ~(uint32_t)LI_ENTRY_SMS;

	if (entry->stand.roles & LI_ENTRY_SMS_ORIGINATOR)
		out |= LI_ROLE_SMS_ORIGINATOR;
	if (entry->stand.roles & LI_ENTRY_SMS_DESTINATION)
		out |= LI_ROLE_SMS_DESTINATION;
	return out;
}

uint8_t li_entry_sides(const struct li_entry *entry)
{
	/* The side is fixed by the opening message, its copies on other hops
	 * with it: TS 33.128 SessionDirection. */
	return entry->stand.facts & LI_ENTRY_OPENING ? entry->stand.sides & 15
						     : entry->stand.sides >> 4;
}

bool li_session_add(struct li_mirror *m, struct li_session *s,
	struct li_key key, struct li_stand stand)
{
	struct li_entry *e;

	if (s->entry_count == s->entry_room && !grow(m, s)) {
		m->refused++;
		return false;
	}
	e = &s->entries[s->entry_count++];
	memcpy(e->key, &key, sizeof(e->key));
	e->stand = stand;
	s->strangers = 0;
	return true;
}

/* Is this of an entry to be told? */
static bool is_told(const struct li_entry *e, bool before)
{
	return before || e->stand.roles & LI_ROLE_REGISTRATION;
}

void li_session_inherit(const struct li_mirror *m, struct li_session *s,
	size_t before, struct li_change *change)
{
	bool nobody = m->filter;

	/* Nearly every session is of strangers, and the tasks are the same
	 * from message to message. */
	if (m->filter && s->strangers == m->filter->version)
		return;
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
			.keys = {key},
		};
	}
	if (nobody)
		s->strangers = m->filter->version;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* Identities of a message that may name a user of ours: what the tables of
 * TS 33.128 cl. 7.12.2.8 match. */
enum {
	ROLES_ASSERTED = LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED,
	ROLES_REQUEST = LI_ROLE_FROM | LI_ROLE_TO | ROLES_ASSERTED,
	ROLES_OPENING = ROLES_REQUEST | LI_ROLE_REQUEST_URI |
		LI_ROLE_P_CALLED_PARTY | LI_ROLE_HISTORY_INFO |
		LI_ROLE_DIVERSION,
	ROLES_REGISTER = LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_AUTH_USERNAME |
		LI_ROLE_CONTACT_INSTANCE,
};

static size_t entries_size(size_t room)
{
	return room * sizeof(struct li_entry);
}

struct li_session *li_session_find(const struct li_mirror *m,
	struct li_key call)
{
	return li_table_get(&m->sessions, call);
}

struct li_session *li_session_new(struct li_mirror *m,
	const struct li_event *event, struct li_key call)
{
	struct li_session *s;

	if (m->session_wheel.count >= m->options.sessions_max) {
		struct li_timer *first = li_wheel_first(&m->session_wheel);

		if (first) {
			li_session_free(m, (struct li_session *)(void *)first);
			m->evicted++;
		}
	}
	s = li_pool_take(&m->pool, sizeof(*s));
	if (!s || li_table_set(&m->sessions, call, s)) {
		li_pool_give(&m->pool, s, sizeof(*s));
		m->refused++;
		return NULL;
	}
	s->call = call;
	s->opener = li_look_mark(m, 't', event->sip.from_tag);
	s->method = (uint8_t)event->sip.method;
	s->born_s = m->now_s;
	li_session_keep(m, s, LI_SESSION_GRACE_S);
	return s;
}

void li_session_free(struct li_mirror *m, struct li_session *s)
{
	li_wheel_stop(&m->session_wheel, &s->timer);
	li_table_remove(&m->sessions, s->call);
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

bool li_session_by_opener(const struct li_mirror *m, const struct li_session *s,
	const struct li_event *event)
{
	return li_look_mark(m, 't', event->sip.from_tag) == s->opener ||
		li_look_mark(m, 't', event->sip.to_tag) != s->opener;
}

static bool grow(struct li_mirror *m, struct li_session *s)
{
	size_t room = s->entry_room ? s->entry_room * 2U : 4;
	struct li_entry *bigger;

	if (room > LI_SESSION_ENTRIES_MAX)
		room = LI_SESSION_ENTRIES_MAX;
	if (room == s->entry_room)
		return false;
	bigger = li_pool_take(&m->pool, entries_size(room));
	if (!bigger)
		return false;
	if (s->entry_count)
		memcpy(bigger, s->entries, entries_size(s->entry_count));
	li_pool_give(&m->pool, s->entries, entries_size(s->entry_room));
	s->entries = bigger;
	s->entry_room = (uint8_t)room;
	return true;
}

bool li_session_enter(struct li_mirror *m, struct li_session *s,
	struct li_entry entry)
{
	for (size_t i = 0; i < s->entry_count; i++) {
		struct li_entry *e = &s->entries[i];

		if (!li_key_eq(e->key, entry.key))
			continue;
		e->roles |= entry.roles;
		/* The side is fixed by the opening message: TS 33.128
		 * SessionDirection. Its copies on other hops add to it. */
		if (s->opened)
			e->sides |= entry.sides;
		return false;
	}
	if (s->entry_count == s->entry_room && !grow(m, s)) {
		m->refused++;
		return false;
	}
	s->entries[s->entry_count++] = entry;
	return true;
}

/* The opening message came after others of its session: what was entered from
 * those under the wrong idea of who opened it changes sides. */
static void turn(struct li_session *s)
{
	for (size_t i = 0; i < s->entry_count; i++) {
		uint8_t was = s->entries[i].sides;

		s->entries[i].sides = (uint8_t)((was & LI_SIDE_REDIRECTING) |
			(was & LI_SIDE_OPENER ? LI_SIDE_ANSWERER : 0) |
			(was & LI_SIDE_ANSWERER ? LI_SIDE_OPENER : 0));
	}
}

static uint32_t roles_of(const struct li_session *s,
	const struct li_event *event)
{
	if (event->sip.method == LI_SIP_REGISTER)
		return ROLES_REGISTER;
	if (s->opened)
		return ROLES_OPENING;
	return ROLES_REQUEST;
}

void li_session_learn(struct li_mirror *m, struct li_session *s,
	const struct li_event *event)
{
	bool is_request = event->sip.is_request, way;
	uint32_t roles;

	/* A request without a To-tag is outside a dialog, so it opens one. */
	s->opened = is_request && event->sip.to_tag.n == 0;
	if (s->opened && !s->anchored) {
		uint64_t from = li_look_mark(m, 't', event->sip.from_tag);

		if (from != s->opener)
			turn(s);
		s->opener = from;
		s->anchored = true;
	}
	way = is_request == li_session_by_opener(m, s, event);
	roles = roles_of(s, event);
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		for (size_t k = 0; k < p->key_count && p->role & roles; k++)
			li_session_enter(m, s,
				(struct li_entry){
					.key = p->keys[k],
					.roles = (uint16_t)p->role,
					.sides = li_side_of(p->role, is_request,
						way),
				});
	}
}

uint32_t li_session_fork(const struct li_mirror *m, const struct li_session *s,
	const struct li_event *event)
{
	bool by_opener = li_session_by_opener(m, s, event);
	struct li_slice tag =
		by_opener ? event->sip.to_tag : event->sip.from_tag;

	return tag.n ? (uint32_t)li_look_mark(m, 't', tag) | 1 : 0;
}

enum li_fork_state li_session_get_fork(const struct li_session *s, uint32_t tag)
{
	for (size_t i = 0; i < LI_SESSION_FORKS_MAX; i++)
		if (s->fork_states[i] && s->fork_tags[i] == tag)
			return (enum li_fork_state)s->fork_states[i];
	return LI_FORK_FREE;
}

void li_session_set_fork(struct li_session *s, uint32_t tag,
	enum li_fork_state state)
{
	size_t place = LI_SESSION_FORKS_MAX;

	for (size_t i = LI_SESSION_FORKS_MAX; i-- > 0;) {
		if (s->fork_states[i] && s->fork_tags[i] == tag) {
			place = i;
			break;
		}
		if (s->fork_states[i] == LI_FORK_FREE)
			place = i;
		else if (s->fork_states[i] == LI_FORK_ENDED &&
			place == LI_SESSION_FORKS_MAX)
			place = i;
	}
	if (place == LI_SESSION_FORKS_MAX)
		return;
	s->fork_tags[place] = tag;
	s->fork_states[place] = (uint8_t)state;
}

size_t li_session_forks(const struct li_session *s, enum li_fork_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < LI_SESSION_FORKS_MAX; i++)
		n += s->fork_states[i] == state;
	return n;
}

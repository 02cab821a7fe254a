/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/cx.h"

/* Where an identity may name a user of ours: TS 33.128 cl. 7.12.2.8. */
enum {
	ROLES_LOOKED_UP = LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_REQUEST_URI |
		LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED |
		LI_ROLE_P_CALLED_PARTY | LI_ROLE_HISTORY_INFO |
		LI_ROLE_DIVERSION | LI_ROLE_CX_PUBLIC_IDENTITY |
		LI_ROLE_CX_USER_NAME | LI_ROLE_SERVED_ANY,
};

li_err li_mirror_new(const struct li_mirror_options *options,
	struct li_mirror **out)
{
	struct li_mirror *m = calloc(1, sizeof(*m));
	struct li_mirror_options *o;

	if (!m)
		return LI_ENOMEM;
	m->options = *options;
	o = &m->options;
	if (!o->registrations_max)
		o->registrations_max = LI_MIRROR_REGISTRATIONS;
	if (!o->sessions_max)
		o->sessions_max = LI_MIRROR_SESSIONS;
	if (!o->registration_age_s)
		o->registration_age_s = LI_MIRROR_REGISTRATION_AGE_S;
	if (!o->session_age_s)
		o->session_age_s = LI_MIRROR_SESSION_AGE_S;
	li_shed_init(&m->shed, o->sessions_max);
	m->sessions.memory = m->icids.memory = &m->pool.chunks;
	*out = m;
	return LI_OK;
}

void li_mirror_free(struct li_mirror *m)
{
	if (!m)
		return;
	li_users_fini(&m->users);
	li_chains_fini(&m->sessions);
	li_chains_fini(&m->icids);
	li_texts_fini(&m->texts);
	li_buf_wipe(&m->scratch);
	li_buf_fini(&m->scratch);
	li_pool_fini(&m->pool);
	explicit_bzero(m, sizeof(*m));
	free(m);
}

void li_mirror_set_time(struct li_mirror *m, int64_t mono_us)
{
	int64_t s;

	if (!m->started) {
		m->base_us = mono_us;
		m->started = true;
	}
	s = (mono_us - m->base_us) / 1000000;
	if (s > m->now_s && s < UINT32_MAX / 2)
		m->now_s = (uint32_t)s;
}

static bool has_instance(const struct li_event *event,
	const struct li_session *s)
{
	if (s && s->asked && s->asked->imei_len)
		return true;
	for (size_t i = 0; i < event->party_count; i++)
		if (event->parties[i].role == LI_ROLE_CONTACT_INSTANCE)
			return true;
	return false;
}

/* How the parties of an event are looked at. */
struct looking {
	const struct li_event *event;
	uint32_t opener; /* who has these roles is on the opener's side */
	uint8_t sender;  /* who stands here sent it; 0: that is not asked */
};

static struct looking looking_at(const struct li_event *event,
	const struct li_change *change)
{
	struct looking l = {.event = event, .opener = UINT32_MAX};

	if (event->source != LI_SOURCE_SIP)
		return l;
	l.opener =
		li_roles_of_opener(event->sip.is_request, change->from_opener);
	if (event->sip.method != LI_SIP_REGISTER)
		l.sender =
			change->from_opener ? LI_SIDE_OPENER : LI_SIDE_ANSWERER;
	return l;
}

static inline bool looked_up(const struct looking *l, const struct li_party *p)
{
	return p->role & ROLES_LOOKED_UP &&
		(l->event->source == LI_SOURCE_SIP ||
			li_cx_speaks_of(l->event, p));
}

static bool same_keys(const struct li_party *a, const struct li_party *b)
{
	return a->key_count == b->key_count && a->key_count &&
		li_key_eq(a->keys[0], b->keys[0]) &&
		(a->key_count == 1 || li_key_eq(a->keys[1], b->keys[1]));
}

/* Whom the registrations know behind the event's identities, on both sides of
 * it. */
static void look_up(struct li_mirror *m, const struct li_event *event,
	const struct li_session *s, struct li_change *change)
{
	const struct li_party *p = event->parties,
			      *end = p + event->party_count;
	const struct looking l = looking_at(event, change);
	/* A REGISTER that has an instance is of that device alone. */
	struct li_look look = {.devices = event->source != LI_SOURCE_SIP ||
			event->sip.method != LI_SIP_REGISTER ||
			!has_instance(event, s),
		.change = change};

	for (const struct li_party *first; p != end; p++) {
		bool sent;

		if (!looked_up(&l, p))
			continue;
		first = p;
		look.sides = li_side_among(p->role, l.opener);
		sent = look.sides == l.sender;
		/* From and To of a REGISTER are one user's: asked once. */
		for (; p + 1 != end && same_keys(first, p + 1); p++) {
			uint8_t sides = li_side_among(p[1].role, l.opener);

			if (!looked_up(&l, p + 1) ||
				(sides == l.sender) != sent)
				break;
			look.sides |= sides;
		}
		look.from = sent ? event : NULL;
		li_look_party(m, first, &look);
	}
}

/* Leave out who is surely no target. */
static void sift(const struct li_mirror *m, struct li_change *change)
{
	size_t n = 0;

	for (size_t i = 0; i < change->known_count && m->filter; i++) {
		const struct li_known *known = &change->known[i];
		bool may = false;

		for (size_t k = 0; k < known->key_count; k++)
			may = may || li_filter_may(m->filter, known->keys[k]);
		if (may)
			change->known[n++] = *known;
	}
	if (m->filter)
		change->known_count = n;
}

/* Whose devices a REGISTER that names none is of: they may have left before its
 * answer, which is of them all the same. TS 33.128 cl. 7.12.2.8 */
static void keep_devices(struct li_mirror *m, const struct li_event *event,
	struct li_session *s, const struct li_change *change)
{
	if (!m->filter || !change->known_count || !s || event->broken ||
		!event->sip.is_request || has_instance(event, s))
		return;
	li_session_fill(m, s);
	for (size_t i = 0; i < change->known_count; i++) {
		const struct li_known *known = &change->known[i];

		if (known->roles == LI_ROLE_REGISTRATION &&
			!li_session_entry(&m->entering, known->keys[0]))
			li_session_enter(m, known->keys[0],
				li_stand(LI_ROLE_REGISTRATION, LI_SIDE_OPENER,
					LI_ENTRY_FIRM | LI_ENTRY_OPENING));
	}
	li_session_filled(m, s);
}

static void apply_sip(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	bool is_register = event->sip.method == LI_SIP_REGISTER;
	struct li_session *s;

	change->from_opener = event->sip.is_request;
	change->method = event->sip.method;
	s = li_follow(m, event, change);
	if (is_register) {
		li_register_apply(m, event, s, change);
		li_gained_settle(m);
	}
	if (is_register || !s || event->broken) {
		look_up(m, event, s, change);
		sift(m, change);
	}
	if (is_register)
		keep_devices(m, event, s, change);
	li_reg_event_apply(m, event, change);
}

static void apply_cx(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	change->registration = true;
	change->reg_before = li_cx_state(m, event);
	li_cx_moved_reset(m);
	li_cx_contradict(m, event, change);
	switch (event->cx.command) {
	case LI_CX_SAR: li_cx_assign_apply(m, event, change); break;
	case LI_CX_RTR:
	case LI_CX_PPR: li_cx_push_apply(m, event, change); break;
	case LI_CX_UAR:
	case LI_CX_LIR:
	case LI_CX_MAR: li_cx_query_apply(m, event, change); break;
	}
	change->reg_after = li_cx_state(m, event);
	li_gained_settle(m);
	look_up(m, event, NULL, change);
	sift(m, change);
}

void li_mirror_set_filter(struct li_mirror *m, const struct li_filter *filter)
{
	m->filter = filter;
}

/* All but the list itself, whose count says how much of it is set. So few octets
 * at once are stores; more would be a loop. */
static void clear(struct li_change *change)
{
	uint8_t *p = (uint8_t *)change;

	_Static_assert(offsetof(struct li_change, known) >= 128, "some more");
	memset(p, 0, 64);
	memset(p + 64, 0, 64);
	memset(p + 128, 0, offsetof(struct li_change, known) - 128);
	change->known_count = 0;
}

void li_mirror_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	clear(change);
	change->expires_s = -1;
	change->auth_age_s = -1;
	m->last = NULL;
	li_mirror_set_time(m, event->mono_us);
	if (event->source == LI_SOURCE_SIP)
		apply_sip(m, event, change);
	else
		apply_cx(m, event, change);
	m->call = (struct li_key){0};
}

void li_mirror_tick(struct li_mirror *m, int64_t mono_us)
{
	size_t work = LI_MIRROR_TICK_WORK;
	struct li_alarm *t;

	li_mirror_set_time(m, mono_us);
	while ((t = li_wheel_due(&m->session_wheel, m->now_s, &work))) {
		li_session_free(m, (struct li_session *)(void *)t);
		m->expired++;
	}
	li_user_tick(m, &work);
}

uint64_t li_mirror_digest(struct li_mirror *m)
{
	return li_session_digest(m) + li_user_digest(m);
}

void li_mirror_count(const struct li_mirror *m, struct li_mirror_counts *out)
{
	*out = (struct li_mirror_counts){
		.registrations = m->users.count,
		.sessions = m->session_wheel.count,
		.bytes = sizeof(*m) + m->pool.chunks.bytes +
			li_users_bytes(&m->users) - sizeof(m->users) +
			li_chains_bytes(&m->sessions) +
			li_chains_bytes(&m->icids) + m->texts.bytes +
			m->scratch.cap,
		.registration_bytes = li_users_bytes(&m->users),
		.expired = m->expired,
		.evicted = m->evicted,
		.refused = m->refused,
		.shed = m->shed_count,
		.texts_refused = m->texts.refused,
	};
}

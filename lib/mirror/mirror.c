/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/cx.h"

/* Where an identity may name a user of ours: TS 33.128 cl. 7.12.2.8. */
enum {
	ROLES_LOOKED_UP = LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_REQUEST_URI |
		LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED |
		LI_ROLE_P_CALLED_PARTY | LI_ROLE_HISTORY_INFO |
		LI_ROLE_DIVERSION | LI_ROLE_CX_PUBLIC_IDENTITY |
		LI_ROLE_CX_USER_NAME,
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
	*out = m;
	return LI_OK;
}

void li_mirror_free(struct li_mirror *m)
{
	if (!m)
		return;
	li_users_fini(&m->users);
	li_table_fini(&m->sessions);
	li_pool_fini(&m->pool);
	explicit_bzero(m, sizeof(*m));
	free(m);
}

/* Seconds of the mirror's own time; it never goes back. */
static void set_time(struct li_mirror *m, int64_t mono_us)
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
	if (s && s->asked && s->asked->imei.len)
		return true;
	for (size_t i = 0; i < event->party_count; i++)
		if (event->parties[i].role == LI_ROLE_CONTACT_INSTANCE)
			return true;
	return false;
}

/* Where a side of the session is, as far as its messages said: which of a
 * user's devices it is. */
static uint64_t device(struct li_mirror *m, const struct li_event *event,
	struct li_session *s, const struct li_change *change, uint8_t side)
{
	uint8_t sender =
		change->from_opener ? LI_SIDE_OPENER : LI_SIDE_ANSWERER;
	uint64_t contact = 0;

	if (event->sip.contact_count && side == sender)
		contact = li_look_contact(m, event->sip.contacts[0].uri);
	if (!s || (side != LI_SIDE_OPENER && side != LI_SIDE_ANSWERER))
		return contact;
	if (contact)
		s->contacts[side == LI_SIDE_ANSWERER] = contact;
	return s->contacts[side == LI_SIDE_ANSWERER];
}

/* How to look up a party: on which side it stands, and which device it is. A
 * REGISTER that has an instance is of that device alone. */
static struct li_look look_for(struct li_mirror *m,
	const struct li_event *event, struct li_session *s,
	const struct li_change *change, const struct li_party *p)
{
	struct li_look look = {.devices = true, .sides = LI_SIDE_OPENER};

	if (event->source != LI_SOURCE_SIP)
		return look;
	look.sides =
		li_side_of(p->role, event->sip.is_request, change->from_opener);
	if (event->sip.method == LI_SIP_REGISTER)
		look.devices = !has_instance(event, s);
	else
		look.contact = device(m, event, s, change, look.sides);
	if (event->sip.method != LI_SIP_REGISTER)
		li_look_wire(m, event,
			look.sides ==
				(change->from_opener ? LI_SIDE_OPENER
						     : LI_SIDE_ANSWERER),
			&look);
	return look;
}

/* Whom the registrations know behind the event's identities, on both sides of
 * it. What is learned stays with the session to its end. */
static void look_up(struct li_mirror *m, const struct li_event *event,
	struct li_session *s, struct li_change *change)
{
	bool sip = event->source == LI_SOURCE_SIP;
	size_t before = change->known_count;

	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		if (!(p->role & ROLES_LOOKED_UP) ||
			(!sip && !li_cx_speaks_of(event, p)))
			continue;
		li_look_party(m, change, p, look_for(m, event, s, change, p));
	}
	if (!s || event->sip.method == LI_SIP_REGISTER)
		return;
	for (size_t i = before; i < change->known_count; i++) {
		const struct li_known *known = &change->known[i];

		li_session_enter(m, s,
			(struct li_entry){
				.key = known->keys[0],
				.roles = (uint16_t)known->roles,
				.sides = known->sides,
			});
	}
}

/* What the session's earlier messages told. */
static void inherit(const struct li_session *s, struct li_change *change)
{
	for (size_t i = 0; i < s->entry_count; i++)
		li_look_know(change, s->entries[i].key,
			LI_ROLE_DIALOG | s->entries[i].roles,
			s->entries[i].sides);
}

static bool of_dialog(const struct li_session *s, const struct li_sip *sip)
{
	if (s->method == LI_SIP_INVITE && s->state != LI_SESSION_NONE)
		return true;
	switch (sip->method) {
	case LI_SIP_INVITE:
	case LI_SIP_ACK:
	case LI_SIP_BYE:
	case LI_SIP_CANCEL:
	case LI_SIP_PRACK: return true;
	case LI_SIP_UPDATE:
	case LI_SIP_INFO:
		/* Of a dialog that is new to us, or a transaction alone. */
		return s->state == LI_SESSION_NONE && sip->to_tag.n != 0;
	case LI_SIP_OTHER:
	case LI_SIP_REGISTER:
	case LI_SIP_MESSAGE:
	case LI_SIP_REFER:
	case LI_SIP_SUBSCRIBE:
	case LI_SIP_NOTIFY:
	case LI_SIP_PUBLISH:
	case LI_SIP_OPTIONS: return false;
	}
	return false;
}

/* Bring the session up to date and say what became of it. */
static void apply_session(struct li_mirror *m, const struct li_event *event,
	struct li_session *s, struct li_change *change)
{
	enum li_session_state before = (enum li_session_state)s->state;
	bool was_anchored = s->anchored;

	if (!event->broken) {
		li_session_learn(m, s, event);
		if (of_dialog(s, &event->sip)) {
			s->method = LI_SIP_INVITE;
			li_dialog_apply(m, event, s);
		} else {
			li_message_apply(m, event, s);
		}
		if (event->sip.status >= 200)
			s->status = event->sip.status;
	}
	change->session = true;
	change->session_before = before;
	change->session_after = (enum li_session_state)s->state;
	change->opened = (s->anchored && !was_anchored) ||
		(before == LI_SESSION_GONE && s->state == LI_SESSION_TRYING);
	change->closed =
		before != LI_SESSION_GONE && s->state == LI_SESSION_GONE;
	change->method = (enum li_sip_method)s->method;
	change->way_known = s->anchored;
	change->from_opener =
		event->sip.is_request == li_session_by_opener(m, s, event);
}

static struct li_session *session_of(struct li_mirror *m,
	const struct li_event *event, struct li_change *change)
{
	struct li_session *s;
	struct li_hasher h;
	struct li_key call;

	if (event->sip.call_id.n == 0)
		return NULL;
	li_hasher_init(&h, &m->options.secret);
	li_hasher_add(&h, li_slice("c", 1));
	li_hasher_add(&h, event->sip.call_id);
	call = li_hasher_end(&h);
	/* One number for all of a session, the same after a restart.
	 * TS 103 221-2 cl. 5.2.8 */
	change->correlation = call.hi ? call.hi : 1;
	s = li_session_find(m, call);
	if (!s && !event->broken)
		s = li_session_new(m, event, call);
	return s;
}

static void apply_sip(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	struct li_session *s = session_of(m, event, change);

	change->from_opener = event->sip.is_request;
	change->method = event->sip.method;
	if (s) {
		s->opened = false;
		inherit(s, change);
	}
	if (event->sip.method == LI_SIP_REGISTER) {
		if (s && !event->broken)
			li_session_learn(m, s, event);
		li_register_apply(m, event, s, change);
	} else if (s) {
		apply_session(m, event, s, change);
	}
	look_up(m, event, event->broken ? NULL : s, change);
}

static void apply_cx(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	change->registration = true;
	change->reg_before = li_cx_state(m, event);
	switch (event->cx.command) {
	case LI_CX_SAR: li_cx_assign_apply(m, event, change); break;
	case LI_CX_RTR:
	case LI_CX_PPR: li_cx_push_apply(m, event, change); break;
	case LI_CX_UAR:
	case LI_CX_LIR:
	case LI_CX_MAR: li_cx_query_apply(m, event, change); break;
	}
	change->reg_after = li_cx_state(m, event);
	look_up(m, event, NULL, change);
}

void li_mirror_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	/* All but the list itself, whose count says how much of it is set. */
	memset(change, 0, offsetof(struct li_change, known));
	change->known_count = 0;
	change->expires_s = -1;
	set_time(m, event->mono_us);
	if (event->source == LI_SOURCE_SIP)
		apply_sip(m, event, change);
	else
		apply_cx(m, event, change);
}

void li_mirror_tick(struct li_mirror *m, int64_t mono_us)
{
	size_t work = LI_MIRROR_TICK_WORK;
	struct li_timer *t;

	set_time(m, mono_us);
	while ((t = li_wheel_due(&m->session_wheel, m->now_s, &work))) {
		li_session_free(m, (struct li_session *)(void *)t);
		m->expired++;
	}
	li_user_tick(m, &work);
}

void li_mirror_count(const struct li_mirror *m, struct li_mirror_counts *out)
{
	*out = (struct li_mirror_counts){
		.registrations = m->users.count,
		.sessions = m->session_wheel.count,
		.bytes = sizeof(*m) + m->pool.bytes +
			li_users_bytes(&m->users) - sizeof(m->users) +
			m->sessions.size * sizeof(struct li_table_slot),
		.registration_bytes = li_users_bytes(&m->users),
		.expired = m->expired,
		.evicted = m->evicted,
		.refused = m->refused,
	};
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* Room for sessions: what makes it, and who gets it when there is little.
 * Whoever may be a target is screened first, always finds room, and has to
 * leave last. TS 33.127 cl. 8.1 */

enum {
	RETIRED = 2, /* sessions past their time that make room for one */
};

/* ---- who may be a target ---- */

static bool wanted(const struct li_mirror *m, struct li_key key)
{
	return li_filter_may(m->filter, key);
}

/* Whom the registrations know behind a party. */
static bool wanted_behind(struct li_mirror *m, const struct li_party *p)
{
	m->looked.known_count = 0;
	li_look_party(m, p,
		&(struct li_look){.devices = true, .change = &m->looked});
	for (size_t i = 0; i < m->looked.known_count; i++)
		if (wanted(m, m->looked.known[i].keys[0]))
			return true;
	return false;
}

bool li_mirror_may_want(struct li_mirror *m, const struct li_party *p)
{
	for (size_t k = 0; k < p->key_count && m->filter; k++)
		if (wanted(m, p->keys[k]))
			return true;
	return !m->filter || wanted_behind(m, p);
}

static bool concerns_target(struct li_mirror *m, const struct li_event *event)
{
	for (size_t i = 0; i < event->party_count; i++)
		if (li_mirror_may_want(m, &event->parties[i]))
			return true;
	/* The report of a short message names nobody: who it is of stands with
	 * the message. TS 24.341 cl. 5.3.1.3 */
	return event->sip.in_reply_to.n != 0;
}

static bool session_wanted(const struct li_alarm *timer, const void *mirror)
{
	const struct li_mirror *m = mirror;
	const struct li_session *s = (const void *)timer;

	if (s->strangers == m->filter->version)
		return false;
	for (size_t i = 0; i < s->entry_count; i++)
		if (wanted(m, li_entry_key(&s->entries[i])))
			return true;
	return false;
}

static bool ident_wanted(const struct li_mirror *m, const struct li_ident *id)
{
	struct li_identity text;
	struct li_ident_keys keys;

	li_ident_unpack(&m->users.hosts, id, &text);
	li_ident_keys(&text, &m->options.secret, &keys);
	for (size_t k = 0; k < keys.count; k++)
		if (wanted(m, keys.at[k]))
			return true;
	return false;
}

bool li_room_wants(const struct li_mirror *m, const struct li_user *user)
{
	struct li_ident *id = m->filter ? li_user_impi(m, user) : NULL;
	struct li_binding *b = NULL;
	struct li_key imei;

	if (!m->filter)
		return false;
	if (id && ident_wanted(m, id))
		return true;
	id = NULL;
	while ((id = li_user_impus(m, user, id)))
		if (ident_wanted(m, id))
			return true;
	while ((b = li_user_bindings(m, user, b)))
		if (li_binding_imei(b, &imei, NULL) && wanted(m, imei))
			return true;
	return false;
}

/* ---- who gets it ---- */

/* Who sent the request that this is of, or answers: an IPv6 host has all of
 * its /64. RFC 8273 */
static struct li_key source_of(const struct li_mirror *m,
	const struct li_event *event)
{
	const struct li_address *a =
		event->sip.is_request ? &event->from : &event->to;

	return li_hash(&m->options.secret,
		li_slice(a->ip, a->family == 6 ? 8 : 4));
}

/* Whom the network says it is of, else who says so himself. */
static struct li_key subscriber_of(const struct li_event *event)
{
	const struct li_party *p = li_event_party(event, LI_ROLE_P_ASSERTED);

	if (!p || !event->sip.is_request)
		p = li_event_party(event, LI_ROLE_FROM);
	return p && p->key_count ? p->keys[0] : (struct li_key){0};
}

bool li_room_for(struct li_mirror *m, const struct li_event *event)
{
	if (m->session_wheel.count < m->options.sessions_max / 2 ||
		!m->filter || concerns_target(m, event) ||
		li_shed_passes(&m->shed, source_of(m, event),
			subscriber_of(event),
			(uint32_t)(event->mono_us / 1000)))
		return true;
	m->shed_count++;
	return false;
}

/* ---- what makes it ---- */

void li_room_make(struct li_mirror *m)
{
	size_t work = RETIRED;
	struct li_alarm *t;

	/* A tick looks at so many a second: more than that may begin. */
	while ((t = li_wheel_due(&m->session_wheel, m->now_s, &work))) {
		li_session_free(m, (struct li_session *)(void *)t);
		m->expired++;
	}
	if (m->session_wheel.count < m->options.sessions_max)
		return;
	t = li_wheel_first(&m->session_wheel, m->filter ? session_wanted : NULL,
		m);
	if (t) {
		li_session_free(m, (struct li_session *)(void *)t);
		m->evicted++;
	}
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/sender.h"

enum {
	ROLES_SENDER = LI_ROLE_FROM | LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED,
	WIDTH = 32, /* of a half of a mark */
};

enum verdict { UNKNOWN, OWN, STRANGE };

/* RFC 3261 cl. 12.1; RFC 6665 cl. 4.1; RFC 3515 cl. 2.4.4 */
static bool opens_dialog(enum li_sip_method method)
{
	return method == LI_SIP_INVITE || method == LI_SIP_SUBSCRIBE ||
		method == LI_SIP_REFER;
}

/* Who the network says that it is, else who it says itself: on the first hop
 * nobody has asserted anything. TS 24.229 cl. 5.2.6.3 */
static const struct li_party *sender(const struct li_event *event)
{
	static const enum li_role first[] = {LI_ROLE_P_ASSERTED,
		LI_ROLE_P_PREFERRED, LI_ROLE_FROM};
	const struct li_party *p = NULL;

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]) && !p; i++)
		p = li_event_party(event, first[i]);
	return p;
}

/* Where it says that it is, as a half of a mark; 0 when it does not say. */
static uint32_t contact_of(const struct li_mirror *m,
	const struct li_event *event)
{
	return event->sip.contact_count
		? (uint32_t)(li_look_contact(m, event->sip.contacts[0].uri) >>
			  WIDTH)
		: 0;
}

/* Of one of those who have the IMPU; without contacts nothing is known. */
static enum verdict of_user(const struct li_mirror *m,
	const struct li_user *user, uint32_t contact)
{
	const struct li_binding *b = NULL;
	bool lives = false;

	while ((b = li_user_bindings(m, user, b))) {
		if (li_binding_near(b, contact))
			return OWN;
		lives = lives ||
			(!(b->flags & LI_BINDING_SOS) && b->due_s > m->now_s);
	}
	return lives ? STRANGE : UNKNOWN;
}

static enum verdict judge(const struct li_mirror *m,
	const struct li_event *event, uint32_t contact)
{
	const struct li_party *p = sender(event);
	struct li_user_list list;
	enum verdict all = UNKNOWN;
	struct li_key own;

	list.count = 0;
	if (!p || !contact)
		return UNKNOWN;
	own = li_look_own(p);
	li_user_find(m, own, &list);
	for (size_t i = 0; i < list.count; i++) {
		enum verdict v;

		if (!li_user_impu(m, list.at[i], own))
			continue;
		v = of_user(m, list.at[i], contact);
		if (v != STRANGE || list.count == LI_USER_SHARED_MAX)
			return v == OWN ? OWN : UNKNOWN;
		all = v;
	}
	return all;
}

/* Has a leg of the same call come from a device of the user? It is told once
 * of them all. */
static bool has_own_leg(const struct li_mirror *m, struct li_session *s)
{
	struct li_chain *link = NULL;
	bool own = false;

	while (s->by_icid.hash &&
		(link = li_chains_find(&m->icids, s->by_icid.hash, link))) {
		own = own || li_session_tied(link)->own;
		li_session_tied(link)->stranger = false;
	}
	return own;
}

/* Has who sent it bound a contact since? Its 200 may have come behind. */
static bool has_bound(const struct li_mirror *m, const struct li_session *s)
{
	uint16_t age = (uint16_t)((m->now_s - s->born_s) / 2 + 1);
	uint16_t now = li_binding_time(m->now_s);

	for (size_t i = 0; i < s->entry_count; i++) {
		const struct li_entry *e = &s->entries[i];
		struct li_user_list list = {.count = 0};
		const struct li_binding *b = NULL;

		if (!(li_entry_roles(e) & ROLES_SENDER) ||
			li_entry_sides(e) != LI_SIDE_OPENER)
			continue;
		li_user_find(m, li_entry_key(e), &list);
		for (size_t u = 0; u < list.count; u++)
			while ((b = li_user_bindings(m, list.at[u], b)))
				if ((uint16_t)(now - b->seen) <= age)
					return true;
	}
	return false;
}

void li_sender_look(const struct li_mirror *m, const struct li_event *event,
	struct li_session *s, bool opens, struct li_change *change)
{
	const struct li_sip *sip = &event->sip;

	if (opens && opens_dialog(sip->method)) {
		uint32_t contact = s->timer.beside = contact_of(m, event);
		enum verdict v =
			s->emergency ? UNKNOWN : judge(m, event, contact);

		s->own = v == OWN;
		s->stranger = v == STRANGE;
		if (v == STRANGE)
			change->devices |= LI_DEVICE_UNBOUND;
		return;
	}
	if (!s->stranger || sip->is_request || sip->status < 200 ||
		sip->status >= 300 || sip->method != s->method ||
		!li_session_by_opener(m, s))
		return;
	s->stranger = false;
	if (!has_own_leg(m, s) && !has_bound(m, s))
		change->devices |= LI_DEVICE_LET_IN;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* Who takes part in a session: what its opening says, who answers, and what
 * the registrations know of them. A message inside a dialog whose opening was
 * seen tells nothing more. */

/* Identities of a message that may name a user of ours: what the tables of
 * TS 33.128 cl. 7.12.2.8 match. */
enum {
	ROLES_ASSERTED = LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED,
	ROLES_INSIDE = LI_ROLE_FROM | LI_ROLE_TO | ROLES_ASSERTED,
	ROLES_OPENING = ROLES_INSIDE | LI_ROLE_REQUEST_URI |
		LI_ROLE_P_CALLED_PARTY | LI_ROLE_HISTORY_INFO |
		LI_ROLE_DIVERSION | LI_ROLE_SMS_ORIGINATOR |
		LI_ROLE_SMS_DESTINATION,
	/* Who they are is no other's registration. */
	ROLES_ALONE = LI_ROLE_CONTACT_INSTANCE | LI_ROLE_SMS_ORIGINATOR |
		LI_ROLE_SMS_DESTINATION,
	ROLES_REGISTER = LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_AUTH_USERNAME |
		LI_ROLE_CONTACT_INSTANCE,
};

static bool opens(const struct li_sip *sip)
{
	/* A request without a To-tag is outside a dialog. RFC 3261 cl. 12 */
	return sip->is_request && sip->to_tag.n == 0;
}

static bool only_inside(enum li_sip_method method)
{
	return method == LI_SIP_BYE || method == LI_SIP_PRACK ||
		method == LI_SIP_UPDATE || method == LI_SIP_INFO ||
		method == LI_SIP_CANCEL;
}

/* An answer to the opening request, or to one that comes before it is seen. */
static bool answers_opening(const struct li_session *s,
	const struct li_sip *sip)
{
	if (sip->is_request)
		return false;
	if (!s->anchored)
		return !only_inside(sip->method);
	return sip->cseq >= s->cseq && sip->method == s->method;
}

static uint8_t turned(uint8_t sides)
{
	uint8_t others = sides >> 4;
	unsigned int out = others & LI_SIDE_REDIRECTING;

	if (others & LI_SIDE_OPENER)
		out |= LI_SIDE_ANSWERER;
	if (others & LI_SIDE_ANSWERER)
		out |= LI_SIDE_OPENER;
	return (uint8_t)(out << 4 | (sides & 15U));
}

/* Who opened is known at last: what was entered from messages inside the
 * dialog goes, and what is left changes sides when the guess was wrong. */
static void anchor(struct li_session *s, uint32_t opener)
{
	bool wrong = s->opener != opener;
	size_t n = 0;

	for (size_t i = 0; i < s->entry_count; i++) {
		struct li_entry e = s->entries[i];

		if (!(li_stand_facts(e.stand) & LI_ENTRY_FIRM))
			continue;
		if (wrong)
			e.stand = li_stand(li_stand_roles(e.stand),
				turned(li_stand_sides(e.stand)),
				li_stand_facts(e.stand));
		s->entries[n++] = e;
	}
	if (n < s->entry_count)
		memset(&s->entries[n], 0,
			(s->entry_count - n) * sizeof(*s->entries));
	s->entry_count = (uint8_t)n;
	s->opener = opener;
	s->anchored = true;
}

enum { PARTIES_USUAL = 16 }; /* so many always find room */

/* What this event tells. */
struct telling {
	uint32_t roles; /* that count */
	bool opening, firm, way;
	bool looks; /* at who the parties are */
	/* How a party is looked at. Users of the one before on the same side,
	 * as firmly, are told already: who stands in several headers, as sip:
	 * and as tel:, is looked at once. */
	struct li_look look;
	struct li_user_list told;
	bool told_firm;
};

static uint32_t stand_of(uint32_t roles, uint8_t sides, const struct telling *t,
	bool firm)
{
	unsigned int facts = firm ? LI_ENTRY_FIRM : 0;

	return t->opening ? li_stand(li_entry_fold(roles), sides,
				    (uint8_t)(facts | LI_ENTRY_OPENING))
			  : li_stand(li_entry_fold(roles),
				    (uint8_t)(sides << 4), (uint8_t)facts);
}

/* On which sides a party stands, and whether that is said by who opened the
 * session or answers it. */
struct firmly {
	uint8_t sides;
	bool firm;
};

/* IMPI and devices of the party's users stay with the session to its end,
 * whoever may be a target later. TS 33.128 cl. 7.12.2.8 */
static __attribute__((noinline)) void look_up(struct li_mirror *m,
	const struct li_event *event, const struct li_party *p,
	struct telling *t, struct firmly how)
{
	uint8_t sender = t->way ? LI_SIDE_OPENER : LI_SIDE_ANSWERER;

	if (t->look.sides != how.sides || t->told_firm != how.firm) {
		t->told.count = 0;
		t->told_firm = how.firm;
		t->look.sides = how.sides;
		t->look.from = how.sides == sender ? event : NULL;
		t->look.stand =
			stand_of(LI_ROLE_REGISTRATION, how.sides, t, how.firm);
	}
	li_look_party(m, p, &t->look);
}

/* Enter the keys of a party; was one of them not there on this side? */
static inline bool is_new(struct li_mirror *m, const struct li_party *p,
	uint32_t stand)
{
	bool added = false;

	_Static_assert(LI_ID_KEYS_MAX == 2, "each is named");
	if (p->key_count > 0)
		added = li_session_enter(m, p->keys[0], stand);
	if (p->key_count > 1)
		added |= li_session_enter(m, p->keys[1], stand);
	return added;
}

static void tell_roles(struct li_mirror *m, const struct li_event *event,
	struct telling *t, uint32_t roles)
{
	const struct li_party *end = event->parties + event->party_count;

	for (const struct li_party *p = event->parties; p != end; p++) {
		struct firmly how;
		uint32_t stand;

		if (!(p->role & roles))
			continue;
		/* The opening will say From and To itself. */
		how.firm = t->opening || (t->firm && p->role & ROLES_ASSERTED);
		how.sides = li_side_of(p->role, event->sip.is_request, t->way);
		stand = stand_of(p->role, how.sides, t, how.firm);
		/* A copy on another hop was looked up before, and so was who
		 * stands in several headers. */
		if (is_new(m, p, stand) && t->looks && !(p->role & ROLES_ALONE))
			look_up(m, event, p, t, how);
	}
}

/* A session has room for so many: who the network vouches for comes before
 * whom anybody may name, however often. TS 33.128 cl. 7.12.2.8 */
static void tell(struct li_mirror *m, const struct li_event *event,
	struct telling *t)
{
	static const uint32_t first[] = {LI_ROLE_P_ASSERTED,
		LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_REQUEST_URI |
			LI_ROLE_P_CALLED_PARTY,
		LI_ROLE_P_PREFERRED};
	uint32_t left = t->roles;

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]) &&
		event->party_count > PARTIES_USUAL;
		i++) {
		tell_roles(m, event, t, left & first[i]);
		left &= ~first[i];
	}
	tell_roles(m, event, t, left);
}

enum { LINES_MAX = 6, LINES_OCTETS = 2048 };

/* Whose a line of the parties would be; 0 when there is none. */
static uint8_t whose(enum li_role role)
{
	if (role & ROLES_ASSERTED)
		return LI_PARTY_ASSERTED;
	if (role & LI_ROLE_FROM)
		return LI_PARTY_FROM;
	if (role & LI_ROLE_TO)
		return LI_PARTY_TO;
	return role & (LI_ROLE_HISTORY_INFO | LI_ROLE_DIVERSION)
		? LI_PARTY_DIVERTING
		: 0;
}

/* URIs of the parties, each in the line of its role, for a record in the
 * session's middle. */
static void keep_parties(struct li_mirror *m, struct li_session *s,
	const struct li_event *event)
{
	const struct li_party *of[4][LINES_MAX];
	size_t count[4] = {0}, n = 0, lines = 0;
	char text[LINES_OCTETS];

	for (size_t i = 0; i < event->party_count; i++) {
		uint8_t line = whose(event->parties[i].role);
		size_t o = (size_t)(line - LI_PARTY_ASSERTED);

		if (line && count[o] < LINES_MAX)
			of[o][count[o]++] = &event->parties[i];
	}
	for (size_t o = 0; o < 4; o++) {
		for (size_t i = 0; i < count[o] && lines < LINES_MAX; i++) {
			struct li_slice uri = of[o][i]->text;

			if (uri.n + 2 > sizeof(text) - n)
				continue;
			text[n++] = (char)(LI_PARTY_ASSERTED + o);
			memcpy(text + n, uri.p, uri.n);
			n += uri.n;
			text[n++] = '\n';
			lines++;
		}
	}
	if (n)
		s->parties = li_texts_put(&m->texts, &m->pool,
			li_slice(text, n), LI_TEXT_URIS);
}

/* Whose roles count in this message: TS 33.128 cl. 7.12.2.8 */
static uint32_t roles_of(const struct li_session *s,
	const struct li_event *event)
{
	/* The Contacts of a redirection are others'. RFC 3261 cl. 8.1.3.4 */
	uint32_t device =
		event->sip.status < 300 ? LI_ROLE_CONTACT_INSTANCE : 0;

	if (event->sip.method == LI_SIP_REGISTER)
		return li_register_lists_others(s, &event->sip)
			? ROLES_REGISTER & ~(unsigned)LI_ROLE_CONTACT_INSTANCE
			: ROLES_REGISTER;
	if (opens(&event->sip))
		return ROLES_OPENING | device;
	return device | (s->anchored ? ROLES_ASSERTED : ROLES_INSIDE);
}

/* Is no party of the event one that the filter passes? Of those that were told
 * the session knows. */
static bool all_strangers(const struct li_mirror *m,
	const struct li_event *event, uint32_t told)
{
	const struct li_filter_view *filter = &m->entering.filter;
	bool may = m->entering.may;

	for (size_t i = 0; i < event->party_count && !may; i++) {
		const struct li_party *p = &event->parties[i];

		if (p->role & told)
			continue;
		for (size_t k = 0; k < p->key_count; k++)
			may |= li_filter_sees(filter, p->keys[k]);
	}
	return !may;
}

size_t li_session_learn(struct li_mirror *m, struct li_session *s,
	const struct li_event *event, struct li_change *change)
{
	const struct li_sip *sip = &event->sip;
	struct telling t;

	t.opening = opens(sip);
	s->opened = t.opening;
	if (t.opening && !s->anchored)
		anchor(s, m->from_tag);
	t.firm = t.opening || answers_opening(s, sip);
	if (s->anchored && !t.firm)
		return s->entry_count;
	t.way = sip->is_request == li_session_by_opener(m, s);
	t.roles = roles_of(s, event);
	t.looks = sip->method != LI_SIP_REGISTER;
	t.look.devices = t.look.enters = true;
	t.look.sides = 0;
	t.look.told = &t.told;
	t.told_firm = false;
	if (t.opening && !s->parties && sip->method == LI_SIP_INVITE)
		keep_parties(m, s, event);
	li_session_fill(m, s);
	tell(m, event, &t);
	li_session_filled(m, s);
	change->strangers = all_strangers(m, event, t.roles);
	return m->entering.before;
}

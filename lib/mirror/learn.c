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
		LI_ROLE_SMS_DESTINATION | LI_ROLE_SERVED_ANY,
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
	uint32_t roles;  /* that count */
	uint32_t opener; /* who has these is on the opener's side */
	uint32_t firm;   /* and who has these opens or answers */
	/* How who stands on a side is entered, but for the role. */
	uint32_t opening, answering, redirecting;
	bool way;
	bool looks; /* at who the parties are */
	bool may;   /* does the filter pass one whose role does not count? */
	/* How a party is looked at. Users of the one before on the same side,
	 * as firmly, are told already: who stands in several headers, as sip:
	 * and as tel:, is looked at once. */
	struct li_look look;
	struct li_user_list told;
};

/* How who stands on this side is entered, by an opening or another message. */
static uint32_t stand_on(uint8_t side, bool opening)
{
	return opening ? li_stand(0, side, LI_ENTRY_OPENING)
		       : li_stand(0, (uint8_t)(side << 4), 0);
}

/* The same of who has this role. */
static inline uint32_t stand_of(const struct telling *t, uint32_t role)
{
	uint32_t stand = role & t->opener ? t->opening : t->answering;

	if (role & (LI_ROLE_REDIRECTING | LI_ROLE_SERVED)) {
		stand = t->redirecting;
		if (role & LI_ROLE_SERVED)
			stand &= ~(uint32_t)LI_STAND_SIDES;
	}
	return role & t->firm ? stand | LI_STAND_FIRM : stand;
}

/* IMPI and devices of the party's users stay with the session to its end,
 * whoever may be a target later. TS 33.128 cl. 7.12.2.8. One frame for all of
 * the look-up, which each new key of an opening pays for. */
static __attribute__((noinline, flatten)) void look_up(struct li_mirror *m,
	const struct li_event *event, const struct li_party *p,
	struct telling *t, uint32_t stand)
{
	const uint32_t sender = t->way ? t->opening : t->answering;

	stand |= li_entry_fold(LI_ROLE_REGISTRATION);
	if (t->look.stand != stand) {
		t->told.count = 0;
		t->look.stand = stand;
		t->look.from = (stand ^ sender) & LI_STAND_SIDES ? NULL : event;
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

/* Does the filter pass a key of this party? */
static inline bool may_be(const struct li_mirror *m, const struct li_party *p)
{
	bool may = false;

	for (size_t k = 0; k < p->key_count; k++)
		may |= li_filter_sees(&m->entering.filter, p->keys[k]);
	return may;
}

static void tell_roles(struct li_mirror *m, const struct li_event *event,
	struct telling *t, uint32_t roles)
{
	const struct li_party *end = event->parties + event->party_count;

	for (const struct li_party *p = event->parties; p != end; p++) {
		uint32_t stand;

		if (!(p->role & roles)) {
			t->may |= may_be(m, p);
			continue;
		}
		stand = stand_of(t, p->role);
		/* A copy on another hop was looked up before, and so was who
		 * stands in several headers. */
		if (is_new(m, p, stand | li_entry_fold(p->role)) && t->looks &&
			!(p->role & ROLES_ALONE))
			look_up(m, event, p, t, stand);
	}
}

/* A session has room for so many: who the network vouches for comes before
 * whom anybody may name, however often. TS 33.128 cl. 7.12.2.8 */
static void tell(struct li_mirror *m, const struct li_event *event,
	struct telling *t)
{
	static const uint32_t first[] = {LI_ROLE_P_ASSERTED |
			LI_ROLE_SERVED_ANY,
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
	return role & LI_ROLE_REDIRECTING ? LI_PARTY_DIVERTING : 0;
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

/* How its parties are entered and looked at. */
static void begin(const struct li_session *s, const struct li_event *event,
	bool opening, bool way, struct telling *t)
{
	t->roles = roles_of(s, event);
	t->opener = li_roles_of_opener(event->sip.is_request, way);
	t->opening = stand_on(LI_SIDE_OPENER, opening);
	t->answering = stand_on(LI_SIDE_ANSWERER, opening);
	t->redirecting = stand_on(LI_SIDE_REDIRECTING, opening);
	t->way = way;
	t->looks = event->sip.method != LI_SIP_REGISTER;
	t->may = false;
	t->look = (struct li_look){.devices = true,
		.enters = true,
		.told = &t->told};
}

size_t li_session_learn(struct li_mirror *m, struct li_session *s,
	const struct li_event *event, struct li_change *change)
{
	const struct li_sip *sip = &event->sip;
	const bool opening = opens(sip);
	bool firm, way;
	struct telling t;

	s->opened = opening;
	if (opening && !s->anchored)
		anchor(s, m->from_tag);
	firm = opening || answers_opening(s, sip);
	if (s->anchored && !firm)
		return s->entry_count;
	way = sip->is_request == li_session_by_opener(m, s);
	begin(s, event, opening, way, &t);
	/* The opening will say From and To itself. */
	t.firm = opening ? UINT32_MAX : firm ? ROLES_ASSERTED : 0;
	if (opening && !s->parties && sip->method == LI_SIP_INVITE)
		keep_parties(m, s, event);
	li_session_fill(m, s);
	tell(m, event, &t);
	li_session_filled(m, s);
	/* Of those that were told the session knows. */
	change->strangers = !m->entering.may && !t.may;
	return m->entering.before;
}

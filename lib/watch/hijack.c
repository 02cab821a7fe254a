/* SPDX-License-Identifier: BSD-3-Clause */
#include "watch/inside.h"

/* Signs in SIP that a registration is in other hands. None is proof, so that
 * nothing but a word to the operator comes of it. RFC 5626; RFC 5627;
 * TS 23.228 cl. 5.20 */

enum { MARK = 0xffff };

static void fire(struct li_watch_case *c, enum li_rule rule,
	enum li_severity severity)
{
	li_watch_fire(c,
		(struct li_security_event){.rule = rule, .severity = severity});
}

/* ---- refused ---- */

static uint32_t attempt(const struct li_watch_case *c)
{
	const struct li_sip *sip = &c->event->sip;
	struct li_key key = li_hash(&c->watch->secret, sip->call_id);

	return ((uint32_t)key.lo + sip->cseq) & MARK;
}

/* Every registration is challenged once: what counts is that none comes
 * through. Copies of an answer on other hops are one. */
static void refused(struct li_watch_case *c, struct li_key impu)
{
	const struct li_watch_rules *rules = &c->watch->rules;
	struct li_memo_slot *s =
		li_memo_get(&c->watch->memo, LI_MEMO_REFUSED, impu, c->now_s);
	uint32_t mark = attempt(c), count = s->value & MARK;

	if (count && s->value >> 16 == mark)
		return;
	if (!count ||
		(c->now_s >= s->since_s &&
			c->now_s - s->since_s >= rules->window_s)) {
		s->since_s = c->now_s;
		count = 0;
	}
	count += count < MARK;
	s->value = mark << 16 | count;
	s->seen_s = c->now_s;
	if (rules->failures && count == rules->failures)
		li_watch_fire(c,
			(struct li_security_event){.rule = LI_RULE_AUTH_REFUSED,
				.severity = LI_SEVERITY_MEDIUM,
				.count = count,
				.limit = count,
				.since_us = (int64_t)s->since_s * 1000000});
}

static void challenged(struct li_watch_case *c, struct li_key impu)
{
	struct li_memo_slot *s =
		li_memo_get(&c->watch->memo, LI_MEMO_ASKED, impu, c->now_s);

	s->since_s = s->seen_s = c->now_s;
}

/* ---- granted ---- */

/* Was the user surely not challenged for this registration? */
static bool unchallenged(const struct li_watch_case *c, struct li_key impu)
{
	const struct li_watch *w = c->watch;
	uint32_t from_s = c->now_s - w->rules.proof_s;
	const struct li_memo_slot *s =
		li_memo_find(&w->memo, LI_MEMO_ASKED, impu);

	if (!w->rules.proof_s || from_s < w->begun_s ||
		li_watch_vouched(w, impu))
		return false;
	if (s)
		return s->since_s < from_s;
	return !li_memo_lost(&w->memo, LI_MEMO_ASKED, impu, from_s);
}

/* Did the one who is remembered register from elsewhere shortly before? That is
 * forgotten for where it is now. A challenge was passed each time, so that
 * nobody else can say where somebody is. */
static bool came_from_far(struct li_watch_case *c, struct li_key who)
{
	struct li_memo_slot *s =
		li_memo_get(&c->watch->memo, LI_MEMO_ACCESS, who, c->now_s);
	uint32_t mark = (uint32_t)c->change->access | 1;
	bool far = s->value && s->value != mark &&
		c->now_s - s->seen_s < c->watch->rules.travel_s;

	s->value = mark;
	s->seen_s = c->now_s;
	return far;
}

/* How far away is the registration, by what the requests say of their access?
 * TS 24.229 cl. 7.2A.4 */
struct journey {
	bool device, user; /* of this device; of any device of the user's */
};

static struct journey journey_of(struct li_watch_case *c, struct li_key impu)
{
	struct journey j = {.device = false};
	struct li_key device = impu;

	if (!c->change->access)
		return j;
	j.user = came_from_far(c, impu);
	device.lo ^= c->change->device;
	if (c->change->device)
		j.device = came_from_far(c, device);
	return j;
}

static void devices(struct li_watch_case *c, struct li_key impu,
	struct journey journey)
{
	const unsigned moved = LI_DEVICE_MOVED | LI_DEVICE_MOVED_BEFORE;
	unsigned signs = c->change->devices;
	bool far = li_watch_travelled(c, impu);

	if (signs & LI_DEVICE_NEW && signs & LI_DEVICE_ANOTHER)
		fire(c, LI_RULE_HIJACK_DEVICE,
			far || journey.user ? LI_SEVERITY_HIGH
					    : LI_SEVERITY_MEDIUM);
	if (signs & LI_DEVICE_SHARED)
		fire(c, LI_RULE_HIJACK_SHARED, LI_SEVERITY_MEDIUM);
	if ((signs & LI_DEVICE_MOVED && far) ||
		(signs & moved && journey.device))
		fire(c, LI_RULE_HIJACK_TRAVEL, LI_SEVERITY_MEDIUM);
	/* TS 33.203 cl. 6.1: what is protected keeps its place */
	if (signs & (LI_DEVICE_NEW | LI_DEVICE_MOVED) &&
		c->change->reg_before == LI_REG_REGISTERED &&
		unchallenged(c, impu))
		fire(c, LI_RULE_HIJACK_QUIET, LI_SEVERITY_HIGH);
	if (signs & LI_DEVICE_UNNAMED)
		fire(c, LI_RULE_HIJACK_BARE, LI_SEVERITY_LOW);
}

/* ---- GRUUs ---- */

/* The value of gr, empty when there is none, and the address of record before
 * all parameters. RFC 5627 cl. 3.1 */
static struct li_slice gr_of(struct li_slice uri, struct li_slice *aor)
{
	size_t at = li_slice_find(uri, ';');

	*aor = li_slice_sub(uri, 0, at);
	while (at < uri.n) {
		struct li_slice p = li_slice_sub(uri, at + 1, uri.n);

		p = li_slice_sub(p, 0, li_slice_find(p, ';'));
		if (li_slice_starts_nocase(p, "gr="))
			return li_slice_sub(p, 3, p.n);
		at += 1 + p.n;
	}
	return (struct li_slice){0};
}

static bool of_user(const struct li_party *p)
{
	return p->role == LI_ROLE_TO || p->role == LI_ROLE_P_ASSOCIATED;
}

/* Is it the user's own address of record, or one of its implicit set? */
static bool own(const struct li_event *e, struct li_slice aor)
{
	struct li_identity id, other;

	for (size_t i = 0; i < e->party_count; i++)
		if (of_user(&e->parties[i]) &&
			li_slice_eq(e->parties[i].text, aor))
			return true;
	if (li_identity_parse(LI_ID_IMPU, aor, &id))
		return false;
	for (size_t i = 0; i < e->party_count; i++)
		if (of_user(&e->parties[i]) &&
			li_identity_parse(LI_ID_IMPU, e->parties[i].text,
				&other) == LI_OK &&
			strcmp(id.text, other.text) == 0)
			return true;
	return false;
}

/* The value of gr that is an instance itself says which. How an IMEI becomes
 * one is the operator's secret. TS 24.229 cl. 5.4.7A.2 */
static bool of_instance(struct li_slice gr, struct li_slice instance)
{
	if (!li_slice_starts_nocase(gr, "urn:uuid:"))
		return true;
	if (instance.n > 2 && instance.p[0] == '<')
		instance = li_slice_sub(instance, 1, instance.n - 1);
	if (!li_slice_starts_nocase(instance, "urn:uuid:"))
		return true;
	if (gr.n != instance.n)
		return false;
	for (size_t i = 0; i < gr.n; i++)
		if ((gr.p[i] | 0x20) != (instance.p[i] | 0x20))
			return false;
	return true;
}

/* A public GRUU is one IMPU and one device. RFC 5627 cl. 3.1 */
static void gruus(struct li_watch_case *c)
{
	const struct li_sip *sip = &c->event->sip;

	for (size_t i = 0; i < sip->contact_count; i++) {
		const struct li_contact *contact = &sip->contacts[i];
		struct li_slice aor, gr;

		if (contact->pub_gruu.n == 0)
			continue;
		gr = gr_of(contact->pub_gruu, &aor);
		if (own(c->event, aor) && of_instance(gr, contact->instance))
			continue;
		fire(c, LI_RULE_HIJACK_GRUU, LI_SEVERITY_HIGH);
		return;
	}
}

/* H9: the network sees another device behind the bearers of this user than the
 * one that he says it is. TS 33.128 cl. 7.10; TS 24.229 cl. 5.1.1.2 */
static void bound_over(struct li_watch_case *c)
{
	const struct li_change *change = c->change;
	struct li_watch *w = c->watch;
	struct li_bearers_bound bound;

	if (!change->device_known || !w->bearers.users ||
		change->expires_s <= 0)
		return;
	bound = (struct li_bearers_bound){
		.imsi = change->imsi,
		.imei = change->imei,
		.subject = li_watch_subject(w,
			li_event_party(c->event, LI_ROLE_TO)),
		.until_s = c->now_s + (uint32_t)change->expires_s,
	};
	if (li_bearers_bind(&w->bearers, &bound, c->now_s, w->rules.bearer_s))
		fire(c, LI_RULE_HIJACK_IMEI, LI_SEVERITY_HIGH);
}

void li_watch_register(struct li_watch_case *c)
{
	const struct li_party *to = li_event_party(c->event, LI_ROLE_TO);
	const struct li_sip *sip = &c->event->sip;
	struct li_memo_slot *slot;
	struct journey journey;

	if (!to)
		return;
	if (c->change->leaving)
		li_wait_explain(&c->watch->wait, c->event);
	journey = journey_of(c, to->keys[0]);
	if (c->change->devices)
		devices(c, to->keys[0], journey);
	bound_over(c);
	if (sip->is_request)
		return;
	switch (sip->status) { /* RFC 3261 cl. 22; TS 24.229 cl. 5.4.1.2.3 */
	case 401:
	case 407: challenged(c, to->keys[0]); /* fall through */
	case 403: refused(c, to->keys[0]); return;
	default: break;
	}
	if (sip->status < 200 || sip->status >= 300)
		return;
	slot = li_memo_find(&c->watch->memo, LI_MEMO_REFUSED, to->keys[0]);
	if (slot)
		slot->value = 0;
	gruus(c);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/register.h"
#include "model/access.h"

/* REGISTER and its answers. Only a 2xx changes a binding; a failure leaves the
 * one before as it was. RFC 3261 cl. 10.3; TS 24.229 cl. 5.4.1. Requests and
 * answers come in any order and more than once: see struct li_asked. */

enum { NAME_MAX = 512 };

void li_register_forget(struct li_mirror *m, struct li_session *s)
{
	if (!s->asked)
		return;
	li_pool_give(&m->pool, s->asked->name, s->asked->name_len);
	li_pool_give(&m->pool, s->asked, sizeof(*s->asked));
	s->asked = NULL;
}

bool li_register_lists_others(const struct li_session *s,
	const struct li_sip *sip)
{
	const struct li_asked *asked = s->asked;

	if (sip->is_request || !sip->contact_count || !asked ||
		asked->cseq != sip->cseq || !asked->instance)
		return false;
	/* Who leaves is not listed any more. */
	return sip->contact_count > 1 || asked->expires_s == 0;
}

/* Who asks, of the latest request that says so. */
static void learn_names(struct li_mirror *m, struct li_asked *asked,
	const struct li_event *event)
{
	const struct li_party *p = li_event_party(event, LI_ROLE_AUTH_USERNAME);
	uint32_t cseq = event->sip.cseq;

	/* Who was named is not who is not. */
	if (event->derived && !asked->derived && !li_key_none(asked->impi))
		p = NULL;
	if (p && cseq >= asked->named && p->text.n <= NAME_MAX &&
		!li_key_eq(p->keys[0], asked->impi)) {
		char *name = li_pool_take(&m->pool, p->text.n);

		if (!name) {
			m->refused++;
			return;
		}
		memcpy(name, p->text.p, p->text.n);
		li_pool_give(&m->pool, asked->name, asked->name_len);
		asked->name = name;
		asked->name_len = (uint16_t)p->text.n;
		asked->impi = p->keys[0];
	}
	if (p && cseq >= asked->named) {
		asked->named = cseq;
		asked->derived = event->derived;
	}
	p = li_event_party(event, LI_ROLE_CONTACT_INSTANCE);
	if (p && cseq >= asked->instanced &&
		p->text.n <= LI_ASKED_INSTANCE_MAX) {
		asked->instanced = cseq;
		asked->imei_len = (uint8_t)p->text.n;
		memcpy(asked->imei, p->text.p, p->text.n);
	}
}

static void read_access(const struct li_mirror *m, struct li_asked *asked,
	struct li_slice lines)
{
	struct li_slice place = li_access_place(lines);

	if (place.n)
		asked->access = li_look_mark(m, 'a', place);
}

/* Read what was kept of where it was sent from. */
static void settle_access(const struct li_mirror *m, struct li_asked *asked)
{
	if (asked->where_len)
		read_access(m, asked, li_slice(asked->where, asked->where_len));
	asked->where_len = 0;
}

/* Where a REGISTER was sent from, to be read later. On one hop the UE says so,
 * on the next its P-CSCF: the first that says it counts. TS 24.229
 * cl. 5.1.1.2, 5.2.2 */
static void learn_access(const struct li_mirror *m, struct li_asked *asked,
	const struct li_event *event)
{
	struct li_slice lines = event->sip.access;

	settle_access(m, asked);
	if (asked->access || !lines.n)
		return;
	if (lines.n > LI_ASKED_ACCESS_MAX) {
		read_access(m, asked, lines);
		return;
	}
	asked->where_len = (uint8_t)lines.n;
	memcpy(asked->where, lines.p, lines.n);
}

static void place(const struct li_mirror *m, struct li_asked *asked,
	struct li_slice uri)
{
	asked->contact = li_look_place(m, uri, &asked->sos);
	asked->placed = true;
}

void li_register_place(const struct li_mirror *m, struct li_asked *asked)
{
	if (asked->uri_len && !asked->placed)
		place(m, asked, li_slice(asked->uri, asked->uri_len));
	settle_access(m, asked);
}

/* The contact's URI, to be looked at later. */
static void take_uri(const struct li_mirror *m, struct li_asked *asked,
	struct li_slice uri)
{
	asked->contact = 0;
	asked->sos = asked->placed = false;
	asked->uri_len = 0;
	if (uri.n > LI_ASKED_URI_MAX) {
		place(m, asked, uri);
	} else if (uri.n) {
		asked->uri_len = (uint8_t)uri.n;
		memcpy(asked->uri, uri.p, uri.n);
	}
}

/* What a REGISTER asks for. */
static void ask(const struct li_mirror *m, struct li_asked *asked,
	const struct li_event *event)
{
	const struct li_sip *sip = &event->sip;
	const struct li_contact *c = sip->contact_count ? sip->contacts : NULL;

	asked->cseq = sip->cseq;
	asked->asked = li_binding_time(m->now_s);
	asked->instance =
		c && c->instance.n ? li_look_instance(m, c->instance) : 0;
	asked->expires_s =
		c && c->expires_s >= 0 ? c->expires_s : sip->expires_s;
	asked->reg_id = c ? c->reg_id : 0;
	asked->star = sip->contact_star;
	asked->access = 0;
	asked->where_len = 0;
	learn_access(m, asked, event);
	take_uri(m, asked, c ? c->uri : li_slice(NULL, 0));
}

static void note_granted(struct li_asked *asked, uint32_t cseq)
{
	uint32_t on;

	if (cseq > asked->granted) {
		on = cseq - asked->granted;
		asked->granted_bits = on < 32 ? asked->granted_bits << on : 0;
		asked->granted_bits |= 1;
		asked->granted = cseq;
		asked->moved = false;
	} else if (asked->granted - cseq < 32) {
		asked->granted_bits |= 1U << (asked->granted - cseq);
	}
}

/* A request that leaves, before a later one takes its place. */
static void note_left(struct li_asked *asked, uint32_t cseq, bool star,
	uint64_t contact)
{
	if (cseq <= asked->left_cseq || (!star && !contact))
		return;
	asked->left_cseq = cseq;
	asked->left = star ? 0 : contact;
}

static bool on_answer(struct li_mirror *m, const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;
	struct li_asked *asked = t->asked;

	if (sip->status < 200)
		return false;
	if (sip->cseq < asked->cseq || sip->cseq < asked->granted) {
		/* to an earlier attempt */
		if (sip->status < 300)
			note_granted(asked, sip->cseq);
		return li_register_settle_left(m, t);
	}
	if (sip->status >= 300 &&
		(sip->cseq == asked->granted || sip->cseq < asked->answered))
		return false;
	asked->answered = sip->cseq;
	t->s->status = sip->status;
	if (sip->status >= 300) {
		t->s->reg = sip->status == 401 || sip->status == 407
			? LI_REG_CHALLENGED
			: LI_REG_NONE;
		return false;
	}
	note_granted(asked, sip->cseq);
	asked->listed = sip->contact_count;
	t->s->reg = LI_REG_NONE;
	li_register_settle(m, t);
	li_register_settle_left(m, t);
	return true;
}

/* What Cx says of it soon is no surprise then. */
static void note_leaving(struct li_mirror *m, const struct li_register_turn *t)
{
	struct li_user *user = li_register_user(m, t, false);

	t->change->leaving = true;
	if (user)
		user->sip_leaving = true;
}

static bool on_request(struct li_mirror *m, const struct li_register_turn *t)
{
	uint32_t cseq = t->event->sip.cseq;
	struct li_asked *asked = t->asked;

	if (asked->cseq && cseq == asked->cseq) {
		/* a copy, seen on another hop */
		learn_access(m, asked, t->event);
		return false;
	}
	if (cseq < asked->granted || cseq < asked->cseq) {
		struct li_asked late = {.cseq = 0};

		ask(m, &late, t->event);
		li_register_place(m, &late);
		if (late.expires_s == 0 || late.star)
			note_left(asked, cseq, late.star, late.contact);
		return li_register_settle_left(m, t);
	}
	if (asked->expires_s == 0 || asked->star) {
		li_register_place(m, asked);
		note_left(asked, asked->cseq, asked->star, asked->contact);
	}
	if (cseq > asked->answered)
		t->s->reg = LI_REG_PENDING;
	ask(m, asked, t->event);
	if (asked->expires_s == 0 || asked->star)
		note_leaving(m, t);
	if (!cseq || asked->granted != cseq)
		return false;
	li_register_settle(m, t);
	li_register_settle_left(m, t);
	return true;
}

/* The 2xx came before the request that says who asks. */
static void name_late(struct li_mirror *m, const struct li_register_turn *t)
{
	const struct li_user *user;

	if (!t->has_own || t->event->sip.cseq > t->asked->granted)
		return;
	user = li_register_user(m, t, false);
	if (user && !user->named)
		(void)li_register_user(m, t, true);
}

/* Take in the message; true when a user was settled. */
static bool take(struct li_mirror *m, struct li_register_turn *t)
{
	struct li_session *s = t->s;

	li_session_keep(m, s, 2 * LI_SESSION_GRACE_S);
	if (!t->asked || !t->has_own)
		return false;
	return t->event->sip.is_request ? on_request(m, t) : on_answer(m, t);
}

/* What the user of this REGISTER is: as registered, or as far as the attempt
 * has come. */
static enum li_reg_state state_of(const struct li_mirror *m,
	const struct li_register_turn *t, const struct li_user *user)
{
	struct li_ident *impu = user ? li_user_impu(m, user, t->own) : NULL;

	if (impu && impu->state != LI_REG_NONE)
		return (enum li_reg_state)impu->state;
	return t->s ? (enum li_reg_state)t->s->reg : LI_REG_NONE;
}

/* What the Call-ID's messages told, to begin with. */
static struct li_asked *asked_of(struct li_mirror *m, struct li_session *s)
{
	if (!s || s->asked)
		return s ? s->asked : NULL;
	s->asked = li_pool_take(&m->pool, sizeof(*s->asked));
	if (s->asked)
		s->asked->expires_s = -1;
	else
		m->refused++;
	return s->asked;
}

void li_register_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session, struct li_change *change)
{
	const struct li_party *to = li_event_party(event, LI_ROLE_TO);
	struct li_register_turn t = {.event = event,
		.s = session,
		.change = change,
		.has_own = to};
	struct li_register_device device;
	struct li_user *user;

	device.read = device.bound = false;
	t.device = &device;

	if (to)
		t.own = li_look_own(to);
	if (!event->broken)
		t.asked = asked_of(m, session);
	if (t.asked && event->sip.is_request) {
		learn_names(m, t.asked, event);
		name_late(m, &t);
	}
	user = to ? li_register_user(m, &t, false) : NULL;
	change->registration = true;
	change->others_listed =
		session && li_register_lists_others(session, &event->sip);
	change->reg_before = state_of(m, &t, user);
	if (session && !event->broken && take(m, &t))
		user = li_register_user(m, &t, false);
	change->reg_after = state_of(m, &t, user);
	change->nameless = !user || !user->named;
	if (t.asked && !li_key_none(t.asked->impi))
		change->nameless = t.asked->derived;
}

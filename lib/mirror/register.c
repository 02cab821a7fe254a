/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* REGISTER and its answers. Only a 2xx changes a binding; a failure leaves the
 * one before as it was. RFC 3261 cl. 10.3; TS 24.229 cl. 5.4.1 */

enum { EXPIRES_DEFAULT_S = 3600, EXPIRES_MAX_S = 1 << 30 };

/* Take in what a REGISTER asks for. */
static void ask(const struct li_mirror *m, struct li_asked *asked,
	const struct li_event *event)
{
	const struct li_sip *sip = &event->sip;
	struct li_identity from;

	asked->cseq = sip->cseq;
	if (!li_look_parse(event, LI_ROLE_TO, &asked->aor))
		asked->aor.len = 0;
	/* A third-party REGISTER, from an S-CSCF to an application server,
	 * speaks of the user and binds the S-CSCF. TS 24.229 cl. 5.4.1.7 */
	asked->third_party = li_look_parse(event, LI_ROLE_FROM, &from) &&
		(from.len != asked->aor.len ||
			memcmp(from.text, asked->aor.text, from.len) != 0);
	(void)li_look_parse(event, LI_ROLE_AUTH_USERNAME, &asked->impi);
	(void)li_look_parse(event, LI_ROLE_CONTACT_INSTANCE, &asked->imei);
	asked->contact = sip->contact_count
		? li_look_contact(m, sip->contacts[0].uri)
		: 0;
	asked->expires_s = sip->contact_count && sip->contacts[0].expires_s >= 0
		? sip->contacts[0].expires_s
		: sip->expires_s;
	asked->star = sip->contact_star;
	asked->leaving =
		asked->star || (asked->contact && asked->expires_s == 0);
}

static uint32_t due_in(const struct li_mirror *m, int64_t expires_s)
{
	uint32_t age = m->options.registration_age_s;

	if (expires_s < 0)
		expires_s = EXPIRES_DEFAULT_S;
	if (expires_s > EXPIRES_MAX_S)
		expires_s = EXPIRES_MAX_S;
	/* TS 33.107 cl. 7A.3.1: a maximum storage time */
	return m->now_s +
		((uint32_t)expires_s < age ? (uint32_t)expires_s : age);
}

/* One contact that the 200 lists: what it says counts. RFC 3261 cl. 10.3 */
static void bind_one(struct li_mirror *m, struct li_user *user,
	const struct li_asked *asked, const struct li_event *event, size_t i)
{
	const struct li_contact *c = &event->sip.contacts[i];
	uint64_t uri = li_look_contact(m, c->uri);
	int64_t expires_s = c->expires_s;
	struct li_identity imei = {.len = 0};

	if (!uri)
		return;
	if (expires_s < 0)
		expires_s = event->sip.expires_s;
	if (expires_s < 0)
		expires_s = asked->expires_s;
	if (expires_s == 0) {
		li_user_unbind(m, user, uri);
		return;
	}
	if (c->instance.n && li_identity_parse(LI_ID_IMEI, c->instance, &imei))
		imei.len = 0;
	if (imei.len == 0 && uri == asked->contact)
		imei = asked->imei;
	li_user_bind(m, user, uri, imei.len ? &imei : NULL,
		due_in(m, expires_s));
}

/* The IMPUs that a 200 registers: the address of record and its implicit set,
 * which P-Associated-URI lists. TS 24.229 cl. 5.4.1.2.2F */
static uint8_t implicit_set(struct li_mirror *m, struct li_user *user,
	const struct li_identity *aor, const struct li_event *event)
{
	struct li_ident *id = li_user_add_impu(m, user, aor);
	struct li_identity impu;
	uint8_t set;

	if (!id)
		return 0;
	if (id->set == 0)
		id->set = ++user->sets ? user->sets : ++user->sets;
	set = id->set;
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		if (p->role != LI_ROLE_P_ASSOCIATED ||
			li_identity_parse(LI_ID_IMPU, p->text, &impu))
			continue;
		id = li_user_add_impu(m, user, &impu);
		if (id)
			id->set = set;
	}
	return set;
}

static bool others_registered(const struct li_user *user, uint8_t set)
{
	for (struct li_ident *id = user->impus; id; id = id->next)
		if (id->set != set && id->state == LI_REG_REGISTERED)
			return true;
	return false;
}

static void set_times(struct li_mirror *m, struct li_user *user,
	struct li_change *change)
{
	uint32_t last = m->now_s;

	for (struct li_binding *b = user->bindings; b; b = b->next)
		if (b->due_s > last)
			last = b->due_s;
	change->expires_s = last - m->now_s;
	user->due_s = last + LI_USER_GRACE_S;
	li_user_arm(m, user);
}

/* Request and 2xx are both known, or all of them that will be: `event` is the
 * one that came last. */
static void settle(struct li_mirror *m, struct li_asked *asked,
	const struct li_event *event, struct li_change *change)
{
	bool known = asked->cseq == event->sip.cseq;
	bool leaving = known && asked->leaving;
	struct li_identity aor;
	struct li_user *user;
	uint8_t set;

	if ((known && asked->third_party) ||
		!li_look_parse(event, LI_ROLE_TO, &aor))
		return;
	user = li_look_user(m, asked->impi.len ? &asked->impi : NULL, &aor,
		!leaving);
	if (!user)
		return;
	set = implicit_set(m, user, &aor, event);
	if (leaving && asked->star)
		li_user_unbind_all(m, user);
	else if (leaving && !others_registered(user, set))
		li_user_unbind(m, user, asked->contact);
	for (size_t i = 0;
		i < event->sip.contact_count && !event->sip.is_request; i++)
		bind_one(m, user, asked, event, i);
	if (known && !leaving && asked->contact &&
		(event->sip.is_request || event->sip.contact_count == 0))
		li_user_bind(m, user, asked->contact,
			asked->imei.len ? &asked->imei : NULL,
			due_in(m, asked->expires_s));
	li_user_set_state(user, set,
		user->bindings && !(leaving && others_registered(user, set))
			? LI_REG_REGISTERED
			: LI_REG_NONE);
	user->auth_pending = false;
	set_times(m, user, change);
}

static void on_answer(struct li_mirror *m, const struct li_event *event,
	struct li_session *s, struct li_change *change)
{
	const struct li_sip *sip = &event->sip;

	if (sip->cseq < s->asked->cseq || sip->cseq < s->asked->granted ||
		sip->status < 200)
		return; /* to an earlier attempt, or not final */
	s->status = sip->status;
	if (sip->status < 300) {
		s->asked->granted = sip->cseq;
		s->reg = LI_REG_NONE;
		settle(m, s->asked, event, change);
	} else if (sip->status == 401 || sip->status == 407) {
		s->reg = LI_REG_CHALLENGED;
	} else {
		s->reg = LI_REG_NONE;
	}
}

static void on_request(struct li_mirror *m, const struct li_event *event,
	struct li_session *s, struct li_change *change)
{
	uint32_t cseq = event->sip.cseq;

	if (cseq < s->asked->cseq || cseq < s->asked->granted)
		return; /* a late copy of an earlier attempt */
	if (cseq > s->asked->cseq && cseq > s->asked->granted)
		s->reg = LI_REG_PENDING;
	if (cseq == s->asked->cseq && s->asked->granted == cseq)
		return; /* a copy, seen on another hop */
	ask(m, s->asked, event);
	if (s->asked->granted == cseq)
		settle(m, s->asked, event, change);
}

/* What the user of this REGISTER is now: as registered, or as far as the
 * attempt has come. */
static enum li_reg_state state_now(struct li_mirror *m,
	const struct li_event *event, const struct li_session *s)
{
	struct li_identity aor;
	struct li_user *user = NULL;
	struct li_ident *impu = NULL;
	bool named = s && s->asked && s->asked->impi.len;

	if (li_look_parse(event, LI_ROLE_TO, &aor))
		user = li_look_user(m, named ? &s->asked->impi : NULL, &aor,
			false);
	if (user)
		impu = li_user_impu(user, &aor);
	if (impu && impu->state != LI_REG_NONE)
		return (enum li_reg_state)impu->state;
	return s ? (enum li_reg_state)s->reg : LI_REG_NONE;
}

void li_register_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session, struct li_change *change)
{
	change->registration = true;
	change->reg_before = state_now(m, event, session);
	change->reg_after = change->reg_before;
	if (!session || event->broken)
		return;
	if (!session->asked) {
		session->asked =
			li_pool_take(&m->pool, sizeof(*session->asked));
		if (!session->asked) {
			m->refused++;
			return;
		}
		session->asked->expires_s = -1;
	}
	li_session_keep(m, session, 2 * LI_SESSION_GRACE_S);
	if (event->sip.is_request)
		on_request(m, event, session, change);
	else
		on_answer(m, event, session, change);
	change->reg_after = state_now(m, event, session);
}

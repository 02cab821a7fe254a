/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/device.h"
#include "mirror/register.h"

enum { EXPIRES_DEFAULT_S = 3600, EXPIRES_MAX_S = 1 << 30 };

/* A third-party REGISTER, from an S-CSCF to an application server, speaks of
 * the user and binds the S-CSCF: From is that one's URI, which names no user.
 * TS 24.229 cl. 5.4.1.7 */
static bool third_party(const struct li_register_turn *t)
{
	const struct li_party *from = li_look_role(t->event, LI_ROLE_FROM);

	return from && !li_key_eq(li_look_own(from), t->own) &&
		li_slice_find(from->text, '@') == from->text.n;
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

static bool known(const struct li_register_turn *t)
{
	return t->asked->cseq == t->event->sip.cseq;
}

static bool leaving(const struct li_register_turn *t)
{
	return known(t) &&
		(t->asked->star ||
			(t->asked->contact && t->asked->expires_s == 0));
}

/* The IMEI of an instance as written; NULL when it is none. */
static const struct li_identity *imei_of(struct li_slice instance,
	struct li_identity *room)
{
	if (instance.n &&
		li_identity_parse(LI_ID_IMEI, instance, room) == LI_OK)
		return room;
	return NULL;
}

static struct li_slice asked_instance(const struct li_asked *asked)
{
	return li_slice(asked->imei.text, asked->imei.len);
}

/* Which device asked: what is no IMEI is known by its mark. */
static void take_instance(const struct li_asked *asked,
	struct li_identity *room, struct li_bind *bind)
{
	bind->imei = imei_of(asked_instance(asked), room);
	if (!bind->imei)
		bind->instance = asked->instance;
}

/* How long a contact that the 200 lists is bound. RFC 3261 cl. 10.2.4, 10.3 */
static int64_t expires_of(const struct li_register_turn *t,
	const struct li_contact *c)
{
	int64_t expires_s = c->expires_s;

	if (expires_s < 0)
		expires_s = t->event->sip.expires_s;
	if (expires_s < 0 && known(t))
		expires_s = t->asked->expires_s;
	return expires_s;
}

/* What is done with a contact that the 200 lists; bits. */
enum pass { JUDGE = 1 << 0, BIND = 1 << 1 };

/* Of a request that was not seen nobody knows which of the contacts it asked
 * for, nor whether it named a device that the 200 leaves out. */
static void judge(const struct li_mirror *m, const struct li_user *user,
	const struct li_register_turn *t, const struct li_bind *bind)
{
	unsigned signs;

	if (known(t) && bind->uri != t->asked->contact)
		return;
	signs = li_device_signs(m, user, bind);
	t->change->devices |=
		known(t) ? signs : signs & ~(unsigned)LI_DEVICE_UNNAMED;
}

/* One contact that the 200 lists: what it says counts. RFC 3261 cl. 10.3 */
static void take_one(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t, const struct li_contact *c,
	unsigned pass)
{
	int64_t expires_s = expires_of(t, c);
	struct li_identity imei;
	struct li_bind bind = {
		.uri = li_look_contact(m, c->uri),
		.pub_gruu = li_look_gruu(m, c->pub_gruu),
		.temp_gruu = li_look_gruu(m, c->temp_gruu),
		.reg_id = c->reg_id,
		.sos = li_look_sos(c->uri),
		.imei = imei_of(c->instance, &imei),
	};

	if (!bind.uri)
		return;
	if (expires_s == 0) {
		if (pass & BIND)
			li_user_unbind(m, user, bind.uri);
		return;
	}
	if (c->instance.n && !bind.imei)
		bind.instance = li_look_instance(m, c->instance);
	if (known(t) && bind.uri == t->asked->contact) {
		if (!c->instance.n)
			take_instance(t->asked, &imei, &bind);
		if (!bind.reg_id)
			bind.reg_id = t->asked->reg_id;
	}
	bind.due_s = due_in(m, expires_s);
	if (pass & JUDGE)
		judge(m, user, t, &bind);
	if (pass & BIND)
		li_user_bind(m, user, &bind);
}

/* All contacts of a 200: each is judged by what was there before it. */
static void take_listed(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;
	unsigned one = sip->contact_count == 1 ? JUDGE | BIND : BIND;

	for (size_t i = 0; one == BIND && i < sip->contact_count; i++)
		take_one(m, user, t, &sip->contacts[i], JUDGE);
	for (size_t i = 0; i < sip->contact_count; i++)
		take_one(m, user, t, &sip->contacts[i], one);
}

/* What the request alone tells of its contact: all, when the 200 lists none,
 * else what the 200 left out. */
static void bind_asked(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t)
{
	const struct li_asked *asked = t->asked;
	struct li_identity imei;
	struct li_bind bind = {
		.uri = asked->contact,
		.reg_id = asked->reg_id,
		.sos = asked->sos,
		.due_s = asked->listed ? 0 : due_in(m, asked->expires_s),
	};
	struct li_binding *b = NULL;

	if (!bind.uri)
		return;
	take_instance(asked, &imei, &bind);
	while (asked->listed && (b = li_user_bindings(m, user, b)))
		if (b->uri == bind.uri)
			break;
	if (!asked->listed)
		t->change->devices |= li_device_signs(m, user, &bind);
	if (b || !asked->listed)
		li_user_bind(m, user, &bind);
}

/* Was the binding there before the request? A 200 that came before it, or at
 * much the same time, may be of another order than it looks. */
static bool was_before(const struct li_binding *b, const struct li_asked *asked)
{
	uint16_t age = (uint16_t)(asked->asked - b->seen);

	return age >= 2 && age < UINT16_MAX - LI_SESSION_GRACE_S;
}

static bool lists(const struct li_mirror *m, const struct li_sip *sip,
	const struct li_binding *b)
{
	for (size_t i = 0; i < sip->contact_count; i++)
		if (li_binding_at(b, li_look_contact(m, sip->contacts[i].uri)))
			return true;
	return false;
}

/* A 200 lists all bindings: what it leaves out is gone. RFC 3261 cl. 10.3 step
 * 8; an emergency binding is apart, and so is another address of record. */
static void drop_left_out(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;
	struct li_binding *b = NULL;

	if (sip->is_request || !sip->contact_count || t->event->crowded ||
		!known(t))
		return;
	while ((b = li_user_bindings(m, user, b))) {
		if (b->flags & LI_BINDING_SOS || b->uri == t->asked->contact ||
			!was_before(b, t->asked) || lists(m, sip, b))
			continue;
		if (!li_user_unbind(m, user, b->uri))
			return;
		b = NULL;
	}
}

/* Add an IMPU to the user and to a set; 0 gives it a set. Returns the set, 0
 * when it was refused. */
static uint8_t join(struct li_mirror *m, struct li_user *user,
	const struct li_party *p, uint8_t set)
{
	struct li_ident *id = li_user_impu(m, user, li_look_own(p));
	struct li_identity impu;

	if (!id && li_identity_parse(LI_ID_IMPU, p->text, &impu) == LI_OK)
		id = li_user_add_impu(m, user, &impu);
	if (!id)
		return 0;
	if (!set)
		set = id->set ? id->set : li_user_new_set(user);
	id->set = set;
	return set;
}

/* The IMPUs that a 200 registers: the address of record and its implicit set,
 * which P-Associated-URI lists. TS 24.229 cl. 5.4.1.2.2F */
static uint8_t implicit_set(struct li_mirror *m, struct li_user *user,
	const struct li_event *event)
{
	uint8_t set = join(m, user, li_look_role(event, LI_ROLE_TO), 0);

	for (size_t i = 0; set && i < event->party_count; i++)
		if (event->parties[i].role == LI_ROLE_P_ASSOCIATED &&
			event->parties[i].key_count)
			join(m, user, &event->parties[i], set);
	return set;
}

static bool others_registered(const struct li_mirror *m,
	const struct li_user *user, uint8_t set)
{
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id)))
		if (id->set != set && id->state == LI_REG_REGISTERED)
			return true;
	return false;
}

static void set_times(struct li_mirror *m, struct li_user *user,
	struct li_change *change)
{
	struct li_binding *b = NULL;
	uint32_t last = m->now_s;

	while ((b = li_user_bindings(m, user, b)))
		if (b->due_s > last)
			last = b->due_s;
	change->expires_s = last - m->now_s;
	user->end_s = last + LI_USER_GRACE_S;
	li_user_arm(m, user);
}

struct li_user *li_register_user(struct li_mirror *m,
	const struct li_register_turn *t, bool make)
{
	const struct li_asked *asked = t->asked;
	struct li_identity text;
	struct li_pair pair = {.impu = &t->own};

	if (asked && !li_key_none(asked->impi))
		pair.impi = &asked->impi;
	if (pair.impi && make &&
		li_identity_parse(LI_ID_IMPI,
			li_slice(asked->name, asked->name_len), &text) == LI_OK)
		pair.impi_text = &text;
	return li_look_user(m, &pair, make);
}

/* Does a 2xx grant anything? One to a request that is not known may be that of
 * a de-registration. */
static bool grants(const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;

	if (known(t))
		return !leaving(t);
	for (size_t i = 0; i < sip->contact_count; i++)
		if (sip->contacts[i].expires_s > 0 ||
			(sip->contacts[i].expires_s < 0 && sip->expires_s != 0))
			return true;
	return li_look_role(t->event, LI_ROLE_P_ASSOCIATED);
}

static void drop_asked(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t, uint8_t set)
{
	if (t->asked->star)
		li_user_unbind_all(m, user);
	else if (!others_registered(m, user, set))
		li_user_unbind(m, user, t->asked->contact);
}

/* The user that is settled. One that a 2xx makes while its request is not
 * known goes again when that turns out to leave. */
static struct li_user *user_of(struct li_mirror *m,
	const struct li_register_turn *t)
{
	struct li_user *user = li_register_user(m, t, false);

	if (!user && !known(t) && grants(t))
		t->asked->made = t->event->sip.cseq;
	if (!user || !leaving(t) || t->asked->made != t->event->sip.cseq ||
		user->binding_count)
		return user || grants(t) ? li_register_user(m, t, true) : NULL;
	li_user_free(m, user);
	return NULL;
}

void li_register_settle(struct li_mirror *m, const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;
	bool leaves = leaving(t);
	struct li_user *user;
	uint8_t set;

	if (third_party(t))
		return;
	user = user_of(m, t);
	if (!user)
		return;
	set = implicit_set(m, user, t->event);
	if (leaves)
		drop_asked(m, user, t, set);
	if (!sip->is_request)
		take_listed(m, user, t);
	if (known(t) && !leaves)
		bind_asked(m, user, t);
	if (!others_registered(m, user, set))
		drop_left_out(m, user, t);
	li_user_set_state(m, user, set,
		user->binding_count &&
				!(leaves && others_registered(m, user, set))
			? LI_REG_REGISTERED
			: LI_REG_NONE);
	user->sip_leaving = user->sip_leaving && leaves;
	user->sip_gone = false;
	set_times(m, user, t->change);
}

static bool granted(const struct li_asked *asked, uint32_t cseq)
{
	return cseq <= asked->granted && asked->granted - cseq < 32 &&
		asked->granted_bits >> (asked->granted - cseq) & 1;
}

bool li_register_settle_left(struct li_mirror *m,
	const struct li_register_turn *t)
{
	struct li_asked *asked = t->asked;
	struct li_user *user;
	struct li_binding *b = NULL;

	if (!asked->left_cseq || !granted(asked, asked->left_cseq) ||
		asked->cseq < asked->granted)
		return false;
	asked->left_cseq = 0;
	user = li_register_user(m, t, false);
	while (user && (b = li_user_bindings(m, user, b))) {
		if (b->uri == asked->contact || b->flags & LI_BINDING_SOS ||
			(asked->left && b->uri != asked->left))
			continue;
		if (!li_user_unbind(m, user, b->uri))
			break;
		b = NULL;
	}
	if (!user)
		return false;
	if (!user->binding_count)
		li_user_set_state(m, user, 0, LI_REG_NONE);
	set_times(m, user, t->change);
	return true;
}

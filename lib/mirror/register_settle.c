/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/register.h"

/* A third-party REGISTER, from an S-CSCF to an application server, speaks of
 * the user and binds the S-CSCF: From is that one's URI, which names no user.
 * TS 24.229 cl. 5.4.1.7 */
static bool third_party(const struct li_register_turn *t)
{
	const struct li_party *from = li_event_party(t->event, LI_ROLE_FROM);

	return from && !li_key_eq(li_look_own(from), t->own) &&
		li_slice_find(from->text, '@') == from->text.n;
}

static bool leaving(const struct li_register_turn *t)
{
	return li_register_known(t) &&
		(t->asked->star ||
			(t->asked->contact && t->asked->expires_s == 0));
}

/* The IMPU of a party, whose keys are those of its text. */
static struct li_ident *add(struct li_mirror *m, struct li_user *user,
	const struct li_party *p)
{
	struct li_ident_keys keys;
	struct li_identity impu;

	if (!p->key_count || li_identity_parse(LI_ID_IMPU, p->text, &impu))
		return NULL;
	li_ident_keys_turned(&impu, p->keys, p->key_count, &keys);
	return li_user_add_keyed(m, user, &impu, &keys);
}

/* Add an IMPU to the user and to a set; 0 gives it a set. Returns the set, 0
 * when it was refused. */
static uint8_t join(struct li_mirror *m, struct li_user *user,
	const struct li_party *p, uint8_t set)
{
	struct li_ident *id = li_user_impu(m, user, li_look_own(p));

	if (!id)
		id = add(m, user, p);
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
	uint8_t set = join(m, user, li_event_party(event, LI_ROLE_TO), 0);

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

static struct li_pair pair_of(const struct li_register_turn *t)
{
	const struct li_asked *asked = t->asked;

	return (struct li_pair){.impu = &t->own,
		.impi = asked && !li_key_none(asked->impi) ? &asked->impi
							   : NULL};
}

/* The user that was found, if any, with the IMPI that the message tells. */
static struct li_user *make_user(struct li_mirror *m,
	const struct li_register_turn *t, struct li_user *user)
{
	const struct li_asked *asked = t->asked;
	struct li_pair pair = pair_of(t);
	struct li_identity text;

	if (user && (user->named || !pair.impi))
		return user;
	if (pair.impi &&
		li_identity_parse(LI_ID_IMPI,
			li_slice(asked->name, asked->name_len), &text) == LI_OK)
		pair.impi_text = &text;
	return li_look_user(m, &pair, true);
}

struct li_user *li_register_user(struct li_mirror *m,
	const struct li_register_turn *t, bool make)
{
	const struct li_pair pair = pair_of(t);
	struct li_user *user = li_look_user(m, &pair, false);

	return make ? make_user(m, t, user) : user;
}

/* Does a 2xx grant anything? One to a request that is not known may be that of
 * a de-registration. */
static bool grants(const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;

	if (li_register_known(t))
		return !leaving(t);
	for (size_t i = 0; i < sip->contact_count; i++)
		if (sip->contacts[i].expires_s > 0 ||
			(sip->contacts[i].expires_s < 0 && sip->expires_s != 0))
			return true;
	return li_event_party(t->event, LI_ROLE_P_ASSOCIATED);
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

	if (!user && !li_register_known(t) && grants(t))
		t->asked->made = t->event->sip.cseq;
	if (!user || !leaving(t) || t->asked->made != t->event->sip.cseq ||
		user->binding_count)
		return user || grants(t) ? make_user(m, t, user) : NULL;
	li_user_free(m, user);
	return NULL;
}

void li_register_settle(struct li_mirror *m, const struct li_register_turn *t)
{
	const struct li_sip *sip = &t->event->sip;
	struct li_user *user;
	bool leaves;
	uint8_t set;

	if (third_party(t))
		return;
	li_register_place(m, t->asked);
	leaves = leaving(t);
	user = user_of(m, t);
	if (!user)
		return;
	set = implicit_set(m, user, t->event);
	if (leaves)
		drop_asked(m, user, t, set);
	if (!sip->is_request)
		li_register_listed(m, user, t);
	if (li_register_known(t) && !leaves)
		li_register_asked(m, user, t);
	if (!others_registered(m, user, set))
		li_register_left_out(m, user, t);
	li_user_set_state(m, user, set,
		user->binding_count &&
				!(leaves && others_registered(m, user, set))
			? LI_REG_REGISTERED
			: LI_REG_NONE);
	user->sip_leaving = user->sip_leaving && leaves;
	/* The S-CSCF has told the HSS before it answers. TS 24.229 cl. 5.4.1.4 */
	user->sip_gone =
		leaves && !user->binding_count && li_user_in_cx(m, user);
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
	li_register_place(m, asked);
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

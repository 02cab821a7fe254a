/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/cx_visited.h"

/* How pairs of IMPI and IMPU are registered and end. TS 29.228 cl. 6.1.2 */

bool li_cx_registered(const struct li_mirror *m, struct li_key impu,
	const struct li_user *but)
{
	struct li_user_list list = {.count = 0};

	li_user_find(m, impu, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct li_ident *id = list.at[i] == but
			? NULL
			: li_user_impu(m, list.at[i], impu);

		if (id && id->state == LI_REG_REGISTERED)
			return true;
	}
	return false;
}

/* Who had the IMPU unregistered has it no longer. */
static void forget_unregistered(struct li_mirror *m, struct li_key impu,
	const struct li_user *but)
{
	struct li_user_list list = {.count = 0};

	li_user_find(m, impu, &list);
	for (size_t i = 0; i < list.count; i++) {
		struct li_ident *id = list.at[i] == but
			? NULL
			: li_user_impu(m, list.at[i], impu);

		if (id && id->state == LI_REG_UNREGISTERED)
			id->state = LI_REG_NONE;
	}
}

void li_cx_enter_one(struct li_mirror *m, const struct li_user *user,
	struct li_ident *id, enum li_reg_state state)
{
	struct li_key own;

	if (id->state == LI_REG_REGISTERED && id->flags & LI_IDENT_CX)
		return; /* as it is, whatever comes */
	own = li_cx_own(m, id);
	if (state == LI_REG_REGISTERED) {
		id->flags |= LI_IDENT_CX;
		forget_unregistered(m, own, user);
	} else if (id->state == LI_REG_REGISTERED ||
		li_cx_registered(m, own, user)) {
		return; /* TS 29.228 cl. 6.1.2.1: who is registered stays so */
	}
	id->state = (uint8_t)state;
}

void li_cx_enter(struct li_mirror *m, struct li_change *change,
	struct li_user *user, struct li_ident *impu, enum li_reg_state state)
{
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id))) {
		if (id != impu && (impu->set == 0 || id->set != impu->set))
			continue;
		li_cx_enter_one(m, user, id, state);
		li_look_implied(m, change, id);
	}
}

/* One pair ends. The IMPU stays registered while another IMPI has it so; after
 * the last one it is unregistered, when its S-CSCF stays, or not registered.
 * TS 29.228 cl. 6.1.2.1 */
static void end_one(struct li_mirror *m, struct li_user *user,
	struct li_ident *id, bool stored)
{
	struct li_key own = li_cx_own(m, id);
	bool other = li_cx_registered(m, own, user);
	bool served = id->state != LI_REG_NONE;

	id->flags &=
		(unsigned)~(LI_IDENT_CX | LI_IDENT_EMERGENCY) & LI_IDENT_FLAGS;
	id->state = LI_REG_NONE;
	if (other)
		return;
	if (!stored)
		forget_unregistered(m, own, user);
	else if (served)
		id->state = LI_REG_UNREGISTERED;
}

static bool is_pair(const struct li_mirror *m, const struct li_user *user,
	const struct li_ident *id, const struct li_cx_emergency *pair)
{
	struct li_ident *impi = li_user_impi(m, user);
	struct li_identity kept, named;

	if (!impi || li_identity_parse(LI_ID_IMPI, pair->impi, &named))
		return false;
	li_ident_unpack(&m->users.hosts, impi, &kept);
	if (!li_slice_eq(li_slice(kept.text, kept.len),
		    li_slice(named.text, named.len)) ||
		li_identity_parse(LI_ID_IMPU, pair->impu, &named))
		return false;
	li_ident_unpack(&m->users.hosts, id, &kept);
	return li_slice_eq(li_slice(kept.text, kept.len),
		li_slice(named.text, named.len));
}

/* Is the pair one of an emergency registration, which stays?
 * TS 29.228 cl. 6.1.3 */
static bool stays(const struct li_mirror *m, const struct li_user *user,
	struct li_ident *id, const struct li_cx_end *end)
{
	if (id->state != LI_REG_REGISTERED)
		return false;
	for (size_t i = 0; end->but && i < end->but->emergency_count; i++)
		if (is_pair(m, user, id, &end->but->emergency[i])) {
			id->flags |= LI_IDENT_EMERGENCY;
			return true;
		}
	return end->guessed && id->flags & LI_IDENT_EMERGENCY;
}

/* The set of an IMPU, or all that the user has. */
static void end_set(struct li_mirror *m, struct li_change *change,
	struct li_user *user, const struct li_ident *of,
	const struct li_cx_end *end)
{
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id))) {
		if (of && id != of && (of->set == 0 || id->set != of->set))
			continue;
		li_look_implied(m, change, id);
		if (!stays(m, user, id, end))
			end_one(m, user, id, end->stored);
	}
}

/* What the user has no more of, and for how long it is known. */
static void settle(struct li_mirror *m, struct li_user *user)
{
	user->stale = false;
	user->sip_gone = user->sip_gone && li_user_in_cx(m, user);
	if (li_user_state(m, user) != LI_REG_NONE)
		return;
	li_user_unbind_all(m, user);
	if (!user->binding_count)
		user->end_s = m->now_s + LI_USER_GRACE_S;
	/* TS 29.228 cl. 6.1.2.1: no IMPU is left that it serves */
	user->server = user->serving = 0;
	user->reassigning = user->sip_gone = user->sip_leaving = false;
	user->again = false;
	li_user_arm(m, user);
}

/* An IMPU that is unregistered ends for whoever it was kept. */
static void end_unregistered(struct li_mirror *m, const struct li_party *p,
	struct li_change *change, const struct li_cx_end *end)
{
	struct li_key own = li_look_own(p);
	struct li_user_list list = {.count = 0};

	li_user_find(m, own, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct li_ident *id = li_user_impu(m, list.at[i], own);

		if (!id || id->state != LI_REG_UNREGISTERED)
			continue;
		end_set(m, change, list.at[i], id, end);
		settle(m, list.at[i]);
	}
}

void li_cx_leave(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, const struct li_cx_end *end)
{
	struct li_user_list list = {.count = 0};
	bool named =
		!end->all && li_event_party(event, LI_ROLE_CX_PUBLIC_IDENTITY);

	li_cx_concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++) {
		li_cx_visited_tell(m, list.at[i], change);
		if (!named)
			end_set(m, change, list.at[i], NULL, end);
		for (size_t k = 0; named && k < event->party_count; k++) {
			const struct li_party *p = &event->parties[k];
			const struct li_ident *of =
				p->role == LI_ROLE_CX_PUBLIC_IDENTITY
				? li_user_impu(m, list.at[i], li_look_own(p))
				: NULL;

			if (of)
				end_set(m, change, list.at[i], of, end);
		}
		settle(m, list.at[i]);
	}
	for (size_t k = 0; named && !end->stored && k < event->party_count; k++)
		if (event->parties[k].role == LI_ROLE_CX_PUBLIC_IDENTITY)
			end_unregistered(m, &event->parties[k], change, end);
}

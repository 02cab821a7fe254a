/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/cx_visited.h"

/* SAR/SAA: what the S-CSCF tells the HSS about a user. TS 29.228 cl. 6.1.2 */

enum { SERVER_NAME_NOT_STORED = 2004 }; /* TS 29.229 cl. 6.2.1.4 */

/* Add an IMPU by its text. */
static struct li_ident *add(struct li_mirror *m, struct li_user *user,
	const struct li_party *p)
{
	struct li_ident *id = li_user_impu(m, user, li_look_own(p));
	struct li_identity impu;

	if (!id && li_identity_parse(LI_ID_IMPU, p->text, &impu) == LI_OK)
		id = li_user_add_impu(m, user, &impu);
	return id;
}

static void assign(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, enum li_reg_state state)
{
	struct li_cx_names names;
	struct li_user *user;
	struct li_ident *id;
	uint8_t set;

	li_cx_names(m, event, &names);
	if (!names.pair.impu)
		return;
	user = li_look_user(m, &names.pair, true);
	if (!user)
		return;
	id = add(m, user, li_look_role(event, LI_ROLE_CX_PUBLIC_IDENTITY));
	if (!id)
		return;
	if (id->set == 0)
		id->set = li_user_new_set(user);
	set = id->set;
	/* The implicit set, as far as User-Data listed it; without User-Data
	 * the set that is known stays. TS 29.228 cl. 6.5.1 */
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		if (p->role != LI_ROLE_CX_USER_DATA || p->kind != LI_ID_IMPU ||
			!p->key_count)
			continue;
		id = add(m, user, p);
		if (id)
			id->set = set;
	}
	id = li_user_impu(m, user, names.impu);
	if (id)
		li_cx_set_state(m, change, user, id, state);
	user->auth_pending = false;
	user->end_s = m->now_s + m->options.registration_age_s;
	li_user_arm(m, user);
}

/* An unregistered user's S-CSCF is kept for its services; a registered one
 * stays registered. TS 29.228 cl. 6.1.2.1 */
static void assign_unregistered(struct li_mirror *m,
	const struct li_event *event, struct li_change *change)
{
	if (change->reg_before == LI_REG_REGISTERED)
		return;
	assign(m, event, change, LI_REG_UNREGISTERED);
}

/* A failed or late authentication ends what was pending and nothing else: it
 * is no de-registration of who is registered. TS 29.228 cl. 6.1.2.1 */
static void authentication_failed(struct li_mirror *m,
	const struct li_event *event)
{
	struct li_cx_names names;
	struct li_user *user;

	li_cx_names(m, event, &names);
	user = names.pair.impi ? li_user_of_impi(m, names.impi) : NULL;
	if (user)
		user->auth_pending = false;
}

/* Where the user registers, and that the HSS said so. */
static void note(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	const struct li_cx *cx = &event->cx;
	struct li_cx_names names;
	struct li_user *user;

	if (cx->assignment_type < 1 || cx->assignment_type > 3)
		return;
	li_cx_names(m, event, &names);
	user = li_look_user(m, &names.pair, false);
	if (!user)
		return;
	if (cx->assignment_type < 3)
		li_cx_visited_assigned(m, event, user, change);
	if (!li_cx_success(cx))
		return;
	user->by_cx = true;
	if (cx->assignment_type < 3)
		user->again = cx->assignment_type == 2;
}

static void apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	const struct li_cx *cx = &event->cx;
	bool kept = !(cx->experimental && cx->result == SERVER_NAME_NOT_STORED);

	if (!li_cx_success(cx)) {
		li_cx_concern(m, event, change);
		return;
	}
	switch (cx->assignment_type) { /* TS 29.229 cl. 6.3.15 */
	case 1:                        /* REGISTRATION */
	case 2:                        /* RE_REGISTRATION */
		assign(m, event, change, LI_REG_REGISTERED);
		break;
	case 3: /* UNREGISTERED_USER */
		assign_unregistered(m, event, change);
		break;
	case 4:  /* TIMEOUT_DEREGISTRATION */
	case 5:  /* USER_DEREGISTRATION */
	case 8:  /* ADMINISTRATIVE_DEREGISTRATION */
	case 11: /* DEREGISTRATION_TOO_MUCH_DATA */
		li_cx_leave(m, event, change, LI_REG_NONE);
		break;
	case 6: /* TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME */
	case 7: /* USER_DEREGISTRATION_STORE_SERVER_NAME */
		li_cx_leave(m, event, change,
			kept ? LI_REG_UNREGISTERED : LI_REG_NONE);
		break;
	case 9:  /* AUTHENTICATION_FAILURE */
	case 10: /* AUTHENTICATION_TIMEOUT */
		authentication_failed(m, event);
		break;
	default: /* NO_ASSIGNMENT, RESTORATION, and those of other interfaces */
		break;
	}
}

void li_cx_assign_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	apply(m, event, change);
	note(m, event, change);
}

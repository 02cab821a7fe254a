/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"

/* SAR/SAA: what the S-CSCF tells the HSS about a user. TS 29.228 cl. 6.1.2 */

enum { SERVER_NAME_NOT_STORED = 2004 }; /* TS 29.229 cl. 6.2.1.4 */

static void assign(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, enum li_reg_state state)
{
	struct li_identity impi, impu;
	bool named = li_cx_impi(event, &impi);
	struct li_user *user;
	struct li_ident *id;

	if (!li_look_parse(event, LI_ROLE_CX_PUBLIC_IDENTITY, &impu))
		return;
	user = li_look_user(m, named ? &impi : NULL, &impu, true);
	if (!user)
		return;
	id = li_user_add_impu(m, user, &impu);
	if (!id)
		return;
	if (id->set == 0)
		id->set = ++user->sets ? user->sets : ++user->sets;
	/* The implicit set, as far as User-Data listed it; without User-Data
	 * the set that is known stays. TS 29.228 cl. 6.5.1 */
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];
		struct li_ident *member;

		if (p->role != LI_ROLE_CX_USER_DATA || p->kind != LI_ID_IMPU ||
			li_identity_parse(LI_ID_IMPU, p->text, &impu))
			continue;
		member = li_user_add_impu(m, user, &impu);
		if (member)
			member->set = id->set;
	}
	li_cx_set_state(m, change, user, id, state);
	user->auth_pending = false;
	user->due_s = m->now_s + m->options.registration_age_s;
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
	struct li_identity impi;
	struct li_user *user;

	if (!li_cx_impi(event, &impi))
		return;
	user = li_user_of_impi(m, &impi);
	if (user)
		user->auth_pending = false;
}

void li_cx_assign_apply(struct li_mirror *m, const struct li_event *event,
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

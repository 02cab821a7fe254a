/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/cx_visited.h"

/* SAR/SAA: what the S-CSCF tells the HSS about a user. TS 29.228 cl. 6.1.2 */

enum { SERVER_NAME_NOT_STORED = 2004 }; /* TS 29.229 cl. 6.2.1.4 */

/* The user of a SAR and its IMPU, made when they are not known. */
static struct li_user *user_of(struct li_mirror *m,
	const struct li_event *event, struct li_cx_names *names)
{
	const struct li_party *p =
		li_event_party(event, LI_ROLE_CX_PUBLIC_IDENTITY);
	struct li_user *user = p ? li_cx_user(m, event, names) : NULL;
	struct li_identity impu;

	if (!user || li_user_impu(m, user, names->impu))
		return user;
	if (li_identity_parse(LI_ID_IMPU, p->text, &impu) ||
		!li_user_add_impu(m, user, &impu))
		return NULL;
	return user;
}

static void assign(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, enum li_reg_state state)
{
	struct li_cx_names names;
	struct li_user *user;
	struct li_ident *id;

	li_cx_names(m, event, &names);
	user = user_of(m, event, &names);
	if (!user)
		return;
	li_cx_adopt(m, user, names.impu);
	li_cx_profile(m, event, change, user, &names.impu);
	id = li_user_impu(m, user, names.impu);
	if (id)
		li_cx_enter(m, change, user, id, state);
	li_cx_served(m, event, user);
	user->auth_pending = user->auth_pending && state != LI_REG_REGISTERED;
	user->sip_leaving = false;
	user->end_s = m->now_s + m->options.registration_age_s;
	li_user_arm(m, user);
}

/* An unregistered user's S-CSCF is kept for its services. Who is registered
 * stays so, unless its P-CSCF was lost with the contacts.
 * TS 29.228 cl. 6.1.2.1; TS 23.380 cl. 5.4 */
static void assign_unregistered(struct li_mirror *m,
	const struct li_event *event, struct li_change *change)
{
	const struct li_cx_end end = {.stored = true};

	if (event->cx_more.sar_flags & LI_SAR_PCSCF_RESTORATION &&
		li_event_party(event, LI_ROLE_CX_PUBLIC_IDENTITY))
		li_cx_leave(m, event, change, &end);
	assign(m, event, change, LI_REG_UNREGISTERED);
}

/* A failed or late authentication ends what was pending and nothing else: it
 * is no de-registration of who is registered, nor does it take the S-CSCF from
 * him. TS 29.228 cl. 6.1.2.1 */
static void authentication_failed(struct li_mirror *m,
	const struct li_event *event)
{
	struct li_cx_names names;
	struct li_user *user;

	li_cx_names(m, event, &names);
	user = names.pair.impi ? li_user_of_impi(m, names.impi) : NULL;
	if (!user)
		return;
	user->auth_pending = false;
	if (li_user_state(m, user) == LI_REG_NONE)
		user->server = user->serving = 0;
}

/* Where the user registers, and whether it did before. */
static void note(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	const struct li_cx *cx = &event->cx;
	struct li_cx_names names;
	struct li_user *user;

	/* TS 29.229 cl. 6.3.15: REGISTRATION, RE_REGISTRATION */
	if (cx->assignment_type != 1 && cx->assignment_type != 2)
		return;
	li_cx_names(m, event, &names);
	user = li_look_user(m, &names.pair, false);
	if (!user)
		return;
	li_cx_visited_assigned(m, event, user, change);
	if (li_cx_granted(cx))
		user->again = cx->assignment_type == 2;
}

static void apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	const struct li_cx *cx = &event->cx;
	struct li_cx_end end = {.stored = false};

	if (!li_cx_granted(cx)) {
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
	case 6: /* TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME */
	case 7: /* USER_DEREGISTRATION_STORE_SERVER_NAME */
		end.stored = !li_cx_is_experimental(cx, SERVER_NAME_NOT_STORED);
		li_cx_leave(m, event, change, &end);
		break;
	case 4:  /* TIMEOUT_DEREGISTRATION */
	case 5:  /* USER_DEREGISTRATION */
	case 8:  /* ADMINISTRATIVE_DEREGISTRATION */
	case 11: /* DEREGISTRATION_TOO_MUCH_DATA */
		li_cx_leave(m, event, change, &end);
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

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"

/* What of an exchange cannot be so by what is known. TS 29.228 cl. 6.1, 8.1 */

enum {
	IDENTITIES_DONT_MATCH = 5002, /* TS 29.229 cl. 6.2.2.3 */
	FRESH_S = 30, /* a contact that lives so long has not run out */
	LATE_S = 2,   /* taps show one thing up to 500 ms apart, in seconds */
};

static bool has_fresh_contact(const struct li_mirror *m,
	const struct li_user *user)
{
	struct li_binding *b = NULL;

	while ((b = li_user_bindings(m, user, b)))
		if (b->due_s > m->now_s + FRESH_S)
			return true;
	return false;
}

/* Has the registration timed out, or the UE left, as far as SIP knows? */
static bool is_sudden(const struct li_mirror *m, const struct li_cx *cx,
	const struct li_user *user)
{
	if (cx->command != LI_CX_SAR || !li_cx_granted(cx))
		return false;
	switch (cx->assignment_type) {             /* TS 29.229 cl. 6.3.15 */
	case 4:                                    /* TIMEOUT_DEREGISTRATION */
	case 6: return has_fresh_contact(m, user); /* and STORE_SERVER_NAME */
	case 5:                                    /* USER_DEREGISTRATION */
	case 7: return !user->sip_leaving && has_fresh_contact(m, user);
	default: return false;
	}
}

/* Does the HSS speak of the user as of one who is registered? */
static bool is_registered(const struct li_cx *cx)
{
	switch (cx->command) {
	case LI_CX_SAR: return li_cx_granted(cx) && cx->assignment_type == 2;
	case LI_CX_LIR:
	case LI_CX_PPR: return li_cx_granted(cx);
	case LI_CX_UAR:
	case LI_CX_MAR:
	case LI_CX_RTR: return false;
	}
	return false;
}

/* Did the user leave just now? The SAR that says so may be on its way. */
static bool left_just_now(const struct li_mirror *m, const struct li_user *user)
{
	uint32_t left = user->end_s - m->now_s;

	return left > LI_USER_GRACE_S - LATE_S && left <= LI_USER_GRACE_S;
}

static void look_at(const struct li_mirror *m, const struct li_event *event,
	struct li_user *user, struct li_change *change)
{
	if (is_sudden(m, &event->cx, user))
		change->contradictions |= LI_CONTRADICTION_CX_GONE;
	if (user->sip_gone && is_registered(&event->cx) &&
		!left_just_now(m, user))
		change->contradictions |= LI_CONTRADICTION_SIP_GONE;
}

static void authentication(const struct li_mirror *m,
	const struct li_event *event, struct li_change *change)
{
	struct li_cx_names names;
	const struct li_user *user;

	li_cx_names(m, event, &names);
	user = names.pair.impi ? li_user_of_impi(m, names.impi) : NULL;
	if (!user || !user->auth_pending)
		return;
	change->auth_was_pending = true;
	change->auth_age_s = 4 *
		((li_user_auth_time(m->now_s) - (int)user->auth_at) & 0x3ff);
}

void li_cx_contradict(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	struct li_user_list list = {.count = 0};

	authentication(m, event, change);
	li_cx_server(m, event, change);
	li_cx_concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++)
		look_at(m, event, list.at[i], change);
	if (li_cx_is_experimental(&event->cx, IDENTITIES_DONT_MATCH))
		change->contradictions |= LI_CONTRADICTION_NOT_ASSOCIATED;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

/* NOTIFY of a registration: what the registrar says is over is over. RFC 3680;
 * TS 24.229 cl. 5.4.2.1.2. A user cannot end his own record, or another's, with
 * one that he made up: it counts only when it comes from the side that was
 * asked, within a subscription whose opening was seen, and that side is the
 * S-CSCF, which answers such a SUBSCRIBE itself (cl. 5.4.2.1.1). */

static bool is_registered(const struct li_mirror *m, const struct li_user *user)
{
	return li_user_state(m, user) == LI_REG_REGISTERED;
}

/* A registration of this user, or one contact of it, is over. */
static void end(struct li_mirror *m, struct li_user *user, struct li_key aor,
	struct li_slice contact)
{
	struct li_ident *id = li_user_impu(m, user, aor);

	if (!id)
		return;
	if (contact.n)
		li_user_unbind(m, user, li_look_contact(m, contact));
	else
		id->state = LI_REG_NONE;
	/* The last contact takes every IMPU with it, the last IMPU every
	 * contact. RFC 3680 cl. 4.7.1 */
	if (!user->binding_count)
		li_user_set_state(m, user, 0, LI_REG_NONE);
	else if (!is_registered(m, user))
		li_user_unbind_all(m, user);
	if (!user->binding_count)
		user->end_s = m->now_s + LI_USER_GRACE_S;
	li_user_arm(m, user);
}

void li_reg_event_apply(struct li_mirror *m, const struct li_event *event,
	const struct li_change *change)
{
	const struct li_reginfo *info = event->sip.reginfo;

	if (!info || event->broken || change->from_opener ||
		!change->way_known || change->method != LI_SIP_SUBSCRIBE)
		return;
	for (size_t i = 0; i < info->count; i++) {
		struct li_user_list list;

		list.count = 0;
		li_user_find(m, info->ended[i].aor, &list);
		for (size_t u = 0; u < list.count; u++)
			end(m, list.at[u], info->ended[i].aor,
				info->ended[i].contact);
	}
}

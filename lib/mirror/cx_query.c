/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/cx_visited.h"

/* UAR, LIR, MAR and their answers change no registration. A UAA or MAA that
 * accepts a pair of IMPI and IMPU proves that they belong together, which a
 * first REGISTER does not yet say. TS 29.228 cl. 6.1.1, 6.3 */

enum { DE_REGISTRATION = 1 }; /* TS 29.229 cl. 6.3.24 */

/* TS 29.228 cl. 6.1.1: UAR-Flags tell an emergency registration */
static void asked(const struct li_event *event, struct li_ident *id)
{
	if (event->cx.command == LI_CX_UAR &&
		event->cx_more.uar_flags & LI_UAR_EMERGENCY)
		id->flags |= LI_IDENT_EMERGENCY;
}

void li_cx_query_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	const struct li_cx *cx = &event->cx;
	struct li_cx_names names;
	struct li_identity impu;
	struct li_user *user;
	struct li_ident *id;
	bool proof = li_cx_granted(cx) &&
		(cx->command == LI_CX_MAR ||
			(cx->command == LI_CX_UAR &&
				cx->authorization_type != DE_REGISTRATION));

	li_cx_names(m, event, &names);
	if (!names.pair.impi || !names.pair.impu)
		return;
	user = proof ? li_cx_user(m, event, &names)
		     : li_look_user(m, &names.pair, false);
	if (user && proof) {
		id = li_look_parse(event, LI_ROLE_CX_PUBLIC_IDENTITY, &impu)
			? li_user_add_impu(m, user, &impu)
			: NULL;
		if (id)
			asked(event, id);
		li_cx_adopt(m, user, names.impu);
		if (cx->command == LI_CX_MAR) {
			user->auth_pending = true;
			user->auth_at = li_user_auth_time(m->now_s) & 0x3ffU;
		}
	}
	if (cx->command == LI_CX_UAR)
		li_cx_visited_asked(m, event, user, change);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/cx_visited.h"

/* UAR, LIR, MAR and their answers change no registration. A UAA or MAA that
 * accepts a pair of IMPI and IMPU proves that they belong together, which a
 * first REGISTER does not yet say. TS 29.228 cl. 6.1.1, 6.3 */

enum { DE_REGISTRATION = 1 }; /* TS 29.229 cl. 6.3.24 */

void li_cx_query_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	const struct li_cx *cx = &event->cx;
	struct li_cx_names names;
	struct li_identity impu;
	struct li_user *user;
	bool proof = li_cx_success(cx) &&
		(cx->command == LI_CX_MAR ||
			(cx->command == LI_CX_UAR &&
				cx->authorization_type != DE_REGISTRATION));

	li_cx_names(m, event, &names);
	if (!names.pair.impi || !names.pair.impu)
		return;
	user = li_look_user(m, &names.pair, proof);
	if (user && proof) {
		if (li_look_parse(event, LI_ROLE_CX_PUBLIC_IDENTITY, &impu))
			li_user_add_impu(m, user, &impu);
		if (cx->command == LI_CX_MAR)
			user->auth_pending = true;
	}
	if (cx->command == LI_CX_UAR)
		li_cx_visited_asked(m, event, user, change);
}

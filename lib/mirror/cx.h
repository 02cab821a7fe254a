/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx.h - what the Cx procedures share.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   As mirror.h.
 * Spec     TS 29.228 cl. 6.1
 */
#ifndef LI_MIRROR_CX_H
#define LI_MIRROR_CX_H

#include "mirror/inside.h"

/* The IMPI and the first IMPU that an exchange is about. */
struct li_cx_names {
	struct li_pair pair; /* leads to the others; NULL: not named */
	struct li_key impi, impu;
	struct li_identity text;
};

/* Read both; what the exchange does not name is NULL in the pair. */
void li_cx_names(const struct li_mirror *m, const struct li_event *event,
	struct li_cx_names *out);

/* What the user of a Cx event is now: the first named IMPU's state under the
 * IMPI, or the IMPI's when none is named. */
enum li_reg_state li_cx_state(struct li_mirror *m,
	const struct li_event *event);

/* Set the state of an IMPU and its implicit set, and tell whom it concerns. */
void li_cx_set_state(struct li_mirror *m, struct li_change *change,
	struct li_user *user, struct li_ident *impu, enum li_reg_state state);

/* De-register what the event names: its IMPUs with their implicit sets under
 * each IMPI named; all of the IMPIs' when no IMPU is named; the IMPUs of all
 * their users when no IMPI is. */
void li_cx_leave(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, enum li_reg_state state);

/* Tell whom the event concerns without naming them, and change nothing. */
void li_cx_concern(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);

#endif

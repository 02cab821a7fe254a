/* SPDX-License-Identifier: BSD-3-Clause
 *
 * look.h - looking up who the identities of an event are.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   Nothing is kept but by li_look_user(), which may make a user.
 * Spec     TS 33.128 cl. 7.12.2.8 (IMPI and IMEI of a session come from the
 *          registration)
 */
#ifndef LI_MIRROR_LOOK_H
#define LI_MIRROR_LOOK_H

#include "mirror/user.h"
#include "model/change.h"

/* Content that is only compared is kept as 64 bits of its keyed hash; never 0,
 * which stands for none. `what` keeps kinds of content apart. */
uint64_t li_look_mark(const struct li_mirror *m, char what, struct li_slice s);

/* The mark of where a contact URI is: its host and port, since its parameters
 * differ from message to message. 0 when there is none. */
uint64_t li_look_contact(const struct li_mirror *m, struct li_slice uri);

/* Add to what the change says is known. A full list drops what comes after:
 * the bound is above what a session keeps and users have. */
void li_look_know(struct li_change *change, struct li_key key, uint32_t roles,
	uint8_t sides);

/* How to look at the users of one identity. */
struct li_look {
	uint64_t contact; /* only this device, when the user has it; 0 any */
	bool devices;     /* IMEIs too */
	uint8_t sides;    /* enum li_side bits of who is looked up */
};

/* Add what the registrations of a party's users tell: IMPI and IMEIs. */
void li_look_party(const struct li_mirror *m, struct li_change *change,
	const struct li_party *party, struct li_look look);

/* Add an IMPU that an exchange concerns without naming it: a member of the
 * implicit set, or all that an IMPI has. TS 29.228 cl. 6.1.2, 6.1.3 */
void li_look_implied(const struct li_mirror *m, struct li_change *change,
	const struct li_ident *impu);

/* The first party of this role in canonical form; false when there is none. */
bool li_look_parse(const struct li_event *event, enum li_role role,
	struct li_identity *out);

/* The one user of an IMPI (or NULL) and an IMPU (or NULL): that of the IMPI;
 * else the IMPU's that has no IMPI yet, which gets it; without an IMPI, any
 * of the IMPU's. With `make` a new one when there is none; NULL when not. */
struct li_user *li_look_user(struct li_mirror *m,
	const struct li_identity *impi, const struct li_identity *impu,
	bool make);

#endif

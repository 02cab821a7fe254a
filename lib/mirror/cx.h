/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx.h - what the Cx procedures share.
 *
 * An IMPU is registered while any IMPI has it registered; the state of a user's
 * IMPU is that of the pair. It is unregistered, its S-CSCF kept, when one user
 * has it so and none registered.
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
	struct li_identity text; /* of the IMPI, when it was needed */
};

/* Read both; what the exchange does not name is NULL in the pair. */
void li_cx_names(const struct li_mirror *m, const struct li_event *event,
	struct li_cx_names *out);

/* The user of an exchange, made when there is none. NULL: no room. */
struct li_user *li_cx_user(struct li_mirror *m, const struct li_event *event,
	struct li_cx_names *names);

/* What the user of a Cx event is now: the first named IMPU's state under the
 * IMPI, or under all where none is named; or the IMPI's when no IMPU is. */
enum li_reg_state li_cx_state(struct li_mirror *m,
	const struct li_event *event);

/* Did the answer grant what was asked? Which results do depends on the
 * command. TS 29.228 cl. 6.1; TS 29.229 cl. 6.2 */
bool li_cx_granted(const struct li_cx *cx);

/* Is it an Experimental-Result of 3GPP with this code? */
bool li_cx_is_experimental(const struct li_cx *cx, uint32_t code);

/* The key that a kept IMPU is itself. */
struct li_key li_cx_own(const struct li_mirror *m, const struct li_ident *impu);

/* Does a user other than `but` have the IMPU registered? */
bool li_cx_registered(const struct li_mirror *m, struct li_key impu,
	const struct li_user *but);

/* Register an IMPU of a user with its implicit set, or have it unregistered,
 * and tell whom it concerns. What is registered for anyone is not unregistered
 * for another. */
void li_cx_enter(struct li_mirror *m, struct li_change *change,
	struct li_user *user, struct li_ident *impu, enum li_reg_state state);

/* The same for one IMPU, telling nobody. */
void li_cx_enter_one(struct li_mirror *m, const struct li_user *user,
	struct li_ident *impu, enum li_reg_state state);

/* How a registration ends. */
struct li_cx_end {
	bool stored; /* the S-CSCF stays for unregistered services */
	bool all;    /* whichever IMPUs are named */
	/* Pairs that stay, of a RTR; NULL: none do. */
	const struct li_cx_more *but;
	bool guessed; /* the pairs known as emergency ones stay as well */
};

/* De-register what the event names: its IMPUs with their implicit sets under
 * each IMPI named; all of the IMPIs' when no IMPU is named; the IMPUs of all
 * their users when no IMPI is. */
void li_cx_leave(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, const struct li_cx_end *end);

/* Users that the event speaks of. */
void li_cx_concerned(const struct li_mirror *m, const struct li_event *event,
	struct li_user_list *list);

/* Tell whom the event concerns without naming them, and change nothing. */
void li_cx_concern(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);

/* The User-Data of an exchange takes the place of the profile before, for all
 * who share its IMPUs. `impu` is the IMPU of `user` that the exchange is about;
 * both NULL when it is about the identities of the profile. A set that was known
 * by a profile tells who came and left. TS 29.228 cl. 6.2.2, 6.5, 6.6 */
void li_cx_profile(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, struct li_user *user,
	const struct li_key *impu);

/* What another IMPI's registration told of the IMPU's implicit set is so for
 * this one too, while nothing else is known. TS 29.228 cl. 6.5.1 */
void li_cx_adopt(struct li_mirror *m, struct li_user *user, struct li_key impu);

/* Forget who came and left. */
void li_cx_moved_reset(struct li_mirror *m);

/* Tell whether another S-CSCF is named than the one that serves the user, and
 * keep what the exchange says of the two. TS 29.228 cl. 8.1 */
void li_cx_server(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);

/* The S-CSCF of a SAR that was granted serves the user. */
void li_cx_served(struct li_mirror *m, const struct li_event *event,
	struct li_user *user);

/* Is this RTR for the S-CSCF that serves the user, as far as is known? */
bool li_cx_is_serving(const struct li_mirror *m, const struct li_event *event,
	const struct li_user *user);

/* Tell what cannot both be so, before the event is applied. */
void li_cx_contradict(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);

#endif

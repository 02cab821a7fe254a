/* SPDX-License-Identifier: BSD-3-Clause
 *
 * look.h - looking up who the identities of an event are.
 *
 * Which device: a message is of the devices of its user that are at its
 * Contact (place or GRUU), have its instance, or else are at the address that
 * it came from or goes to. When none of these tells, it is of them all: a
 * request to an IMPU goes to each of its contacts, and for the rest a device
 * that may take part must not be missed.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   Nothing is kept but by li_look_user(), which may make a user.
 * Spec     TS 33.128 cl. 7.12.2.8 (IMPI and IMEI of a session come from the
 *          registration); RFC 5627 cl. 4 (GRUU)
 */
#ifndef LI_MIRROR_LOOK_H
#define LI_MIRROR_LOOK_H

#include "mirror/session.h"
#include "mirror/user.h"
#include "model/change.h"

/* Content that is only compared is kept as 64 bits of its keyed hash; never 0,
 * which stands for none. `what` keeps kinds of content apart. */
uint64_t li_look_mark(const struct li_mirror *m, char what, struct li_slice s);

/* The mark of where a contact URI is: its GRUU, else its host and port, since
 * its other parameters differ from message to message. An emergency contact
 * ("sos") is another one. 0 when there is none. */
uint64_t li_look_contact(const struct li_mirror *m, struct li_slice uri);

/* The same, and in *sos whether it is the contact of an emergency registration.
 * TS 24.229 cl. 5.1.6.2 */
uint64_t li_look_place(const struct li_mirror *m, struct li_slice uri,
	bool *sos);

/* The mark that a contact at this address has, 0 when it is not known. */
uint64_t li_look_address(const struct li_mirror *m,
	const struct li_address *address);

/* The mark of an instance-id that is no IMEI. RFC 5626 cl. 4.1 */
uint64_t li_look_instance(const struct li_mirror *m, struct li_slice instance);

/* The mark of a GRUU, 0 for none. */
uint64_t li_look_gruu(const struct li_mirror *m, struct li_slice uri);

/* The key of the IMSI that the IMPI, or else an IMPU, was derived from; none when
 * none was. TS 23.003 cl. 13.2, 13.3, 13.4B */
struct li_key li_look_imsi(const struct li_mirror *m,
	const struct li_user *user);

/* Add to what the change says is known. A full list drops what comes after:
 * the bound is above what a session keeps and users have. */
void li_look_know(struct li_change *change, struct li_key key, uint32_t roles,
	uint8_t sides);

/* How to look at the users of one identity. */
struct li_look {
	const struct li_event *from; /* the party's device sent it, NULL: that
				      * is not known */
	bool devices;                /* IMEIs too */
	bool enters;                 /* into the session that is being filled */
	uint8_t sides;               /* enum li_side bits of who is looked up */
	struct li_user_list *told;   /* users who were looked at just like this
				      * and are left out; the party's come to
				      * them. NULL: nobody was */
	uint32_t stand;              /* how they are entered there */
	struct li_change *change;    /* else what is told is added to it */
};

/* Add what the registrations of a party's users tell: IMPI, IMSI and IMEIs. */
void li_look_party(struct li_mirror *m, const struct li_party *party,
	const struct li_look *look);

/* The same of one user, of whom no message tells which device it is. */
void li_look_one(struct li_mirror *m, const struct li_user *user,
	const struct li_look *look);

/* Add an IMPU that an exchange concerns without naming it: a member of the
 * implicit set, or all that an IMPI has. TS 29.228 cl. 6.1.2, 6.1.3 */
void li_look_implied(const struct li_mirror *m, struct li_change *change,
	const struct li_ident *impu);

/* The first party of this role in canonical form; false when there is none. */
bool li_look_parse(const struct li_event *event, enum li_role role,
	struct li_identity *out);

/* The key that an IMPU is itself: not its number's, and for a tel: URI the one
 * that it is looked for by. */
struct li_key li_look_own(const struct li_party *impu);

/* Whom a user is looked for by: key and text of an IMPI, own key and text of
 * an IMPU. What is not known is NULL; texts are needed to make a user. */
struct li_pair {
	const struct li_key *impi, *impu;
	const struct li_identity *impi_text;
};

/* The one user of a pair: that of the IMPI; else the IMPU's that has no IMPI
 * yet, which gets it when there is its text; without an IMPI, any of the
 * IMPU's. With `make` a new one when there is none; NULL when not. */
struct li_user *li_look_user(struct li_mirror *m, const struct li_pair *pair,
	bool make);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * register.h - what the two halves of a registration share: taking requests
 * and answers as they come, and settling a user when both are known.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   A turn borrows all that it leads to.
 * Spec     RFC 3261 cl. 10; TS 24.229 cl. 5.4.1
 */
#ifndef LI_MIRROR_REGISTER_H
#define LI_MIRROR_REGISTER_H

#include "mirror/inside.h"

/* The device that a request names: what it says is read once in a turn. */
struct li_register_device {
	struct li_identity imei; /* when it is one, and its key */
	struct li_key key;
	bool read;  /* whether it is one is known: */
	bool named; /* it is */
	bool bound; /* the 200 lists its contact as the request asked for it */
};

/* One message of a registration, and what is known of it. */
struct li_register_turn {
	const struct li_event *event;
	struct li_session *s; /* NULL: no room */
	struct li_asked *asked;
	struct li_change *change;
	struct li_register_device
		*device;   /* of the request that is asked for */
	struct li_key own; /* of the address of record, To */
	bool has_own;
};

/* The user that the message speaks of; with `make` made when there is none. */
struct li_user *li_register_user(struct li_mirror *m,
	const struct li_register_turn *t, bool make);

/* Where the contact is that a REGISTER asked for, and where it was sent from.
 * Most are challenged, and then nobody asks: so it is looked at as late as can
 * be. */
void li_register_place(const struct li_mirror *m, struct li_asked *asked);

/* Request and 2xx are both known, or all of them that will be: the event is
 * the one that came last. */
void li_register_settle(struct li_mirror *m, const struct li_register_turn *t);

/* Is it the request of this answer, or it itself, that was seen last? */
static inline bool li_register_known(const struct li_register_turn *t)
{
	return t->asked->cseq == t->event->sip.cseq;
}

/* Bind what a 200 lists: each is judged by what was there before it. */
void li_register_listed(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t);

/* Bind what the request that is known alone tells of its contact: all, when
 * the 200 lists none, else what the 200 left out. */
void li_register_asked(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t);

/* A 200 lists all bindings: what it leaves out is gone. RFC 3261 cl. 10.3 step
 * 8; an emergency binding is apart, and so is another address of record. */
void li_register_left_out(struct li_mirror *m, struct li_user *user,
	const struct li_register_turn *t);

/* What left with an earlier request than the one that counts, and was let go,
 * is gone, unless the later one brought it back. True when anything is. */
bool li_register_settle_left(struct li_mirror *m,
	const struct li_register_turn *t);

#endif

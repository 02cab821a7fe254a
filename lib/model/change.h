/* SPDX-License-Identifier: BSD-3-Clause
 *
 * change.h - what an event did to the mirrored state.
 *
 * Floor    1.
 * Threads  Plain values.
 * Memory   Pointers and slices borrow from the mirror, until its next event.
 * Spec     TS 33.107 cl. 20.1.3.3 (registration and session state is kept for
 *          all); TS 29.228 cl. 6.1; RFC 3261 cl. 10, 12
 */
#ifndef LI_MODEL_CHANGE_H
#define LI_MODEL_CHANGE_H

#include "model/event.h"

enum { LI_CHANGE_IDENTITIES_MAX = 32 };

enum li_reg_state {
	LI_REG_NONE = 0,
	LI_REG_PENDING,      /* REGISTER seen */
	LI_REG_CHALLENGED,   /* 401 seen */
	LI_REG_REGISTERED,
	LI_REG_UNREGISTERED, /* Cx: S-CSCF kept for unregistered services */
};

enum li_session_state {
	LI_SESSION_NONE = 0,
	LI_SESSION_TRYING,
	LI_SESSION_EARLY,
	LI_SESSION_CONFIRMED,
	LI_SESSION_RELEASING,
	LI_SESSION_GONE,
};

/* Identities that the mirror knows to belong to the same user as one of the
 * event's: of its registration, or of the dialog's opening message. They carry
 * LI_ROLE_REGISTRATION or LI_ROLE_DIALOG (with the role there or'ed in). */
struct li_known {
	uint32_t roles;
	uint8_t key_count;
	struct li_key keys[LI_ID_KEYS_MAX];
	const struct li_identity *identity; /* NULL when only keys are kept */
};

/* What the mirror says of an event, after it was applied. */
struct li_change {
	/* Of the registration, when the event is a REGISTER, its response or
	 * a Cx exchange. */
	bool registration;
	enum li_reg_state reg_before, reg_after;

	/* Of the dialog or transaction, for all other SIP. */
	bool session;
	bool opened; /* this event opened it */
	bool closed; /* this event ended it */
	enum li_session_state session_before, session_after;

	uint64_t correlation;     /* of the session or registration; 0 none */
	bool from_opener;         /* this message goes the way of the opening */

	struct li_known known[LI_CHANGE_IDENTITIES_MAX];
	size_t known_count;
};

#endif

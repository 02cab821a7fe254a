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

enum { LI_CHANGE_IDENTITIES_MAX = 96 };

enum li_reg_state {
	LI_REG_NONE = 0,
	LI_REG_PENDING,    /* REGISTER seen */
	LI_REG_CHALLENGED, /* 401 seen */
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

/* On which side of a session an identity stands; bits. A registration has one
 * side, that of the user: the opener. */
enum li_side {
	LI_SIDE_OPENER = 1 << 0,
	LI_SIDE_ANSWERER = 1 << 1,
	LI_SIDE_REDIRECTING = 1 << 2, /* by History-Info or Diversion only */
};

/* Identities that the mirror knows to belong to the same user as one of the
 * event's: of its registration, or of the dialog's opening message. They carry
 * LI_ROLE_REGISTRATION or LI_ROLE_DIALOG (with the role there or'ed in). */
struct li_known {
	uint32_t roles;
	uint8_t sides; /* enum li_side bits */
	uint8_t key_count;
	bool learned; /* of the session only now: a registration came since */
	struct li_key keys[LI_ID_KEYS_MAX];
	const struct li_identity *identity; /* NULL when only keys are kept */
};

/* What cannot both be so: what one exchange says and another said, or what Cx
 * says and SIP. Bits. The record follows the witness whose word it is by the
 * standard; that they differed is told here. */
enum li_contradiction {
	/* Another S-CSCF than the one stored is named (SAR, MAR, UAA, LIA), and
	 * no reassignment is under way. TS 29.228 cl. 8.1 */
	LI_CONTRADICTION_SERVER_DIFFERS = 1 << 0,
	/* Cx registers a user still whose last SIP contact is gone. */
	LI_CONTRADICTION_SIP_GONE = 1 << 1,
	/* Cx takes down a user who has SIP contacts that are not over. */
	LI_CONTRADICTION_CX_GONE = 1 << 2,
	/* IMPI and IMPU were named together, by a REGISTER or the S-CSCF, and
	 * the HSS says that they are no pair: 5002. TS 29.228 cl. 6.1.1.1 */
	LI_CONTRADICTION_NOT_ASSOCIATED = 1 << 3,
	/* A RTR had no answer: who it names may be gone or not. */
	LI_CONTRADICTION_STALE = 1 << 4,
};

/* What is remarkable of the contact that a 2xx to a REGISTER bound, as it was
 * just before, or that a request opens a dialog with. Bits; none of them is
 * proof of anything. */
enum li_device_sign {
	/* No contact was at this place, or of this instance. */
	LI_DEVICE_NEW = 1 << 0,
	/* The user has a contact of another instance that is not over. */
	LI_DEVICE_ANOTHER = 1 << 1,
	/* This instance and reg-id was somewhere else. RFC 5626 cl. 6 */
	LI_DEVICE_MOVED = 1 << 2,
	/* It names no instance, and all the user's others did. */
	LI_DEVICE_UNNAMED = 1 << 3,
	/* A user of another IMPI has a contact of this IMEI. */
	LI_DEVICE_SHARED = 1 << 4,
	/* It had moved by a 2xx that was told of before its request, which says
	 * from where. */
	LI_DEVICE_MOVED_BEFORE = 1 << 5,
	/* The request that opens a dialog has a contact that its user, who has
	 * others, has not bound. TS 24.229 cl. 5.1.2A.1.1 */
	LI_DEVICE_UNBOUND = 1 << 6,
	/* The dialog was accepted, and no device of the user's is behind it. */
	LI_DEVICE_LET_IN = 1 << 7,
};

/* What the mirror says of an event, after it was applied. */
struct li_change {
	/* Of the registration, when the event is a REGISTER, its response or
	 * a Cx exchange. */
	bool registration;
	enum li_reg_state reg_before, reg_after;
	int64_t expires_s;    /* the registration lives so long; -1 not said */
	bool visited_changed; /* Cx: another visited network than before */
	/* Cx: the network that the user registers from (UAR, SAR), or was
	 * registered from (SAR, RTR); empty when not known. */
	struct li_slice visited;
	bool nameless; /* SIP: nobody said yet which IMPI this REGISTER is of */
	bool others_listed; /* SIP: contacts in it are other devices', too */
	bool leaving; /* SIP: this REGISTER asks for contacts to be removed */
	/* SIP: a 2xx registered a device, and both its user's IMSI and its IMEI
	 * are known; of a mirror that is to say so. See below. */
	bool device_known;
	unsigned devices; /* SIP: enum li_device_sign bits */
	/* SIP: marks of the device that a 2xx registered, and of where its
	 * request was sent from (model/access.h); 0 not known. */
	uint64_t device, access;
	unsigned contradictions; /* enum li_contradiction bits */
	/* Cx: a MAA had given vectors for this IMPI that no SAR had used yet,
	 * and how long ago that was, four seconds more or less; -1 none.
	 * TS 29.228 cl. 6.3 */
	bool auth_was_pending;
	int32_t auth_age_s;
	/* Cx: IMPUs that the profile in this exchange added to the user and
	 * took from it. TS 33.107 cl. 7A.2.3.2 */
	const struct li_identity *came, *left;
	size_t came_count, left_count;

	/* Of the dialog or transaction, for all other SIP. */
	bool session;
	bool opened; /* this event opened it */
	bool closed; /* this event ended it */
	enum li_session_state session_before, session_after;
	enum li_sip_method method; /* of the opening message, where known */
	bool way_known;            /* it is certain who opened the session */
	bool headless; /* it is new, and the message that opens it not seen */
	/* A name of the session, never 0, with a request that opens one and
	 * may be changed on its way: INVITE, MESSAGE, on each hop. Else 0. */
	uint64_t opening;
	/* The message belongs to a dialog whose opening was seen, and is
	 * neither the opening request nor a response to it: who takes part was
	 * fixed there. TS 33.128 cl. 7.12.2.8 */
	bool in_dialog;
	bool conference, emergency; /* RFC 4579; RFC 5031 */
	uint8_t services; /* enum li_service bits that it serves; 0: none in
			   * particular, as a registration */
	uint8_t held_by;  /* enum li_side bits of who does not receive media */

	/* The filter of who is looked for passes no party of the event, so that
	 * only those who are known are to be screened. */
	bool strangers;
	uint64_t correlation; /* of the session or registration; 0 none */
	bool from_opener;     /* this message goes the way of the opening */

	struct li_known known[LI_CHANGE_IDENTITIES_MAX];
	size_t known_count;
	struct li_key imsi, imei; /* set only with device_known */
};

/* Does a Cx exchange speak of this party? An answer may also list the other
 * IMPIs of a subscription, of whom it says nothing; a RTR takes them down too.
 * TS 29.228 cl. 6.1.2, 6.1.3 */
static inline bool li_cx_speaks_of(const struct li_event *event,
	const struct li_party *party)
{
	return party->role != LI_ROLE_CX_USER_NAME ||
		event->cx.command == LI_CX_RTR ||
		li_slice_eq(party->text, event->cx.user_name);
}

/* Roles of who stands on the opener's side in a message that goes the way of the
 * opening, or against it. */
static inline uint32_t li_roles_of_opener(bool is_request, bool from_opener)
{
	const uint32_t sender = LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED |
		LI_ROLE_CONTACT_INSTANCE;
	const uint32_t called = LI_ROLE_TO | LI_ROLE_REQUEST_URI |
		LI_ROLE_P_CALLED_PARTY | LI_ROLE_SMS_DESTINATION |
		LI_ROLE_SERVED_TERMINATING;
	const bool asked_by_opener = is_request == from_opener;

	return (from_opener ? sender : 0) |
		(asked_by_opener ? ~(sender | called) : called);
}

/* Roles of who redirects. */
enum {
	LI_ROLE_REDIRECTING = LI_ROLE_HISTORY_INFO | LI_ROLE_DIVERSION |
		LI_ROLE_SERVED_DIVERTING
};

/* On which side the identity of a party stands, by its role, where the opener has
 * these; on none that is known, where its session case is not said. */
static inline uint8_t li_side_among(enum li_role role, uint32_t opener)
{
	if (role & (LI_ROLE_REDIRECTING | LI_ROLE_SERVED))
		return role & LI_ROLE_SERVED ? 0 : LI_SIDE_REDIRECTING;
	return role & opener ? LI_SIDE_OPENER : LI_SIDE_ANSWERER;
}

/* The same, by the message. */
static inline uint8_t li_side_of(enum li_role role, bool is_request,
	bool from_opener)
{
	return li_side_among(role, li_roles_of_opener(is_request, from_opener));
}

/* A session of now, as a record of the start of its interception tells it.
 * Slices are empty when not known. TS 33.128 cl. 7.12.4.2.2 */
struct li_ongoing {
	enum li_session_state state;
	enum li_sip_method method;      /* of the opening message */
	struct li_slice originating[4]; /* the opener's identities */
	size_t originating_count;
	struct li_slice terminating, diversion;
	struct li_slice offer, answer; /* the latest of each */
	struct li_address from, to;    /* of the opening; family 0: not kept */
};

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * session.h - what is kept of one Call-ID: a dialog, a transaction outside
 * one, or a REGISTER with its answers.
 *
 * A proxy's workers race, and each hop shows a message again: so what is kept
 * are facts (seen or not, the highest CSeq seen), which come out the same in
 * whatever order they came in, and the state is worked out of them.
 *
 * Floor    2, inside mirror/.
 * Threads  A session belongs to its mirror's thread.
 * Memory   From the mirror's pool, small: docs/data-path.md has the sum.
 * Spec     TS 33.107 cl. 20.3.1.4; RFC 3261 cl. 12 (dialogs), cl. 17
 */
#ifndef LI_MIRROR_SESSION_H
#define LI_MIRROR_SESSION_H

#include "mirror/chains.h"
#include "mirror/entry.h"
#include "mirror/text.h"
#include "mirror/wheel.h"
#include "model/change.h"

struct li_mirror;

enum {
	LI_SESSION_ENTRIES_MAX = 40, /* keys of one session */
	LI_SESSION_FORKS_MAX = 12,   /* branches told apart by their tags */
	LI_SESSION_GRACE_S = 32,     /* 64*T1: late and repeated messages */
	LI_SESSION_RING_S = 600,     /* no answer for so long: gone */
	LI_SESSION_SMS_S = 180,      /* a delivery report comes so late */
	LI_SESSION_NOTIFY_S = 3600,  /* a subscription, if nobody says */
	LI_SESSION_LEGS_MAX = 16,    /* sessions tied by one icid-value */
	LI_SESSION_AHEAD_S = 1, /* a message overtakes its opening by that */
};

/* What was seen of a branch. */
enum li_fork_fact {
	LI_FORK_EARLY = 1 << 0,    /* a provisional answer */
	LI_FORK_OK = 1 << 1,       /* a 2xx to the INVITE, or a re-INVITE */
	LI_FORK_FAILED = 1 << 2,   /* another final answer to the INVITE */
	LI_FORK_LEFT = 1 << 3,     /* 199: RFC 6228 */
	LI_FORK_IN_USE = 1 << 4,   /* another message inside the dialog */
	LI_FORK_BYE = 1 << 5,      /* a BYE */
	LI_FORK_BYE_DONE = 1 << 6, /* its answer */
	LI_FORK_LOST = 1 << 7,     /* 408 or 481 to a message inside it */
	LI_FORK_ACKED = 1 << 8,
};

struct li_fork {
	uint32_t tag;        /* of both tags, whichever side sent */
	uint32_t cseq;       /* of the opening INVITE answered, 0 none */
	struct li_text *sdp; /* the answerer's */
	uint16_t facts;
};

/* An offer that is not answered yet, of each side (0: the opener's). */
struct li_pending {
	struct li_text *text[2];
};

enum {
	LI_ASKED_INSTANCE_MAX = 64,
	LI_ASKED_URI_MAX = 119,
	LI_ASKED_ACCESS_MAX = 127,
};

/* What the REGISTERs of a Call-ID asked for and were told: of each the facts
 * with the highest CSeq, so that their order does not matter. */
struct li_asked {
	struct li_key impi;        /* of the username; none: not seen */
	char *name;                /* the username as written; a pool block */
	uint64_t contact;          /* mark of the first contact, 0 for none */
	uint64_t instance;         /* of its device, 0 when it names none */
	uint64_t access;           /* where it was sent from, 0 not known */
	int64_t expires_s;         /* asked for, -1 not said */
	uint32_t cseq;             /* of the request seen last, 0 for none */
	uint32_t granted;          /* of the 2xx, 0 for none */
	uint32_t answered;         /* of the final answer, 0 for none */
	uint32_t named, instanced; /* of the request that told name, instance */
	uint32_t reg_id;
	uint32_t granted_bits; /* bit i: granted - i has its 2xx too */
	uint32_t left_cseq;    /* of an earlier request that leaves */
	uint64_t left;         /* its contact; 0 for all of them */
	uint32_t made; /* of a 2xx that made a user, its request not seen */
	uint16_t name_len;
	uint16_t asked; /* li_binding_time() of the request seen last */
	bool star;      /* wants all contacts removed */
	bool sos;       /* an emergency registration */
	bool listed;    /* the 2xx listed contacts */
	bool moved;     /* by a 2xx that came before its request */
	bool derived;   /* `impi` was not named: TS 24.229 cl. 5.3.1.2 */
	bool placed;    /* `contact` and `sos` were made of `uri` */
	/* Octets of the texts, which most messages do not read. */
	uint8_t imei_len;  /* 0: not seen */
	uint8_t uri_len;   /* 0: none, or too long to be kept */
	uint8_t where_len; /* 0: none, or it was looked at */
	/* +sip.instance as written, when it is an IMEI */
	char imei[LI_ASKED_INSTANCE_MAX];
	/* of the first contact: mostly the 2xx lists it in the same words */
	char uri[LI_ASKED_URI_MAX];
	/* P-Access-Network-Info, until `access` is made of it */
	char where[LI_ASKED_ACCESS_MAX];
};

struct li_session {
	/* First: the wheel gives it back. Beside the time, half of the mark of
	 * the Contact that opened a dialog: li_binding_near(); 0 not known. */
	struct li_alarm timer;
	struct li_chain by_call; /* hash: the first 64 bits of the key */
	struct li_chain by_icid; /* hash 0: not tied */
	uint64_t correlation;
	struct li_entry *entries;
	struct li_asked *asked; /* of a REGISTER only; one pool block */
	struct li_fork *forks;
	struct li_text *sdp;     /* the opener's, as agreed */
	struct li_text *parties; /* URIs of the opening, a line each */
	struct li_pending *pending;
	uint64_t strangers; /* version of a filter that passes none; or era */
	uint32_t call_low;  /* 32 bits more of the key */
	uint32_t opener;    /* mark of the opener's tag */
	uint32_t born_s;
	uint32_t cseq;       /* the opening request's, the highest seen */
	uint32_t cancelled;  /* highest CSeq of a CANCEL, 0 none */
	uint32_t failed;     /* of a final answer that is no 2xx */
	uint32_t rang;       /* of a provisional one above 100 */
	uint32_t settled[2]; /* of an offer accepted, of each side */
	uint32_t refused[2]; /* of one refused */
	uint32_t life_s;     /* until a refresh is due: RFC 4028; 0 not said */
	uint16_t status;     /* of the last final response */
	uint8_t entry_count, entry_room;
	uint8_t fork_count : 4; /* LI_SESSION_FORKS_MAX at most */
	bool msrp : 1;          /* it has a stream of messages: RFC 4975 */
	bool spoken : 1;        /* it has other media than that */
	bool rcs : 1;           /* a service of RCS was claimed */
	uint8_t state : 3;      /* enum li_session_state */
	uint8_t reg : 3;        /* enum li_reg_state, of a REGISTER */
	uint8_t own : 1;        /* a bound contact opened it: sender.h */
	uint8_t stranger : 1;   /* one that is not bound, as far as is known */
	uint8_t method;         /* enum li_sip_method */
	bool anchored : 1;      /* the message that opened it was seen */
	bool opened : 1;        /* by the event in hand */
	bool answered : 1;      /* a final answer outside a dialog */
	bool granted : 1;       /* a subscription that lives */
	bool terminated : 1;    /* a NOTIFY ended it */
	bool focus : 1;         /* a conference: RFC 4579 */
	bool emergency : 1;     /* urn:service:sos: RFC 5031 */
	bool sms : 1;           /* its report comes later, by In-Reply-To */
};

/* A block of the pool, and not one octet more: there are millions of them. */
_Static_assert(sizeof(struct li_session) <= 176, "a session grew");

/* The session of a link among those by Call-ID. */
static inline struct li_session *li_session_at(struct li_chain *link)
{
	return (struct li_session *)(void *)((uint8_t *)(void *)link -
		offsetof(struct li_session, by_call));
}

/* The session of a link among those that an icid-value ties. */
static inline struct li_session *li_session_tied(struct li_chain *link)
{
	return (struct li_session *)(void *)((uint8_t *)(void *)link -
		offsetof(struct li_session, by_icid));
}

/* The session of an event's Call-ID, or NULL. */
struct li_session *li_session_find(const struct li_mirror *m,
	struct li_key call);

/* A new session of this name, whose number is that of this Call-ID; NULL when there
 * is no room even after an eviction. */
struct li_session *li_session_new(struct li_mirror *m, struct li_key name,
	struct li_key call);

/* Overwrite and release what REGISTERs left with the session. */
void li_register_forget(struct li_mirror *m, struct li_session *s);

/* Overwrite and release. */
void li_session_free(struct li_mirror *m, struct li_session *s);

/* Keep the session until `for_s` from now, never beyond its maximum age. */
void li_session_keep(struct li_mirror *m, struct li_session *s, uint32_t for_s);

/* The key of a Call-ID. */
struct li_key li_session_call(const struct li_mirror *m,
	struct li_slice call_id);

/* The key of the session that an event is of: that of its Call-ID; of a
 * REGISTER with whom it registers, since a UA has one Call-ID for all of its
 * registrations. RFC 3261 cl. 10.2.4 */
struct li_key li_session_name(const struct li_mirror *m,
	const struct li_event *event);

/* The number of a session: the same for all of its messages, and after a
 * restart. Never 0. TS 103 221-2 cl. 5.2.8 */
uint64_t li_session_number(const struct li_mirror *m, struct li_key call);

/* A tag in 32 bits, 0 for none: told apart inside one session only. */
uint32_t li_session_tag(const struct li_mirror *m, struct li_slice tag);

/* Was the transaction of the event in hand asked for by the opener? */
bool li_session_by_opener(const struct li_mirror *m,
	const struct li_session *s);

/* Tie the session to those of the same icid-value: B2BUA legs and forwarded
 * calls keep one number. TS 33.108 cl. 7.1.3; RFC 7315 cl. 5.6 */
void li_session_tie(struct li_mirror *m, struct li_session *s,
	const struct li_event *event);

/* Take in who opened the session and the identities that the event tells,
 * with what the registrations know of them. Returns how many of the entries
 * were there before. */
size_t li_session_learn(struct li_mirror *m, struct li_session *s,
	const struct li_event *event, struct li_change *change);

/* Keys are entered between these two: a session's entries take no more room than
 * they need, and find it once. */
void li_session_fill(struct li_mirror *m, const struct li_session *s);
void li_session_filled(struct li_mirror *m, struct li_session *s);

#endif

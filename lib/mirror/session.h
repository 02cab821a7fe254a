/* SPDX-License-Identifier: BSD-3-Clause
 *
 * session.h - what is kept of one Call-ID: a dialog, a transaction outside
 * one, or a REGISTER with its answers.
 *
 * A bystander's call costs a session, its entries and a slot in a table: keys
 * and hashes, no text.
 *
 * Floor    2, inside mirror/.
 * Threads  A session belongs to its mirror's thread.
 * Memory   From the mirror's pool.
 * Spec     TS 33.107 cl. 20.3.1.4; RFC 3261 cl. 12 (dialogs), cl. 17
 */
#ifndef LI_MIRROR_SESSION_H
#define LI_MIRROR_SESSION_H

#include "mirror/wheel.h"
#include "model/change.h"

struct li_mirror;

enum {
	LI_SESSION_ENTRIES_MAX = 40, /* keys of one session */
	LI_SESSION_FORKS_MAX = 6,    /* branches told apart by To-tag */
	LI_SESSION_GRACE_S = 32,     /* 64*T1: late and repeated messages */
	LI_SESSION_RING_S = 600,     /* no answer for so long: gone */
};

/* A key that takes part in the session, where it stood, and on which side. */
struct li_entry {
	struct li_key key;
	uint16_t roles; /* enum li_role bits */
	uint8_t sides;  /* enum li_side bits */
};

enum li_fork_state {
	LI_FORK_FREE = 0,
	LI_FORK_EARLY,
	LI_FORK_CONFIRMED,
	LI_FORK_ENDED,
};

enum { LI_ASKED_INSTANCE_MAX = 64 };

/* What the REGISTERs of a Call-ID asked for and were told: of each the facts
 * with the highest CSeq, so that their order does not matter. */
struct li_asked {
	struct li_key impi;        /* of the username; none: not seen */
	char *name;                /* the username as written; a pool block */
	uint64_t contact;          /* mark of the first contact, 0 for none */
	int64_t expires_s;         /* asked for, -1 not said */
	uint32_t cseq;             /* of the request seen last, 0 for none */
	uint32_t granted;          /* of the 2xx, 0 for none */
	uint32_t answered;         /* of the final answer, 0 for none */
	uint32_t named, instanced; /* of the request that told name, instance */
	uint32_t reg_id;
	uint32_t granted_bits; /* bit i: granted - i has its 2xx too */
	uint32_t left_cseq;    /* of an earlier request that leaves */
	uint64_t left;         /* its contact; 0 for all of them */
	uint16_t name_len;
	bool star;   /* wants all contacts removed */
	bool sos;    /* an emergency registration */
	bool listed; /* the 2xx listed contacts */
	struct {
		uint8_t len; /* 0: not seen */
		char text[LI_ASKED_INSTANCE_MAX];
	} imei; /* +sip.instance as written, when it is an IMEI */
};

struct li_session {
	struct li_timer timer; /* first: the wheel gives it back */
	struct li_key call;
	uint64_t opener; /* hash of the opener's tag */
	uint64_t
		contacts[2]; /* where the opener, the answerer is; 0 not said */
	struct li_entry *entries;
	struct li_asked *asked; /* of a REGISTER only; one pool block */
	uint32_t born_s;
	uint32_t cseq; /* of the request that opened it */
	uint32_t fork_tags[LI_SESSION_FORKS_MAX];
	uint8_t fork_states[LI_SESSION_FORKS_MAX];
	uint8_t entry_count, entry_room;
	uint8_t state;   /* enum li_session_state */
	uint8_t reg;     /* enum li_reg_state, of a REGISTER */
	uint8_t method;  /* enum li_sip_method */
	bool anchored;   /* the message that opened it was seen */
	bool opened;     /* by the event in hand */
	uint16_t status; /* of the last final response */
};

/* The session of an event's Call-ID, or NULL. */
struct li_session *li_session_find(const struct li_mirror *m,
	struct li_key call);

/* A new session for the event; NULL when there is no room even after an
 * eviction. */
struct li_session *li_session_new(struct li_mirror *m,
	const struct li_event *event, struct li_key call);

/* Overwrite and release what REGISTERs left with the session. */
void li_register_forget(struct li_mirror *m, struct li_session *s);

/* Overwrite and release. */
void li_session_free(struct li_mirror *m, struct li_session *s);

/* Keep the session until `for_s` from now, never beyond its maximum age. */
void li_session_keep(struct li_mirror *m, struct li_session *s, uint32_t for_s);

/* Was the transaction of this event asked for by the opener? */
bool li_session_by_opener(const struct li_mirror *m, const struct li_session *s,
	const struct li_event *event);

/* Take in who opened the session and the identities that the event tells. */
void li_session_learn(struct li_mirror *m, struct li_session *s,
	const struct li_event *event);

/* Add one key; false when it was there. */
bool li_session_enter(struct li_mirror *m, struct li_session *s,
	struct li_entry entry);

/* Hash of the other side's tag: what tells forks apart. */
uint32_t li_session_fork(const struct li_mirror *m, const struct li_session *s,
	const struct li_event *event);

/* Set the state of a fork; the oldest ended one makes room. */
void li_session_set_fork(struct li_session *s, uint32_t tag,
	enum li_fork_state state);

enum li_fork_state li_session_get_fork(const struct li_session *s,
	uint32_t tag);

/* How many forks are in this state. */
size_t li_session_forks(const struct li_session *s, enum li_fork_state state);

#endif

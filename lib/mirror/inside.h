/* SPDX-License-Identifier: BSD-3-Clause
 *
 * inside.h - what the files of mirror/ share, and nobody else includes.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   As mirror.h.
 * Spec     as mirror.h
 */
#ifndef LI_MIRROR_INSIDE_H
#define LI_MIRROR_INSIDE_H

#include "base/filter.h"
#include "base/table.h"
#include "mirror/chains.h"
#include "mirror/look.h"
#include "mirror/mirror.h"
#include "mirror/pool.h"
#include "mirror/session.h"
#include "mirror/shed.h"
#include "mirror/text.h"
#include "mirror/user.h"
#include "mirror/wheel.h"

enum { LI_MOVED_MAX = LI_USER_IMPUS_MAX };

/* Identities that a profile added to a user or took from it. */
struct li_moved {
	struct li_identity at[LI_MOVED_MAX];
	size_t count;
};

/* The entries of the session that is being filled. */
struct li_entering {
	struct li_entry *at, *end, *limit; /* where they are, and may be */
	/* A bit for what its keys begin with, and the offset in octets of the
	 * entry entered last that begins so. Of a session that had some before
	 * all bits are set and all offsets 0. */
	uint64_t bits;
	uint16_t offset[64];
	struct li_entry *next; /* behind the one that was found last */
	size_t before;         /* that the session had, less who made way */
	/* Does the filter pass one of them, as far as it was asked? */
	struct li_filter_view filter;
	bool may;
	/* Those that it had stay where they are until all are known. */
	struct li_entry room[LI_SESSION_ENTRIES_MAX];
};

enum { LI_GAINED_MAX = 4 };

/* Users whom the event in hand gave a key that they had not: gained.c. */
struct li_gained {
	uint32_t users[LI_GAINED_MAX]; /* their names, 0: free since */
	unsigned int count;
};

struct li_mirror {
	struct li_mirror_options options;
	struct li_pool pool;
	struct li_users users;
	struct li_chains sessions; /* by Call-ID */
	struct li_chains icids;    /* those that an icid-value ties */
	struct li_texts texts;
	const struct li_filter *filter; /* of who is a target; NULL: all */
	struct li_change looked;        /* what registrations tell of a party */
	uint32_t from_tag, to_tag;      /* marks, of the SIP event in hand */
	struct li_entering entering;
	struct li_key call;         /* of the event that comes next */
	struct li_session *last;    /* of the event applied last, or NULL */
	struct li_buf scratch;      /* texts that an ongoing session lends */
	struct li_moved came, left; /* by the exchange in hand */
	struct li_wheel session_wheel;
	int64_t base_us; /* monotonic time of second 0 */
	uint32_t now_s;
	bool started;
	uint64_t expired, evicted, refused, shed_count;
	struct li_shed shed;
	struct li_gained gained;
	li_mirror_wants_fn wants; /* NULL: nobody is looked for exactly */
	void *wants_data;
	/* How often a user who is looked for gained a key, and the filter's
	 * version since the last time: sessions have to be looked at again. */
	uint32_t era;
	uint64_t gained_version;
};

/* A user is about to get a key that it has not. */
void li_gained_note(struct li_mirror *m, const struct li_user *user);

/* A user is no more. */
void li_gained_forget(struct li_mirror *m, const struct li_user *user);

/* The event in hand is applied: if who is looked for gained a key, sessions are
 * looked at again. TS 33.128 cl. 7.12.2.8 */
void li_gained_settle(struct li_mirror *m);

/* Is the session to be looked at again? Asked of those that the filter passes,
 * and once of others when it changes. */
static inline bool li_gained_since(const struct li_mirror *m,
	const struct li_session *s)
{
	return s->strangers > UINT32_MAX ? s->strangers < m->gained_version
					 : s->strangers != m->era;
}

/* Enter what registrations tell by now of who takes part in the session; returns
 * where the entries begin that come of it. */
size_t li_session_again(struct li_mirror *m, struct li_session *s);

/* May a session of this event begin? Always while half of the room is free, and
 * for who may be a target; else as shed.h says, and what is shed is counted. */
bool li_room_for(struct li_mirror *m, const struct li_event *event);

/* Before a session is made: some that are past their time go, and where it is
 * full one that would end soon, those of targets last. */
void li_room_make(struct li_mirror *m);

/* May anyone that this user is be a target? */
bool li_room_wants(const struct li_mirror *m, const struct li_user *user);

/* The first word of an entry of this key. */
static inline uint32_t li_entry_word(struct li_key key)
{
	uint32_t word;

	memcpy(&word, &key, sizeof(word));
	return word;
}

/* The entry of a key that is not where it was looked for first; NULL when there
 * is none. Compiled apart from what mostly is enough. */
struct li_entry *li_session_entry(struct li_entering *x, struct li_key key);

/* Make room for one more entry, of this key: where there is none, counted, one
 * that is worth less goes; false when there is none such. Apart too. */
bool li_session_grow(struct li_mirror *m, struct li_entering *x,
	struct li_key key, uint32_t stand);

/* Enter one key of the session that is being filled, if there is room; false when
 * it was there, and on that side. Most keys of an opening are not there, and a
 * bit tells; or one of the same user stood there before, and its place tells. */
static inline bool li_session_enter(struct li_mirror *m, struct li_key key,
	uint32_t stand)
{
	struct li_entering *x = &m->entering;
	const unsigned int slot = li_entry_word(key) & 63;
	struct li_entry *e = NULL;
	uint32_t more;

	if (x->bits >> slot & 1) {
		e = (void *)((uint8_t *)x->at + x->offset[slot]);
		if (!li_key_eq(li_entry_key(e), key))
			e = li_session_entry(x, key);
	}
	if (e) {
		more = stand & ~e->stand;
		e->stand |= stand;
		return more & LI_STAND_SIDES;
	}
	x->may |= li_filter_sees(&x->filter, key);
	if (x->end == x->limit && !li_session_grow(m, x, key, stand))
		return true; /* whose it is may have room */
	e = x->end++;
	x->bits |= UINT64_C(1) << slot;
	x->offset[slot] = (uint16_t)((uint8_t *)e - (uint8_t *)x->at);
	memcpy(e->key, &key, sizeof(e->key));
	e->stand = stand;
	return true;
}

/* List what the session's messages told, as far as the filter passes it: the
 * first `before` entries as inherited, of the others what the registrations
 * told. Before that the session is looked at again if it has to be. */
void li_session_inherit_from(struct li_mirror *m, struct li_session *s,
	size_t before, struct li_change *change);

/* The same. Nearly every session is of strangers, and the tasks are the same
 * from message to message. */
static inline void li_session_inherit(struct li_mirror *m, struct li_session *s,
	size_t before, struct li_change *change)
{
	if (!m->filter || s->strangers != m->filter->version)
		li_session_inherit_from(m, s, before, change);
}

/* The session of a SIP event, brought up to date unless it is a REGISTER's,
 * and what the change says of it; NULL when none could be kept. */
struct li_session *li_follow(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);

/* From the key of an event to that of its Call-ID's dialog, and back: they differ
 * where a request that opens no dialog is of its own, though one Call-ID may be
 * that of many. RFC 3261 cl. 8.1.1.4 */
struct li_key li_session_beside(struct li_key name, const struct li_sip *sip);

/* Does this answer list contacts of others beside the device that asked, which
 * named itself? They are bound, too: whose REGISTER it is they do not say.
 * RFC 3261 cl. 10.3 */
bool li_register_lists_others(const struct li_session *s,
	const struct li_sip *sip);

/* What a change says of a session that no event moves. */
void li_follow_describe(const struct li_session *s, struct li_change *change);

/* Seconds of the mirror's own time; it never goes back. */
void li_mirror_set_time(struct li_mirror *m, int64_t mono_us);

/* Whose a line of a session's parties is: its first octet. */
enum {
	LI_PARTY_ASSERTED = '0',
	LI_PARTY_FROM,
	LI_PARTY_TO,
	LI_PARTY_DIVERTING,
};

/* One procedure, one file. Each brings the state up to date with its kind of
 * event; `session` is NULL when none could be kept. */
void li_register_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session, struct li_change *change);
void li_reg_event_apply(struct li_mirror *m, const struct li_event *event,
	const struct li_change *change);
void li_dialog_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session);
void li_offer_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session, struct li_fork *fork);
void li_message_apply(struct li_mirror *m, const struct li_event *event,
	struct li_session *session);
void li_cx_assign_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);
void li_cx_push_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);
void li_cx_query_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change);

/* The branch that an event belongs to, made when there is none yet; NULL when
 * it names none or there is no room. */
struct li_fork *li_fork_of(struct li_mirror *m, struct li_session *s,
	const struct li_event *event);

/* Another branch; NULL when there is no room. */
struct li_fork *li_fork_add(struct li_mirror *m, struct li_session *s,
	uint32_t tag);

/* The branch that stands for the session: the one that lives. */
struct li_fork *li_fork_live(const struct li_session *s);

/* Sides whose SDP, as agreed, receives nothing. */
uint8_t li_offer_held_by(const struct li_session *s);

/* The texts of offer and answer as agreed last; NULL what is not known. */
void li_offer_agreed(const struct li_session *s, const struct li_text **offer,
	const struct li_text **answer);

/* Drop all SDP of the session. */
void li_offer_drop(struct li_mirror *m, struct li_session *s);

/* Of every user, of every session; in no order. */
uint64_t li_user_digest(const struct li_mirror *m);
uint64_t li_session_digest(struct li_mirror *m);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * mirror.h - registration and session state of everybody, in memory only.
 *
 * Floor    2: includes base and model. No I/O, no clock, no lock, no log.
 * Threads  A mirror belongs to one thread.
 * Memory   A mirror owns a bounded pool; what it frees it overwrites with
 *          zeroes first. A change borrows nothing.
 * Spec     TS 33.107 cl. 7A.3, 20.1.3.3 (state of all, before a warrant);
 *          TS 29.228 cl. 6.1; RFC 3261 cl. 10, 12, 15
 */
#ifndef LI_MIRROR_MIRROR_H
#define LI_MIRROR_MIRROR_H

#include "base/buf.h"
#include "base/filter.h"
#include "model/change.h"

struct li_mirror;

enum {
	LI_MIRROR_REGISTRATIONS = 2000000, /* defaults of the options */
	LI_MIRROR_SESSIONS = 2000000,
	LI_MIRROR_REGISTRATION_AGE_S = 14 * 86400,
	LI_MIRROR_SESSION_AGE_S = 86400,
	LI_MIRROR_TICK_WORK = 4096, /* records looked at in one tick */
	LI_MIRROR_TARGETS_MAX = 8,  /* identities of one task */
};

/* Bounds; a zero takes the default. TS 33.107 cl. 7A.3.1: a maximum storage
 * time is settable. */
struct li_mirror_options {
	struct li_hash_secret secret; /* the one that parties are hashed with */
	size_t registrations_max, sessions_max;
	uint32_t registration_age_s, session_age_s;
	bool bearers; /* say what is compared with them: change.imsi, imei */
};

struct li_mirror_counts {
	uint64_t registrations, sessions; /* held now */
	uint64_t bytes;              /* of memory held now, index and all */
	uint64_t registration_bytes; /* of them, of registrations */
	uint64_t expired;            /* purged at the end of their time */
	uint64_t evicted;            /* purged early for want of room */
	uint64_t refused;            /* not kept: memory or a bound ended */
	uint64_t shed;               /* sessions not begun: shed.h */
	uint64_t texts_refused;      /* SDP bodies and URIs, the same */
};

/* Make an empty mirror; the caller frees *out with li_mirror_free().
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_mirror_new(const struct li_mirror_options *options,
	struct li_mirror **out);

/* NULL is fine. */
void li_mirror_free(struct li_mirror *mirror);

/* What an event needs of the mirror's memory comes in while other things are
 * done: asked for in these steps, since each reads what the one before it
 * brought in. Only the first is needed. */
enum li_expect {
	LI_EXPECT_INDEX,  /* where the session is looked for */
	LI_EXPECT_RECORD, /* the session, and where its users are looked for */
	LI_EXPECT_PARTS,  /* what hangs on it, and its users */
	LI_EXPECT_REST,   /* what hangs on that */
};

/* What is known of an event before its turn. */
struct li_expected {
	struct li_key call; /* of its Call-ID; none: nothing is known */
};

/* A SIP event comes soon; the first step fills *expected. Nothing of the state
 * changes, and events that are applied in between may change all of it. */
void li_mirror_expect(const struct li_mirror *mirror,
	const struct li_event *event, enum li_expect what,
	struct li_expected *expected);

/* The event that is applied next is this one. */
void li_mirror_expected(struct li_mirror *mirror,
	const struct li_expected *expected);

/* Bring the state up to date with an event and say what it did and whom the
 * mirror knows to take part. It cannot fail: what finds no room is counted as
 * refused or evicted, and the change then says less. */
LI_STAGE void li_mirror_apply(struct li_mirror *mirror,
	const struct li_event *event, struct li_change *change);

/* Tell only of identities that may be in this filter; NULL tells of all. It is
 * borrowed until the next call of this. State is kept of everybody alike. */
void li_mirror_set_filter(struct li_mirror *mirror,
	const struct li_filter *filter);

/* Says whether a target looks for one of these keys. If so, the filter has
 * another version from then on. */
typedef bool (*li_mirror_wants_fn)(void *data, const struct li_key *keys,
	size_t count);

/* Ask this when a user gains a key. For who is looked for, each session is looked
 * at again before its next message, or as the next sweep comes to it: who takes
 * part gets what his registration told since. NULL: nobody is asked.
 * TS 33.128 cl. 7.12.2.8 */
void li_mirror_set_wants(struct li_mirror *mirror, li_mirror_wants_fn wants,
	void *data);

/* May a party be whom a target looks for: himself, or by his registration? True
 * without a filter. */
bool li_mirror_may_want(struct li_mirror *mirror, const struct li_party *party);

/* Purge what is past its time at mono_us; at most LI_MIRROR_TICK_WORK records
 * are looked at. Call about once a second. */
void li_mirror_tick(struct li_mirror *mirror, int64_t mono_us);

/* What is told of a session that is alive. Both are borrowed for the call. */
typedef void (*li_mirror_sweep_fn)(const struct li_change *change,
	const struct li_ongoing *ongoing, void *data);

/* For a task that begins: tell fn of every INVITE session that is alive and
 * has a party that the filter passes, each once, in slices. *cursor is 0 at
 * first; about `work` sessions are looked at; true while there are more.
 * Sessions may come and go between slices. In fn the session counts as that of
 * the event applied last; fn changes nothing of the mirror.
 * TS 33.107 cl. 20.1.3.3 */
bool li_mirror_sweep(struct li_mirror *mirror, uint64_t *cursor, size_t work,
	li_mirror_sweep_fn fn, void *data);

/* What it says now of a message that was applied before the event that was applied
 * last and is of the same session, which is no REGISTER's: which way it went, and
 * whom that session has by now. The state is as it is now. */
void li_mirror_again(struct li_mirror *mirror, const struct li_event *event,
	struct li_change *change);

/* The session of the event that was applied last, while it is an INVITE's and
 * alive; false when not. Slices last until the next call into the mirror. */
bool li_mirror_ongoing(struct li_mirror *mirror, struct li_ongoing *out);

/* On which sides of that session is a user whose registration is known here?
 * enum li_side bits; 0 when it has no session. */
uint8_t li_mirror_served(const struct li_mirror *mirror);

/* Append what is needed to go on with the session of the event that was
 * applied last, and with all that its icid-value ties to it, after a restart.
 * at_us is UTC, now.
 *   LI_ENOTFOUND   it was of no session, or of a REGISTER's
 *   LI_ENOMEM      the buffer is as bad as it says
 */
LI_MUST_USE li_err li_mirror_save_session(const struct li_mirror *mirror,
	int64_t at_us, struct li_buf *out);

/* Take in what was saved; at_us and mono_us are now. The secret has to be the
 * one it was saved under. An error changes nothing.
 *   LI_EMALFORMED   not ours, or of another version
 *   LI_EEXIST       a session of that Call-ID is there
 *   LI_ETOOBIG      there is no room for so many sessions
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_mirror_load_session(struct li_mirror *mirror,
	struct li_slice octets, int64_t at_us, int64_t mono_us);

/* The visible state of all users and sessions in one number: the same for the
 * same state, however it came about. For comparing, not for keeping. */
uint64_t li_mirror_digest(struct li_mirror *mirror);

/* Who is this: write every identity that the mirror holds of the users that
 * `id` belongs to, `id` itself left out; returns how many, at most max. */
size_t li_mirror_who(const struct li_mirror *mirror,
	const struct li_identity *id, struct li_identity *out, size_t max);

/* How does the HSS know the user that all these identities are: registered,
 * unregistered, or none (also when no Cx exchange said so)? An IMPU's or a
 * number's state is its own, that of others their user's; those of several have
 * to agree. *again is set when it is not none: the last SAR was a
 * RE_REGISTRATION. TS 29.228 cl. 6.1.2 */
enum li_reg_state li_mirror_registered(const struct li_mirror *mirror,
	const struct li_identity *targets, size_t count, bool *again);

/* The network that the user of this identity has registered from, by Cx; empty
 * when not known. Borrowed until the next call into the mirror.
 * TS 29.228 cl. 6.1.1 */
struct li_slice li_mirror_visited(const struct li_mirror *mirror,
	const struct li_identity *id);

/* Append what is known of the users that `id` leads to, for li_mirror_load_user()
 * after a restart under the same secret. at_us is UTC of this moment. Failure
 * shows in the buffer. */
void li_mirror_save_user(const struct li_mirror *mirror,
	const struct li_identity *id, int64_t at_us, struct li_buf *out);

/* Take up again what was saved under this identity; at_us is UTC of this moment.
 * What ran out meanwhile goes with the next tick.
 *   LI_EMALFORMED   not what was saved; nothing changed
 *   LI_EEXIST       the identity is known already; nothing changed
 */
LI_MUST_USE li_err li_mirror_load_user(struct li_mirror *mirror,
	const struct li_identity *id, struct li_slice octets, int64_t at_us);

/* Say how much is held, and what had to go. */
void li_mirror_count(const struct li_mirror *mirror,
	struct li_mirror_counts *out);

#endif

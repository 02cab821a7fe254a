/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hold.h - messages of which nobody knows yet whose they are.
 *
 * A target that is an IMPI is known by the answer to the challenge only. What
 * came before it in the same Call-ID is held for 32 s, whoever's it is, and
 * told late when it turns out to be a target's. So is, for two seconds and in a
 * ring of its own, what overtook the message that opens its session: taps are
 * not in step, and only the opening may name the target. And in a third one, for
 * as long as there is room, the opening itself: a hop further on, it may have
 * been changed to name one.
 *
 * Floor    3: base, model. No I/O, no clock.
 * Threads  As its step.
 * Memory   One ring of a fixed size. Where it is full the oldest goes, and is
 *          counted. So that no stranger flushes it alone, a message longer
 *          than a REGISTER is is not held, and once half is taken none of a
 *          source that has an eighth already. What goes is overwritten. Taking
 *          and looking copy into the caller's arena.
 * Spec     TS 33.128 cl. 7.12.2.8 (IMPI from Authorization; in a dialog its
 *          opening decides); TS 33.107 cl. 7A.3.0 (both original and modified
 *          where the new identity is the target); RFC 3261 cl. 17.1.2.2 (64 * T1, for as long as an
 *          attempt lasts)
 */
#ifndef LI_STEP_HOLD_H
#define LI_STEP_HOLD_H

#include "base/arena.h"
#include "model/change.h"

struct li_hold;

enum {
	LI_HOLD_OCTETS = 32 << 20,
	LI_HOLD_S = 32,
	LI_HOLD_AHEAD_OCTETS = 8 << 20, /* of what overtook */
	LI_HOLD_AHEAD_S = 2,
	LI_HOLD_SIGHTS_OCTETS = 32 << 20, /* of openings, as each hop showed
					   * them; nobody answers for so long */
	LI_HOLD_SIGHTS_S = 32,
	LI_HOLD_ROWS_MAX = 64, /* tasks that a message was told to */
	LI_HOLD_LISTS = 4096,
	LI_HOLD_MESSAGE_MAX = 8 << 10, /* five times what a UE sends */
	LI_HOLD_SOURCES = 1024,
};

/* A message that was held. */
struct li_held {
	const struct li_event *event;
	enum li_reg_state reg_before, reg_after;
	enum li_session_state session_before, session_after;
	const int64_t *rows; /* of tasks that it was told to */
	size_t row_count;
	uint64_t when; /* how many events there had been */
};

struct li_hold_counts {
	uint64_t kept, dropped; /* dropped before its time, or never kept */
	uint64_t greedy; /* of them: too long, or of a source with its share */
};

/* Make an empty one that holds for so long; the caller frees *out with
 * li_hold_free(). Sources and Call-IDs are hashed under the secret.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_hold_new(size_t octets, int64_t seconds,
	const struct li_hash_secret *secret, struct li_hold **out);

/* From here on no source has a share, and length has no bound: all of these come
 * by few proxies, and the newest are worth most. Parties and Contacts are not
 * kept, since a session knows those of its opening. */
void li_hold_be_lean(struct li_hold *hold);

/* Overwrite and release; NULL is fine. */
void li_hold_free(struct li_hold *hold);

/* A name for all of a Call-ID, never 0. */
uint64_t li_hold_call(const struct li_hold *hold, struct li_slice call_id);

/* Hold a SIP message; `call` is the same for all of its Call-ID, not 0. */
void li_hold_keep(struct li_hold *hold, uint64_t call,
	const struct li_held *held);

/* Take the oldest message of a call out; false when there is none, or when
 * the arena is full. */
bool li_hold_take(struct li_hold *hold, uint64_t call, struct li_arena *arena,
	struct li_held *out);

/* Look at the messages of a call, the oldest first: *place is 0 before, and
 * names the next one after. As taking, but each stays. */
bool li_hold_look(const struct li_hold *hold, uint64_t call, uint64_t *place,
	struct li_arena *arena, struct li_held *out);

/* Was the newest message of a call told to the task of this row? */
bool li_hold_told(const struct li_hold *hold, uint64_t call, int64_t row);

/* May there be anything of a call? False is certain. */
bool li_hold_has(const struct li_hold *hold, uint64_t call);

/* Is there nothing at all? */
bool li_hold_empty(const struct li_hold *hold);

/* Drop what is past its time. */
void li_hold_tick(struct li_hold *hold, int64_t mono_us);

/* Say what was held. */
struct li_hold_counts li_hold_count(const struct li_hold *hold);

#endif

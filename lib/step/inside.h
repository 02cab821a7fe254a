/* SPDX-License-Identifier: BSD-3-Clause
 *
 * inside.h - what the files of step/ share, and nobody else includes.
 *
 * Floor    3, inside step/.
 * Threads  As step.h.
 * Memory   As step.h.
 * Spec     as step.h
 */
#ifndef LI_STEP_INSIDE_H
#define LI_STEP_INSIDE_H

#include "base/prf.h"
#include "report/report.h"
#include "screen/screen.h"
#include "step/begin.h"
#include "step/hold.h"
#include "step/repeat.h"
#include "step/step.h"
#include "watch/watch.h"

enum { LI_RECENT_MAX = 64 };

/* Tasks that were changed lately, and when, in events; of all others it was
 * before `floor`. */
struct li_recent {
	struct {
		int64_t row;
		uint64_t when;
	} at[LI_RECENT_MAX];
	size_t next;
	uint64_t floor;
};

struct li_step {
	struct li_prf_key outer; /* of the numbers that go out */
	struct li_mirror *mirror;
	struct li_screen *screen;
	struct li_repeat *repeat;
	struct li_hold *hold;   /* of REGISTERs without an IMPI */
	struct li_hold *ahead;  /* of what overtook its opening */
	struct li_hold *sights; /* of openings, on each hop */
	struct li_recent recent;
	struct li_begin *begin;
	struct li_watch *watch;
	enum li_key_scope keys;
	uint64_t lap;               /* how far around all sessions */
	unsigned int again;         /* laps for who gained an identity */
	struct li_change change;    /* of the event in hand */
	li_step_crowded_fn crowded; /* or NULL */
	void *crowded_data;
	struct li_event *crowd; /* a crowded event, and one party of it */
	struct li_buf saved;    /* scratch: state for a restart */
	struct li_step_counts counts;
};

/* The number of a session as records and rows have it, never 0: one-way, since
 * ours is a hash that must not leave. 0 stays, for none. See base/hash.h. */
uint64_t li_hit_number(const struct li_step *step, uint64_t correlation);

/* Everything a hit is made into: the record, and the rows for the auditor. */
LI_MUST_USE li_err li_hit_take(struct li_step *step,
	const struct li_event *event, const struct li_hit *hit,
	struct li_arena *arena, struct li_product *out);

/* Room for the rows of n hits, and for `iris` records.
 *   LI_ENOMEM   the arena is full
 */
LI_MUST_USE li_err li_hit_room(size_t n, size_t iris,
	const struct li_change *change, struct li_arena *arena,
	struct li_product *out);

/* What a hit is told from: `known` is filled with what else the mirror knows to
 * be who the task's targets are, and has to outlive the case. */
struct li_report_case li_hit_case(const struct li_step *step,
	const struct li_event *event, const struct li_change *change,
	const struct li_hit *hit,
	struct li_identity known[static LI_IRI_IDENTITIES_MAX]);

/* A task whose target is found behind its digest begins with it: what there is
 * of the target is told as at any begin. TS 103 221-1 cl. D.2.1
 *   LI_ENOMEM   stop taking work
 */
LI_MUST_USE li_err li_hidden_find(struct li_step *step,
	const struct li_event *event);

/* The room that the next needs; li_crowd_free() wipes and releases it.
 *   LI_ENOMEM   there is none
 */
LI_MUST_USE li_err li_crowd_new(struct li_step *step);
void li_crowd_free(struct li_step *step);

/* The event with room for who is looked for. Whoever stands behind 96 others is
 * found all the same. TS 33.128 cl. 7.12.2.8 */
const struct li_event *li_crowd_read(struct li_step *step,
	const struct li_event *event);

/* The same octets on the same hop again are marked, and told all the same. */
void li_hit_mark_repeats(struct li_step *step, const struct li_event *event,
	struct li_iri *iris, size_t count);

/* Somebody is named, by a REGISTER or by what opens a session: tell first, in
 * order, what was held of this Call-ID. TS 33.128 cl. 7.12.2.8 */
LI_MUST_USE li_err li_late_tell(struct li_step *step,
	const struct li_event *event, struct li_arena *arena,
	struct li_product *out);

/* From here on a task is what it is: of what came before it is told no sight of
 * an opening. All tasks: row 0. TS 33.126 R6.5-10 */
void li_late_border(struct li_step *step, int64_t row);

/* Nobody is named yet: hold the message, whoever's it is. */
void li_late_hold(struct li_step *step, const struct li_event *event,
	const struct li_hit *hits, size_t n);

/* A target's user gained an identity: another lap is due. For the mirror. */
bool li_start_wants(void *step, const struct li_key *keys, size_t count);

/* Tell of a session that was under way when a task among the hits began, or when
 * it became known whose the session is, in front of the first of its messages that
 * the task gets. `out` has room for n more records, and for the keys of each. */
LI_MUST_USE li_err li_start_tell(struct li_step *step,
	const struct li_event *event, const struct li_hit *hits, size_t n,
	struct li_arena *arena, struct li_product *out);

/* Tell of targets of tasks that began since that the HSS knows as registered, as
 * the mirror has them before the event. Each task is asked for once, some at a
 * time. Of the event only its number and times count.
 *   LI_ENOMEM   the arena is full
 */
LI_MUST_USE li_err li_registered_tell(struct li_step *step,
	const struct li_event *when, struct li_arena *arena,
	struct li_product *out);

/* Put those records and rows in front of a product's.
 *   LI_ENOMEM   the arena is full: nothing changed
 */
LI_MUST_USE li_err li_registered_join(const struct li_product *first,
	struct li_arena *arena, struct li_product *product);

enum { LI_KEYS_TICKETS_MAX = 4 }; /* of one answer, by its media */

/* What an exchange of offer and answer has of a KMS. */
struct li_keys_found {
	struct li_key_ticket at[LI_KEYS_TICKETS_MAX];
	size_t count;
};

/* Look into the message's SDP and what it answers; into what a session that was
 * under way had agreed. What is found lives in the arena.
 *   LI_ENOMEM   the arena is full
 */
LI_MUST_USE li_err li_keys_find(const struct li_step *step,
	const struct li_event *event, struct li_arena *arena,
	struct li_keys_found *out);
LI_MUST_USE li_err li_keys_agreed(const struct li_step *step,
	const struct li_ongoing *now, struct li_arena *arena,
	struct li_keys_found *out);

/* Order them behind the last record, whose they are, unless the task may
 * not have them, or has ordered them. `out` has room for so many more.
 *   LI_ENOMEM   the arena is full
 */
LI_MUST_USE li_err li_keys_order(struct li_step *step,
	const struct li_brief *task, const struct li_keys_found *found,
	struct li_arena *arena, struct li_product *out);

/* State for a restart, of the session of the last event, or of the users that
 * a registration row is of, with whom the task's digests were found to be of.
 * Empty when there is none. */
struct li_slice li_resume_session(struct li_step *step,
	const struct li_brief *task, int64_t at_us, struct li_arena *arena);
struct li_slice li_resume_user(struct li_step *step,
	const struct li_brief *task, const struct li_reg_row *row,
	struct li_arena *arena);

#endif

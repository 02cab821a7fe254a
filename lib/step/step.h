/* SPDX-License-Identifier: BSD-3-Clause
 *
 * step.h - one event in, what is to be kept and delivered out.
 *
 *   event -> mirror apply -> screen -> for each hit: redact, report -> product
 *                        `-> watch -> its security events
 *
 * Messages of a REGISTER that nobody put an IMPI to are held, and told late,
 * before the event that names it; so are those that overtook the opening of their
 * session: see step/hold.h.
 *
 * An answer that has keys of a KMS makes an order of them beside its record, which
 * is told with what came of it: see step/keys.c.
 *
 * Floor    3: mirror, screen, redact, report, watch. No I/O, no clock, no lock, no log.
 * Threads  A step belongs to one thread.
 * Memory   The product lives in the caller's arena and borrows from the event:
 *          use it before either is reset. An event that concerns nobody takes
 *          nothing from the arena.
 * Spec     TS 33.107 cl. 7A, cl. 20; TS 33.127 cl. 5.3; TS 33.128 cl. 7.12
 */
#ifndef LI_STEP_STEP_H
#define LI_STEP_STEP_H

#include "mirror/mirror.h"
#include "model/row.h"
#include "step/hold.h"
#include "watch/watch.h"

struct li_step;

enum {
	/* An event's own time decides who is in force, and an event may come
	 * late: the Cx tap keeps what happens while lmisfd is down. */
	LI_STEP_ENDED_S = 24 * 3600,
};

/* `mirror.secret` is the one that intake hashes parties with, and the same
 * after a restart, so that a session keeps its correlation. `watch.secret` is
 * another one each time. */
struct li_step_options {
	struct li_mirror_options mirror;
	struct li_watch_options watch;
	enum li_key_scope keys;
};

/* Numbers since the step was made; none of them names anybody. */
struct li_step_counts {
	uint64_t events, sip, cx;
	uint64_t
		crowded; /* events with more identities than there was room for */
	uint64_t events_hit;            /* events that concerned a task */
	uint64_t hits;                  /* event x task */
	uint64_t iris[LI_IRI_LAST + 1]; /* by kind */
	uint64_t redacted;              /* of them, with anything blanked */
	uint64_t failed;                /* events refused for want of memory */
	size_t tasks;                   /* in the screen now */
	uint64_t late;                  /* records of messages that were held */
	/* of REGISTERs; what overtook; openings */
	struct li_hold_counts held, ahead, sights;
	struct li_mirror_counts mirror;
};

/* Make a step without tasks; the caller frees *out with li_step_free().
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_step_new(const struct li_step_options *options,
	struct li_step **out);

/* NULL is fine. */
void li_step_free(struct li_step *step);

/* Reads the message of an event again, which has more identities than there is
 * room for: who is asked for has room. See intake/sip_scan.h. */
typedef void (*li_step_crowded_fn)(void *data, struct li_event *event,
	const struct li_asks *asks);

/* Call this for events that are crowded. NULL: what had no room is not seen. */
void li_step_set_crowded(struct li_step *step, li_step_crowded_fn fn,
	void *data);

/* Put these tasks (copied) in place of all before. Which of them is in force
 * is decided by each event's own time. TS 33.126 R6.5-10
 *   LI_ENOMEM   the tasks before stay
 */
LI_MUST_USE li_err li_step_tasks(struct li_step *step,
	const struct li_task *tasks, size_t count);

/* Put one task in force, in place of one with its row; take that of a row out.
 * The cost does not depend on how many tasks there are.
 *   LI_ENOMEM LI_EINVAL   the tasks before stay
 */
LI_MUST_USE li_err li_step_put(struct li_step *step,
	const struct li_task *task);
void li_step_drop(struct li_step *step, int64_t row);

/* The task of a row as it is in force, in brief, or NULL; the next of all, from
 * *at 0 to NULL. Borrowed until the tasks change. */
const struct li_brief *li_step_task(const struct li_step *step, int64_t row);
const struct li_brief *li_step_next(const struct li_step *step, size_t *at);

/* Given the records of one session that was under way when a task began; the
 * product lives until it returns. Another value than LI_OK ends the lap. */
typedef li_err (*li_step_lap_fn)(struct li_product *product, void *data);

/* Does a task that began wait for the lap around all sessions? */
bool li_step_lap_due(struct li_step *step, int64_t at_us);

/* Go one slice further around. Of `when` only its number and times count.
 * Repeat while one is due. TS 33.128 cl. 7.12.4.2.2
 *   LI_ENOMEM   the arena is full
 *   what fn gave
 */
LI_MUST_USE li_err li_step_lap(struct li_step *step,
	const struct li_event *when, struct li_arena *arena, li_step_lap_fn fn,
	void *data);

/* Take in what a row's `mirror` held before a restart; users first. at_us and
 * mono_us are now.
 *   LI_EMALFORMED LI_EEXIST LI_ETOOBIG LI_ENOMEM   nothing changed
 */
LI_MUST_USE li_err li_step_restore_user(struct li_step *step,
	struct li_slice state, int64_t at_us);
LI_MUST_USE li_err li_step_restore_session(struct li_step *step,
	struct li_slice state, int64_t at_us, int64_t mono_us);

/* As the mirror's: mirror/mirror.h. */
void li_step_expect(struct li_step *step, const struct li_event *event,
	enum li_expect what, struct li_expected *expected);
void li_step_expected(struct li_step *step, const struct li_expected *expected);

/* Take one event. *out is empty when it concerns no task. There is one IRI for
 * each task concerned, in the order of the tasks' rows; an IRI's task is its
 * row, its sequence is 0. What the watch finds, of whomever, is there beside it
 * and changes none of it; it lasts until the next event.
 *   LI_ENOMEM   the arena is full: *out is untouched, the event was mirrored
 *               but is not reported: raise an alarm
 */
LI_MUST_USE li_err li_step_event(struct li_step *step,
	const struct li_event *event, struct li_arena *arena,
	struct li_product *out);

/* Take what a visited network says of a bearer: nothing is reported of it, and no
 * report is another for it. Returns how many security events there are at *out,
 * which last until the next event. TS 33.128 cl. 7.10 */
size_t li_step_bearer(struct li_step *step, const struct li_bearer *bearer,
	const struct li_security_event **out);

/* Purge mirrored state past its time; call about once a second. */
void li_step_tick(struct li_step *step, int64_t mono_us);

/* What the watch sums up at mono_us; call as often. Returns how many security
 * events there are at *out, which last until the next event. */
size_t li_step_watch(struct li_step *step, int64_t mono_us,
	const struct li_security_event **out);

/* What the watch counted; borrowed, it goes on counting. */
const struct li_watch_counts *li_step_watch_counts(const struct li_step *step);

/* Forget some of the tasks that were over LI_STEP_ENDED_S before at_us, which
 * is now; call as often. The screen goes around all of them in time. */
void li_step_prune(struct li_step *step, int64_t at_us);

/* Say what was counted since the step was made. */
void li_step_count(const struct li_step *step, struct li_step_counts *out);

#endif

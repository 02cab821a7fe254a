/* SPDX-License-Identifier: BSD-3-Clause
 *
 * screen.h - which tasks does a signalling event concern?
 *
 * A task is hit when all its target identifiers are found at once, each in a
 * place that counts for its kind and for the event, or known to the mirror to
 * take part (TS 33.128 cl. 7.12.2.8):
 *
 *             REGISTER               other SIP                      Cx
 *   IMPU      From, To               From, To, Request-URI, PAI,    Public-
 *   E.164                            PPI, P-Called-Party-ID,        Identity,
 *                                    History-Info, Diversion,       User-Data
 *                                    P-Served-User; SMS parties
 *                                    of a MESSAGE
 *   IMPI      Authorization          by registration                User-Name,
 *                                                                   User-Data
 *   IMSI      as IMPI; From, To      by registration                as IMPI and
 *             that are made of it                                   IMPU
 *   IMEI      +sip.instance          +sip.instance, but in a        by reg.
 *                                    redirection; by registration
 *
 * Inside a dialog whose opening was seen the message's own identities count
 * for nothing: the mirror says who takes part.
 *
 * Floor    2: includes base and model. No I/O, no clock, no lock, no log.
 * Threads  A screen belongs to one thread.
 * Memory   A screen owns its tasks in brief and room for a hit of each, so no
 *          number of hits is too many. A bystander's event asks the filter for
 *          each of its keys, allocates nothing and touches no task. While a
 *          target is hidden behind a digest, 8 MB note who is none.
 * Spec     TS 33.128 cl. 7.12.2.8; TS 33.107 cl. 7A.2.1; TS 103 221-1 cl. 6.2,
 *          annex D (several identifiers of a task: all); TS 33.126 R6.5-10
 */
#ifndef LI_SCREEN_SCREEN_H
#define LI_SCREEN_SCREEN_H

#include "base/filter.h"
#include "model/change.h"
#include "model/task.h"

struct li_screen;

enum {
	LI_HIT_KNOWN = 0xff,    /* matched through the mirror, by no party */
	LI_SCREEN_PRUNE = 1024, /* tasks that one call looks at */
};

/* One task that an event concerns, and why. */
struct li_hit {
	const struct li_brief *task; /* borrowed from the screen */
	uint32_t roles;              /* enum li_role bits */
	uint8_t sides; /* enum li_side bits: where the target is */
	bool learned;  /* by what the mirror learned of the session just now */
	/* For each target the first party of the event that is it. */
	uint8_t party[LI_TASK_TARGETS_MAX];
};

/* Make a screen without tasks; the caller frees *out with li_screen_free().
 *   LI_ENOMEM      *out is untouched
 */
LI_MUST_USE li_err li_screen_new(const struct li_hash_secret *secret,
	struct li_screen **out);

/* NULL is fine. */
void li_screen_free(struct li_screen *screen);

/* Put these tasks in place of those before. Of two with one row the last
 * counts.
 *   LI_ENOMEM      those before stay
 *   LI_EINVAL      a task without a target, or with more than there may be;
 *                  those before stay
 */
LI_MUST_USE li_err li_screen_load(struct li_screen *screen,
	const struct li_task *tasks, size_t count);

/* Put one task in, in place of one with its row; the cost does not depend on
 * how many there are.
 *   LI_ENOMEM LI_EINVAL   as above
 */
LI_MUST_USE li_err li_screen_put(struct li_screen *screen,
	const struct li_task *task);

/* Take room for this many tasks at once, before the first is put in. A guess
 * saves time; a wrong one costs some. */
void li_screen_expect(struct li_screen *screen, size_t tasks);

/* Take the task of a row out; it need not be there. */
void li_screen_drop(struct li_screen *screen, int64_t row);

/* Take out tasks that ended, or whose period ended, before this time. Each call
 * looks at LI_SCREEN_PRUNE tasks and the next goes on behind them. */
void li_screen_prune(struct li_screen *screen, int64_t before_us);

/* Find every task that is in force at the event's time and that the event
 * concerns, in the order of the tasks' rows. *hits is borrowed until the next
 * match or change of the tasks. Returns their number. */
LI_STAGE size_t li_screen_match(struct li_screen *screen,
	const struct li_event *event, const struct li_change *change,
	const struct li_hit **hits);

/* Does a target look for one of these keys? If so, the filter has another
 * version from now on: who keeps whom it passes asks again. */
bool li_screen_wants(struct li_screen *screen, const struct li_key *keys,
	size_t count);

/* Is a target looked for that only a digest names? TS 103 221-1 annex D */
bool li_screen_hides(const struct li_screen *screen);

/* Says who else an identity is known to be: up to `max` of them to `out`;
 * returns how many. */
typedef size_t (*li_screen_who)(const void *data, const struct li_identity *id,
	struct li_identity *out, size_t max);

/* Where targets that are found are noted: up to `max` rows of their tasks, each
 * once. */
struct li_screen_found {
	int64_t *rows;
	size_t max, count;
};

/* Find such targets among the identities of an event and who else they are
 * known to be (`who`, or NULL), before it is matched and before the mirror is
 * told: from then on they are looked for like others. An identity is digested
 * once for each way in which digests in force were made.
 *   LI_ENOMEM   stop taking work
 */
LI_MUST_USE li_err li_screen_reveal(struct li_screen *screen,
	const struct li_event *event, li_screen_who who, const void *data,
	struct li_screen_found *found);

/* Find such targets that are this identity: one that was found before.
 *   LI_ENOMEM   as above
 */
LI_MUST_USE li_err li_screen_reveal_again(struct li_screen *screen,
	const struct li_identity *id);

/* The task of a row, in brief, or NULL; borrowed until the tasks change. A
 * target that was found behind its digest stands in its place. */
const struct li_brief *li_screen_task(const struct li_screen *screen,
	int64_t row);

/* The same with its digests, as it was put in. */
const struct li_brief *li_screen_put_as(const struct li_screen *screen,
	int64_t row);

/* The next task in brief as it was put in, in no order: start with *at 0; NULL ends. Borrowed as
 * above; tasks that are put in or taken out meanwhile may come or not. */
const struct li_brief *li_screen_next(const struct li_screen *screen,
	size_t *at);

/* What every key that a target looks for passes. Borrowed; it follows changes
 * of the tasks. */
const struct li_filter *li_screen_filter(const struct li_screen *screen);

/* How many tasks there are, and octets of memory that they take. */
size_t li_screen_count(const struct li_screen *screen);
size_t li_screen_bytes(const struct li_screen *screen);

#endif

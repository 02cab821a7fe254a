/* SPDX-License-Identifier: BSD-3-Clause
 *
 * marks.h - of each destination: what is confirmed, and what of it committed.
 *
 * Confirmed is all up to some entry, and single ones behind it that overtook
 * others. Those are asked about when the others have not caught up with them by
 * the time of the next request: then no request is made of what the next one says
 * anyway, and none stays untold.
 *
 * Floor    4: base, ipc.
 * Threads  A value of one thread.
 * Memory   Some numbers for each destination, one for each entry that overtook
 *          others and is not committed, and amounts.h.
 * Spec     TS 33.107 cl. 8 (erased when delivered); TS 33.126 R6.4-150 (few
 *          duplicates)
 */
#ifndef LI_DELIVER_MARKS_H
#define LI_DELIVER_MARKS_H

#include "deliver/amounts.h"
#include "deliver/asides.h"
#include "deliver/checkings.h"
#include "deliver/numbers.h"
#include "ipc/admin.h"

enum { LI_MARKS_GATHER_US = 20000 }; /* a request is a commit: IRI wait */

struct li_mark {
	struct li_uuid did;
	int64_t wanted, committed; /* all up to there */
	int64_t rest_us;           /* not to be asked about before */
	int64_t *more;             /* [at, end) overtook others */
	size_t at, end, room;
	size_t ripe;                /* those before it have had their time */
	size_t asked;               /* so many from `at` are asked about */
	bool cut;                   /* more is confirmed than is asked about */
	struct li_amounts *amounts; /* NULL: nothing went over X2 */
	struct li_asides asides;    /* told before anything is confirmed */
	struct li_numbers numbers;  /* told behind it */
	struct li_checkings checkings; /* told at once: they wait to go */
	bool turned;                   /* of these, the last request was */
};

struct li_marks {
	struct li_mark *list;
	size_t count, room;
	size_t turn;   /* the one that is asked about, or was last */
	size_t latest; /* the one that was looked for last */
};

/* Nothing is kept. */
void li_marks_fini(struct li_marks *marks);

/* That of a destination, made when it is new; NULL: no memory. */
struct li_mark *li_marks_get(struct li_marks *marks, const struct li_uuid *did);

/* A record goes over X2: it is asked about with its octets.
 *   LI_ENOMEM   it cannot be counted
 */
LI_MUST_USE li_err li_mark_sent(struct li_mark *mark,
	const struct li_sent *sent);

/* All up to id is confirmed; this one is, which overtook others.
 *   LI_ENOMEM   it is not noted
 */
void li_mark_confirm(struct li_mark *mark, int64_t id);
LI_MUST_USE li_err li_mark_overtook(struct li_mark *mark, int64_t id);

/* Are numbers of checks to be told? Behind the records that these are over, so that
 * no record is left that comes again when its check does not; but not for ever. */
bool li_mark_counts(const struct li_mark *mark);

/* Is something of it not committed? */
bool li_mark_due(const struct li_mark *mark);

/* Give marks->turn to the next that something can be asked of, each in its turn.
 * False: *wait_us is how long until then, INT64_MAX when nothing is due. */
bool li_marks_choose(struct li_marks *marks, int64_t now_us, int64_t *wait_us);

/* What to ask. Then either that, of what was asked, all up to `done` is committed,
 * and all that overtook others; or that nothing is known to be. What is left of it
 * is asked about at once, after the others' turns. */
void li_mark_ask(struct li_mark *mark, int64_t now_us,
	struct li_admin_confirm *out);
void li_mark_done(struct li_mark *mark, int64_t asked, int64_t done);
void li_mark_undone(struct li_mark *mark);

#endif

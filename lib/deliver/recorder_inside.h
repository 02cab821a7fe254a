/* SPDX-License-Identifier: BSD-3-Clause
 *
 * recorder_inside.h - what the recorder_ files share; for them only.
 *
 * Floor    4: base, model, ipc, net.
 * Threads  The loop's.
 * Memory   All of it is the recorder's.
 * Spec     none
 */
#ifndef LI_DELIVER_RECORDER_INSIDE_H
#define LI_DELIVER_RECORDER_INSIDE_H

#include "deliver/marks.h"
#include "deliver/recorder.h"
#include "net/backoff.h"

enum li_recorder_what {
	LI_RECORDER_UPTO,    /* what is confirmed */
	LI_RECORDER_ASIDE,   /* one that cannot be sent */
	LI_RECORDER_CHECKED, /* numbers of integrity checks */
	LI_RECORDER_CHECKING /* checks that are to go */
};

struct li_recorder {
	struct li_loop *loop;
	char *socket;
	li_recorder_away_fn away;
	void *data;
	struct li_marks marks;
	bool asked, told;           /* told: how far it is committed */
	enum li_recorder_what what; /* that is asked about */
	int64_t asked_id, done_id;
	struct li_watch watch;
	struct li_timer timer; /* bounds an answer, ends a wait */
	uint64_t keeping;      /* the last check that was noted */
	li_recorder_kept_fn kept;
	void *kept_data;
	struct li_timer news; /* checks were kept */
	struct li_backoff backoff;
	struct li_buf in, out;
	char why[200];
};

/* Ask about what is next, unless something is asked, or a wait runs. */
void li_recorder_ask(struct li_recorder *r);

#endif

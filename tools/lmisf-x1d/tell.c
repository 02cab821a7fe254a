/* SPDX-License-Identifier: BSD-3-Clause */
#include "tell.h"

#include "base/clock.h"

enum { RETRY_US = 1000000 };

static const int64_t each_us = INT64_C(3600000000);

static li_err say(struct tell *t, enum li_issue_cause cause,
	enum li_issue_state state, uint64_t number)
{
	return li_x1_reporter_issue(t->reporter,
		&(struct li_issue){.cause = cause,
			.state = state,
			.part = LI_ISSUE_X1D,
			.number = number});
}

static void look(void *data)
{
	struct tell *t = data;
	const bool soon =
		t->end_us && t->end_us - li_clock_now_us() < t->warn_us;
	li_err err = LI_OK;

	if (!t->started)
		err = say(t, LI_ISSUE_RESTART, LI_ISSUE_NEWS, 0);
	if (!err)
		t->started = true;
	if (!err)
		err = say(t, LI_ISSUE_CERTIFICATE,
			soon ? LI_ISSUE_RAISED : LI_ISSUE_CLEARED,
			(uint64_t)t->end_us);
	li_loop_arm(t->loop, &t->timer, err ? RETRY_US : each_us, look, t);
}

void tell_look(struct tell *t)
{
	li_loop_arm(t->loop, &t->timer, 0, look, t);
}

void tell_stop(struct tell *t)
{
	if (t->loop)
		li_loop_disarm(t->loop, &t->timer);
}

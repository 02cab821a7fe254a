/* SPDX-License-Identifier: BSD-3-Clause */
#include "watch.h"

#include "base/log.h"

enum {
	LOOK_US = 1000000, /* the machine may have slept */
	SAVE_US = 1000000, /* at most so much is not in the file */
};

static void save(struct watch *w)
{
	struct li_fault fault = {0};

	/* A time that is not kept ends tasks early after a restart, not late. */
	if (li_x1_moment_save(w->path, &w->heard, &fault))
		li_log(LI_LOG_ERROR, "x1", 0, "%s", fault.text);
	else
		w->saved = w->heard;
}

/* TS 103 221-1 cl. 6.6.2: as DeactivateAllTasks does. What cannot be ended now
 * is tried again with the next look. */
static void end_all(struct watch *w)
{
	size_t count = 0;
	li_err err = li_x1_end_all(w->service, "lmisf-x1d", &count);

	w->over = err == LI_OK;
	if (err)
		li_log(LI_LOG_ERROR, "x1", 0,
			"no word from the ADMF for too long, and tasks cannot "
			"be ended: %s",
			li_err_name(err));
	else
		li_log(LI_LOG_WARNING, "x1", 0,
			"no word from the ADMF for too long: %zu tasks ended",
			count);
}

static void look(void *data)
{
	struct watch *w = data;
	struct li_x1_moment now;

	li_x1_moment_now(&now);
	if (!w->over && li_x1_moment_between(&w->heard, &now) >= w->period_us)
		end_all(w);
	li_loop_arm(w->loop, &w->timer, LOOK_US, look, w);
}

li_err watch_start(struct watch *w, struct li_fault *fault)
{
	li_err err = li_x1_moment_load(w->path, &w->heard, fault);

	if (err == LI_ENOTFOUND) {
		li_x1_moment_now(&w->heard);
		err = li_x1_moment_save(w->path, &w->heard, fault);
	}
	if (err)
		return err;
	w->saved = w->heard;
	look(w);
	return LI_OK;
}

void watch_heard(struct watch *w)
{
	if (!w->loop)
		return;
	li_x1_moment_now(&w->heard);
	w->over = false;
	if (li_x1_moment_between(&w->saved, &w->heard) >= SAVE_US)
		save(w);
}

void watch_stop(struct watch *w)
{
	if (!w->loop)
		return;
	li_loop_disarm(w->loop, &w->timer);
	save(w);
}

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * one.h - one step for a file of tests, and what it made of the last event.
 */
#ifndef LI_UNIT_STEP_ONE_H
#define LI_UNIT_STEP_ONE_H

#include "step/kit.h"
#include "step/step.h"
#include "unit.h"

static struct li_step *step;
static struct li_arena arena;
static struct li_product product;

/* Begin anew, with these tasks. */
static inline void with(const struct li_task *tasks, size_t n)
{
	const struct li_step_options options = {.mirror.secret = kit_secret};

	li_step_free(step);
	step = NULL;
	CU_ASSERT_EQUAL_FATAL(li_step_new(&options, &step), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_step_tasks(step, tasks, n), LI_OK);
}

static inline void take(struct li_event e)
{
	static const char raw[] = "METHOD sip:x SIP/2.0\r\n\r\n";

	if (e.source == LI_SOURCE_SIP) {
		e.raw = li_slice_str(raw);
		e.sip.body_at = e.raw.n;
	}
	li_arena_reset(&arena);
	CU_ASSERT_EQUAL(li_step_event(step, &e, &arena, &product), LI_OK);
}

#endif

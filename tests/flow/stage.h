/* SPDX-License-Identifier: BSD-3-Clause
 *
 * stage.h - what a story plays on: a step, its tasks, and what it kept.
 *
 * Floor    tests.
 * Threads  One story, one thread.
 * Memory   One stage for the process.
 * Spec     as step/step.h
 */
#ifndef LI_FLOW_STAGE_H
#define LI_FLOW_STAGE_H

#include "base/arena.h"
#include "step/step.h"
#include "story.h"

struct stage {
	struct li_step_options options;
	struct li_step *step;
	struct li_arena arena;
	struct li_buf trace;
	struct li_task tasks[STORY_NAMES];
	char names[STORY_NAMES][64];
	size_t task_count;
};

extern struct stage stage;

/* Say why the line makes no sense, and end. */
_Noreturn void story_fail(const char *why);

/* The time that a story's text stands for. */
int64_t story_time(const char *text);

/* Begin with nothing; release it all. */
void stage_open(const struct li_hash_secret *secret);
void stage_close(void);

/* Begin again with these rules, and trace security events from here on. */
void stage_watch(const struct words *w);

/* Begin again; a KMS is asked for keys of these. */
void stage_keys(const char *whose);

/* Trace what the watch sums up. */
void stage_tick(int64_t mono_us);

/* Put a task in force, or say when it ended. */
void stage_task(const struct words *w);
void stage_end(const struct words *w, int64_t at_us);

/* Take an event, and trace what it has us keep. */
void stage_take(struct li_event *event);

/* Take what is said of a bearer, and trace what comes of it. */
void stage_bearer(const struct li_bearer *bearer);

/* Go around all sessions for tasks that began, and trace what is told. */
void stage_lap(struct li_event *when);

/* Start again from what the rows kept. */
void stage_restart(int64_t at_us, int64_t mono_us);

#endif

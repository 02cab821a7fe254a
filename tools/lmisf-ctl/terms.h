/* SPDX-License-Identifier: BSD-3-Clause
 *
 * terms.h - what limits a task and who authorised it, shown.
 *
 * Floor    5: base, model; jansson.
 * Threads  One.
 * Memory   Who is given a JSON value owns it.
 * Spec     TS 103 221-1 annex C; TS 103 120 cl. 7.2
 */
#ifndef LI_CTL_TERMS_H
#define LI_CTL_TERMS_H

#include <jansson.h>

#include "model/task.h"

/* Add them to a task's JSON. */
void ctl_terms_json(const struct li_task *task, json_t *json);

/* Print those that are said, as lines of a task file. */
void ctl_terms_print(const struct li_task *task);

/* A line of a task file: a text; a time. */
void ctl_print_text(const char *name, const char *text);
void ctl_print_time(const char *name, int64_t at_us);

/* A time, or null for 0. */
json_t *ctl_time_json(int64_t at_us);

#endif

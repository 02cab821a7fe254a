/* SPDX-License-Identifier: BSD-3-Clause
 *
 * note.h - what an ADMF said of a task that is no part of the task itself.
 *
 * A task that came over X1 has, in the field that holds a warrant's reference,
 * "X1" and what else its TaskDetails said, in words. So GetTaskDetails gives
 * back what was asked for, and an auditor reads it.
 *
 *   X1 mediation=HI2Only,end correlation=7 implicit=true formats=sipUri,-
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 103 221-1 table 4, annex C
 */
#ifndef LI_X1_NOTE_H
#define LI_X1_NOTE_H

#include "x1/message.h"

/* Write the note of a task; text has room for LI_WARRANT_MAX and a NUL.
 *   LI_ETOOBIG   it does not fit
 */
LI_MUST_USE li_err li_x1_note_format(const struct li_x1_task *task, char *text);

/* Read a note into what it is about; the task's targets have the formats of
 * their kinds, its mediation what the task itself has. One that is no note
 * (a task that did not come over X1) leaves the task as it is: false.
 */
bool li_x1_note_parse(const char *text, struct li_x1_task *task);

#endif

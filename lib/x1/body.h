/* SPDX-License-Identifier: BSD-3-Clause
 *
 * body.h - readers of TaskDetails and DestinationDetails; for parse.c.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 103 221-1 tables 4, 5, 14, 15, annex C
 */
#ifndef LI_X1_BODY_H
#define LI_X1_BODY_H

#include "x1/field.h"

/* Readers for tables, of struct li_x1_task, struct li_x1_destination and struct
 * li_x1_object; of the value of a target. */
li_err li_x1_read_task(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_destination(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_object(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_object_type(const struct li_x1_element *element, void *out,
	const char **where);
li_err li_x1_read_hashed(const struct li_x1_element *element, void *out,
	const char **where);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * list.h - what a LIST finds, and how it is told.
 *
 * It is told newest first: who asks for so many and no more gets those that
 * changed last.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   A struct li_hi1_found is all zero at first; li_hi1_found_free().
 * Spec     TS 103 120 cl. 6.4.8, table 6.14
 */
#ifndef LI_HI1_LIST_H
#define LI_HI1_LIST_H

#include "base/buf.h"
#include "hi1/request.h"
#include "model/authorisation.h"

/* TS 103 120 table 6.13 */
struct li_hi1_record {
	bool is_task;
	struct li_uuid id;
	uint32_t generation;
	int64_t changed_us;
};

struct li_hi1_found {
	struct li_endpoint owner; /* of all of them */
	struct li_hi1_record *all;
	size_t count, room;
};

/* Add an object of the owner when it answers to what is asked for.
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_hi1_find_authorisation(struct li_hi1_found *found,
	const struct li_hi1_list *list, const struct li_authorisation *a,
	int64_t at_us);
LI_MUST_USE li_err li_hi1_find_task(struct li_hi1_found *found,
	const struct li_hi1_list *list, const struct li_task *t, int64_t at_us);

/* Bring it in order, and leave out what is more than was asked for. */
void li_hi1_found_end(struct li_hi1_found *found,
	const struct li_hi1_list *list);
void li_hi1_found_free(struct li_hi1_found *found);

/* Append a LISTResponse, for reply.c. */
void li_hi1_put_found(struct li_buf *out, const struct li_hi1_found *found);

/* What an object's status is called. TS 103 120 tables 7.6, 8.2 */
const char *li_hi1_authorisation_status(const struct li_authorisation *a,
	int64_t at_us);
const char *li_hi1_task_status(const struct li_task *t, int64_t at_us);

#endif

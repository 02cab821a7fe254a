/* SPDX-License-Identifier: BSD-3-Clause
 *
 * task.h - what a warrant has us do, and where its product goes.
 *
 * Floor    1.
 * Threads  Plain values; shared between threads only when nobody writes.
 * Memory   Values without pointers: a task can be copied. One in brief is as
 *          long as li_brief_size() says.
 * Spec     TS 103 221-1 cl. 6.2 (TaskDetails, DestinationDetails); TS 103 280
 *          (LIID); TS 33.128 cl. 5.2; TS 33.126 R6.5-10 (only in its period)
 */
#ifndef LI_MODEL_TASK_H
#define LI_MODEL_TASK_H

#include "base/uuid.h"
#include "model/identity.h"

enum {
	LI_LIID_MAX = 50,        /* TS 103 280: 25 characters or 50 digits */
	LI_TASK_TARGETS_MAX = 8, /* identifiers of a task; all must match */
	LI_TASK_DESTINATIONS_MAX = 8,
	LI_OPERATOR_MAX = 64,
	LI_WARRANT_MAX = 128,
	LI_NAME_MAX = 64,
	LI_HOST_MAX = 255,
};

/* A task: in force at any time t with starts_us <= t < ends_us until ended. */
struct li_task {
	int64_t row; /* the store's number of it; 0 until stored */
	struct li_uuid xid;
	char liid[LI_LIID_MAX + 1];
	struct li_identity targets[LI_TASK_TARGETS_MAX]; /* AND */
	size_t target_count;
	int64_t starts_us;
	int64_t ends_us;  /* mandatory */
	int64_t ended_us; /* when it was ended before its time, or 0 */
	bool content;     /* message content is authorised too */
	struct li_uuid destinations[LI_TASK_DESTINATIONS_MAX]; /* DIDs */
	size_t destination_count;
	char operator_name[LI_OPERATOR_MAX + 1]; /* who asked for it */
	char warrant[LI_WARRANT_MAX + 1];        /* the warrant's reference */
};

/* A task in brief: what matching and reporting need of it, in one piece of
 * memory, so that a million of them fit. */
struct li_brief {
	int64_t row;
	struct li_uuid xid;
	int64_t starts_us, ends_us, ended_us;
	bool content;
	uint8_t target_count;
	uint8_t kinds[LI_TASK_TARGETS_MAX], lens[LI_TASK_TARGETS_MAX];
	char text[]; /* of the targets, one behind the other */
};

/* Where product is delivered to over X2. */
struct li_destination {
	int64_t row;
	struct li_uuid did;
	char name[LI_NAME_MAX + 1];
	char host[LI_HOST_MAX + 1]; /* a name or an address */
	uint16_t port;
	char peer[LI_HOST_MAX + 1]; /* name its certificate must carry */
};

/* Is every field of the task valid, whatever the time?
 *   LI_EINVAL   *why names the first field that is not and its rule; static
 */
LI_MUST_USE li_err li_task_check(const struct li_task *task, const char **why);

/* Is every field of the destination valid?
 *   LI_EINVAL   as above
 */
LI_MUST_USE li_err li_destination_check(const struct li_destination *d,
	const char **why);

/* Is the task in force at this time? TS 33.126 R6.5-10 */
bool li_task_in_force(const struct li_task *task, int64_t at_us);
bool li_brief_in_force(const struct li_brief *brief, int64_t at_us);

/* Octets that a checked task takes in brief; write them at `out`. */
size_t li_brief_size(const struct li_task *task);
void li_brief_write(const struct li_task *task, struct li_brief *out);

/* Write a target of a task, i < target_count. */
void li_brief_target(const struct li_brief *brief, size_t i,
	struct li_identity *out);

#endif

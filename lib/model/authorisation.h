/* SPDX-License-Identifier: BSD-3-Clause
 *
 * authorisation.h - what a warrant authorises, as it was ordered over HI1.
 *
 * Floor    1.
 * Threads  Plain values; shared between threads only when nobody writes.
 * Memory   Values without pointers. They name a warrant: wipe them after use.
 * Spec     TS 103 120 cl. 6.2.4, 7.1, 7.2 (AuthorisationObject); TS 33.126
 *          R6.5-10
 */
#ifndef LI_MODEL_AUTHORISATION_H
#define LI_MODEL_AUTHORISATION_H

#include "base/buf.h"
#include "model/task.h"

enum {
	LI_AUTHORISATION_TASKS_MAX = 64,
	LI_ENDPOINT_COUNTRY = 2,
	LI_ENDPOINT_NAME = 255, /* TS 103 280 ShortString */
};

/* Who speaks over HI1, is spoken to, or owns what he ordered; a name "" is not
 * known. TS 103 120 cl. 6.2.4, 7.1.1 */
struct li_endpoint {
	char country[LI_ENDPOINT_COUNTRY + 1];
	char name[LI_ENDPOINT_NAME + 1];
};

struct li_authorisation {
	int64_t row;       /* the store's number of it; 0 until stored */
	struct li_uuid id; /* ObjectIdentifier */
	struct li_endpoint owner;
	char reference[LI_WARRANT_MAX + 1];
	char legal_type[LI_NAME_MAX + 1];
	uint8_t priority; /* 1 High, 2 Routine, 0: not said */
	struct li_approval approval;
	int64_t starts_us; /* 0: not said */
	int64_t ends_us;   /* mandatory */
	/* The store's to set: when it was cancelled, or 0; the count of its
	 * changes from 1, and when the last one was; whether one of its tasks
	 * awaits another operator. */
	int64_t ended_us;
	uint32_t generation;
	int64_t changed_us;
	bool awaiting;
	struct li_uuid tasks[LI_AUTHORISATION_TASKS_MAX]; /* XIDs */
	size_t task_count;
};

/* A change of its period: 0 is as it was; the generation that is changed, 0
 * whichever it is. */
struct li_authorised_span {
	struct li_uuid id;
	uint32_t generation;
	int64_t starts_us, ends_us;
};

/* The same country and name? */
bool li_endpoint_eq(const struct li_endpoint *a, const struct li_endpoint *b);

/* Is it his, or nobody's that is known? TS 33.126 R6.6-80: one authority does
 * not see another's. */
bool li_authorisation_is_of(const struct li_authorisation *a,
	const struct li_endpoint *who);

/* Is every field valid, whatever the time?
 *   LI_EINVAL   *why names the first field that is not; static
 */
LI_MUST_USE li_err li_authorisation_check(const struct li_authorisation *a,
	const char **why);

/* Append every field in our own form, or read a whole slice of it.
 *   LI_EMALFORMED   cut short, out of range, or trailing octets
 */
void li_pack_authorisation(struct li_buf *b, const struct li_authorisation *a);
LI_MUST_USE li_err li_unpack_authorisation(struct li_slice s,
	struct li_authorisation *out);
void li_pack_endpoint(struct li_buf *b, const struct li_endpoint *e);
LI_MUST_USE li_err li_unpack_endpoint(struct li_slice s,
	struct li_endpoint *out);
void li_pack_authorised_span(struct li_buf *b,
	const struct li_authorised_span *s);
LI_MUST_USE li_err li_unpack_authorised_span(struct li_slice s,
	struct li_authorised_span *out);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tasks.h - the tasks of a request, and the answer to it.
 *
 * Floor    4: base, model, x1 (XML only).
 * Threads  Pure functions.
 * Memory   Values, but what a LIST found; an answer is appended to the caller's buffer.
 * Spec     TS 103 120 cl. 6.3.3, 6.4.5 to 6.4.10, annex D; TS 33.128 table
 *          5.4.1-1
 */
#ifndef LI_HI1_TASKS_H
#define LI_HI1_TASKS_H

#include "base/buf.h"
#include "hi1/list.h"
#include "hi1/request.h"
#include "model/authorisation.h"
#include "model/handover.h"

/* How a request is carried out. */
enum li_hi1_way {
	LI_HI1_ADDS,    /* all of it or nothing */
	LI_HI1_CANCELS, /* the same */
	LI_HI1_EACH,    /* action by action, each with an answer of its own */
};
enum li_hi1_way li_hi1_way(const struct li_hi1_object *object);

/* TS 103 120 annex D */
enum li_hi1_code {
	LI_HI1_OK = 0,
	LI_HI1_GENERIC = 3000,
	LI_HI1_UNSUPPORTED = 3001,
	LI_HI1_BAD_VALUE = 3007,
	LI_HI1_BAD_CHANGE = 3008,
	LI_HI1_UPDATES_NONE = 3011, /* such an object is not there */
	LI_HI1_EXPIRED = 3012,
	LI_HI1_GETS_NONE = 3014,
};

/* What became of one action. */
struct li_hi1_done {
	enum li_hi1_code code;
	const char *why;           /* of an error; static storage */
	struct li_hi1_found found; /* by a LIST; the caller's to free */
	bool of_authorisation;     /* else of a task */
	struct li_authorisation authorisation;
	struct li_task task;
	struct li_endpoint owner; /* of the task, and what it is under */
	struct li_uuid associated[LI_HI1_ASSOCIATED_MAX];
	size_t associated_count;
	struct li_hi1_address deliveries[LI_TASK_DESTINATIONS_MAX];
	size_t delivery_count;
};

/* Make a task of the i-th object, which is one. Its XID is the object's
 * identifier; its destinations are the caller's to find. at_us is now.
 *   LI_EINVAL   *why says what is missing or unlike; static storage
 */
LI_MUST_USE li_err li_hi1_task(const struct li_hi1_request *request, size_t i,
	int64_t at_us, struct li_task *out, const char **why);

/* The handover format that a destination has; LI_HI1_HANDOVER_ANY: over X2, to
 * who hands over himself. TS 103 120 table 8.13 */
enum li_hi1_handover li_hi1_handover_of(enum li_format format);

/* Do the objects belong together: all carried out in one way, each task that is
 * added under an authorisation of the same request or one it knows; at least one
 * task, none changed twice? As above. */
LI_MUST_USE li_err li_hi1_check(const struct li_hi1_request *request,
	const char **why);

/* Give a task the time that an update says, which is within its own: what widens
 * it is a new authorisation. Sets *done.
 *   LI_EINVAL   it may not; *task is untouched
 */
LI_MUST_USE li_err li_hi1_narrow(const struct li_hi1_object *object,
	int64_t at_us, struct li_task *task, struct li_hi1_done *done);

/* May an authorisation have the time that an update says, or be cancelled?
 * As above. */
LI_MUST_USE li_err
li_hi1_narrow_authorisation(const struct li_hi1_object *object, int64_t at_us,
	const struct li_authorisation *a, struct li_hi1_done *done);

/* Make what is kept of an authorisation of the request, or of one it knows, with
 * the request's tasks under it; have the request know one of before. */
void li_hi1_authorisation(const struct li_hi1_request *request,
	const struct li_hi1_object *object, struct li_authorisation *out);
void li_hi1_know(struct li_hi1_request *request,
	const struct li_authorisation *a);

/* What became of a request. */
struct li_hi1_outcome {
	int64_t at_us;
	const char *error;  /* NULL: all was done; else why nothing was */
	bool awaiting;      /* another operator has to approve it */
	const bool *active; /* of each object: is its task in force now? */
	const struct li_hi1_done *each; /* of each, when it goes by action */
};

/* Append a task as an LITaskObject, for reply.c. TS 103 120 cl. 8.2 */
void li_hi1_put_task(struct li_buf *out, const struct li_hi1_done *done,
	int64_t at_us);

/* The same of an authorisation. TS 103 120 cl. 7.2 */
void li_hi1_put_authorisation(struct li_buf *out,
	const struct li_authorisation *a, int64_t at_us);

/* Append an element with text; with a time, in whole seconds down, or up when
 * something begins at it; an entry of ETSI's dictionaries. For the same.
 * TS 103 120 annex F; TS 103 280 QualifiedDateTime */
void li_hi1_put_text(struct li_buf *out, const char *name, const char *text);
void li_hi1_put_time(struct li_buf *out, const char *name, int64_t at_us);
void li_hi1_put_start(struct li_buf *out, const char *name, int64_t at_us);
void li_hi1_put_entry(struct li_buf *out, const char *element,
	const char *dictionary, const char *value);

/* Append whose an object is, and what it is associated with, where that is
 * known. TS 103 120 cl. 7.1.1, 7.1.4 */
void li_hi1_put_owner(struct li_buf *out, const struct li_endpoint *owner);
void li_hi1_put_associated(struct li_buf *out, const struct li_uuid *ids,
	size_t count);

/* Append the response. TS 103 120 cl. 6.3.3 */
void li_hi1_respond(struct li_buf *out, const struct li_hi1_request *request,
	const struct li_hi1_outcome *outcome);

#endif

/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi1/tasks.h"

#include <string.h>

static li_err no(const char **why, const char *text)
{
	*why = text;
	return LI_EINVAL;
}

static bool is_over(const struct li_hi1_object *auth,
	const struct li_hi1_object *task)
{
	for (size_t a = 0; !auth->is_task && a < task->associated_count; a++)
		if (li_uuid_eq(&auth->id, &task->associated[a]))
			return true;
	return false;
}

/* The authorisation that a task is under: the first of the request that it is
 * associated with, else one of before. */
static const struct li_hi1_object *over(const struct li_hi1_request *r,
	const struct li_hi1_object *task)
{
	for (size_t i = 0; i < r->object_count; i++)
		if (is_over(&r->objects[i], task))
			return &r->objects[i];
	for (size_t i = 0; i < r->known_count; i++)
		if (is_over(&r->known[i], task))
			return &r->known[i];
	return NULL;
}

/* An authorisation is cancelled by itself, with all tasks under it. */
enum li_hi1_way li_hi1_way(const struct li_hi1_object *o)
{
	if (o->verb == LI_HI1_CREATE)
		return LI_HI1_ADDS;
	return o->verb == LI_HI1_UPDATE && o->is_task &&
			strcmp(o->desired, "Cancelled") == 0
		? LI_HI1_CANCELS
		: LI_HI1_EACH;
}

/* TS 103 120 cl. 6.4.7 */
static li_err check_update(const struct li_hi1_object *o, const char **why)
{
	const char *const as_it_is = o->is_task ? "Active" : "Approved";

	if (strcmp(o->desired, "Cancelled") == 0)
		return o->ends_us ? no(why, "Timespan: of what is cancelled")
				  : LI_OK;
	if (o->desired[0] && strcmp(o->desired, as_it_is) != 0)
		return no(why, "DesiredStatus: Cancelled, in an UPDATE");
	return o->ends_us
		? LI_OK
		: no(why,
			  "DesiredStatus: Cancelled, in an UPDATE, or "
			  "a Timespan");
}

/* TS 103 120 annex B.2.3.2: an object is of who sends it */
static bool is_own(const struct li_hi1_request *r, const struct li_endpoint *o)
{
	return (!o->country[0] || strcmp(o->country, r->sender.country) == 0) &&
		(!o->name[0] || strcmp(o->name, r->sender.name) == 0);
}

static li_err check_object(const struct li_hi1_request *r, size_t i,
	const char **why)
{
	const struct li_hi1_object *o = &r->objects[i];

	for (size_t j = 0; j < i && li_hi1_way(o) != LI_HI1_EACH; j++)
		if (li_uuid_eq(&r->objects[j].id, &o->id))
			return no(why, "ObjectIdentifier: one is there twice");
	if (li_hi1_way(o) != li_hi1_way(&r->objects[0]))
		return no(why,
			"ActionRequest: CREATE and UPDATE in one request");
	if (!is_own(r, &o->owner))
		return no(why, "OwnerIdentifier: other than who sends");
	if (o->verb == LI_HI1_UPDATE)
		return check_update(o, why);
	if (o->verb != LI_HI1_CREATE)
		return LI_OK;
	if (!o->is_task) {
		if (o->desired[0] && strcmp(o->desired, "Approved") != 0 &&
			strcmp(o->desired, "EmergencyApproval") != 0)
			return no(why,
				"AuthorisationDesiredStatus: Approved or "
				"EmergencyApproval");
		return LI_OK;
	}
	/* TS 33.128 table 5.4.1-1 */
	if (strcmp(o->desired, "Active") != 0)
		return no(why, "DesiredStatus: Active");
	if (!over(r, o))
		return no(why,
			"AssociatedObjects: no AuthorisationObject that "
			"is there");
	return LI_OK;
}

li_err li_hi1_check(const struct li_hi1_request *r, const char **why)
{
	size_t tasks = 0;
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < r->object_count; i++) {
		err = check_object(r, i, why);
		tasks += r->objects[i].is_task || r->objects[i].verb;
	}
	if (!err && !tasks)
		err = no(why, "ActionRequests: no LITaskObject");
	return err;
}

/* The task's own time, within that of its authorisation. TS 33.126 R6.5-10 */
static li_err take_times(const struct li_hi1_object *o,
	const struct li_hi1_object *auth, int64_t at_us, struct li_task *t,
	const char **why)
{
	t->ends_us = o->ends_us ? o->ends_us : auth->ends_us;
	t->starts_us = o->starts_us ? o->starts_us
		: auth->starts_us   ? auth->starts_us
				    : at_us;
	if (t->ends_us > auth->ends_us ||
		(auth->starts_us && t->starts_us < auth->starts_us))
		return no(why, "TimeSpan: not within AuthorisationTimespan");
	if (t->ends_us <= at_us)
		return no(why, "EndTime: it is over");
	return LI_OK;
}

enum li_hi1_handover li_hi1_handover_of(enum li_format format)
{
	switch (format) {
	case LI_FORMAT_X2:
	case LI_FORMAT_X2_SIP: break;
	case LI_FORMAT_HI2_33128:
	case LI_FORMAT_HI2_33128_R17: return LI_HI1_HANDOVER_MOBILE;
	case LI_FORMAT_HI2_IPMM: return LI_HI1_HANDOVER_IPMM;
	}
	return LI_HI1_HANDOVER_ANY;
}

/* TS 103 120 table 8.10; table 8.11: all destinations of a task have the same
 * records. */
static li_err take_delivery(const struct li_hi1_object *o, struct li_task *t,
	const char **why)
{
	if (strcmp(o->delivery, "IRIOnly") != 0 &&
		strcmp(o->delivery, "IRIandCC") != 0)
		return no(why, "DeliveryType: IRIOnly or IRIandCC");
	for (size_t i = 0; i < o->delivery_count; i++)
		if (o->deliveries[i].delivery[0] &&
			strcmp(o->deliveries[i].delivery, o->delivery) != 0)
			return no(why, "IRIorCC: other than DeliveryType");
	t->content = strcmp(o->delivery, "IRIandCC") == 0;
	return LI_OK;
}

li_err li_hi1_task(const struct li_hi1_request *r, size_t i, int64_t at_us,
	struct li_task *t, const char **why)
{
	const struct li_hi1_object *o = &r->objects[i];
	const struct li_hi1_object *auth = over(r, o);
	li_err err;

	if (!auth)
		return no(why,
			"AssociatedObjects: no AuthorisationObject that "
			"is there");
	*t = (struct li_task){.xid = o->id,
		.target_count = o->target_count,
		.priority = auth->priority,
		.approval = auth->approval};
	if (strlen(o->reference) > LI_LIID_MAX)
		return no(why, "Reference: not an LIID");
	li_slice_copy(li_slice_str(o->reference), t->liid, sizeof(t->liid));
	memcpy(t->targets, o->targets, sizeof(t->targets));
	memcpy(t->warrant, auth->reference, sizeof(t->warrant));
	memcpy(t->legal_type, auth->legal_type, sizeof(t->legal_type));
	t->approval.emergency |= auth->emergency || o->emergency ||
		strcmp(auth->desired, "EmergencyApproval") == 0;
	err = take_times(o, auth, at_us, t, why);
	return err ? err : take_delivery(o, t, why);
}

void li_hi1_authorisation(const struct li_hi1_request *r,
	const struct li_hi1_object *o, struct li_authorisation *out)
{
	*out = (struct li_authorisation){.id = o->id,
		.owner = r->sender,
		.priority = o->priority,
		.approval = o->approval,
		.starts_us = o->starts_us,
		.ends_us = o->ends_us,
		.generation = o->generation};
	memcpy(out->reference, o->reference, sizeof(out->reference));
	memcpy(out->legal_type, o->legal_type, sizeof(out->legal_type));
	out->approval.emergency |=
		o->emergency || strcmp(o->desired, "EmergencyApproval") == 0;
	for (size_t i = 0; i < r->object_count; i++)
		if (r->objects[i].is_task && over(r, &r->objects[i]) == o &&
			out->task_count < LI_AUTHORISATION_TASKS_MAX)
			out->tasks[out->task_count++] = r->objects[i].id;
}

void li_hi1_know(struct li_hi1_request *r, const struct li_authorisation *a)
{
	struct li_hi1_object *o;

	if (r->known_count == LI_HI1_ASSOCIATED_MAX)
		return;
	o = &r->known[r->known_count++];
	*o = (struct li_hi1_object){.id = a->id,
		.generation = a->generation,
		.priority = a->priority,
		.approval = a->approval,
		.starts_us = a->starts_us,
		.ends_us = a->ends_us};
	memcpy(o->reference, a->reference, sizeof(o->reference));
	memcpy(o->legal_type, a->legal_type, sizeof(o->legal_type));
}

/* What there is of a period, and how it is. */
struct span {
	int64_t starts_us, ends_us;
	bool ended, shared;
	uint32_t generation;
};

static bool refuse(struct li_hi1_done *done, enum li_hi1_code code,
	const char *why)
{
	done->code = code;
	done->why = why;
	return false;
}

/* TS 33.126 R6.5-10: more time is another authorisation */
static bool may_narrow(const struct li_hi1_object *o, int64_t at_us,
	const struct span *s, struct li_hi1_done *done)
{
	if (s->ended || s->ends_us <= at_us)
		return refuse(done, LI_HI1_EXPIRED,
			"ObjectIdentifier: it has ended");
	if (o->generation && o->generation != s->generation)
		return refuse(done, LI_HI1_BAD_CHANGE,
			"Generation: it was changed meanwhile");
	if (s->shared)
		return refuse(done, LI_HI1_UNSUPPORTED,
			"Timespan: each LIID of the task has its own");
	if (o->ends_us > s->ends_us ||
		(o->starts_us && o->starts_us < s->starts_us))
		return refuse(done, LI_HI1_BAD_CHANGE,
			"Timespan: wider than what was authorised");
	if (o->ends_us && o->ends_us <= at_us)
		return refuse(done, LI_HI1_BAD_VALUE, "EndTime: it is over");
	return true;
}

li_err li_hi1_narrow(const struct li_hi1_object *o, int64_t at_us,
	struct li_task *t, struct li_hi1_done *done)
{
	const struct span s = {.starts_us = t->starts_us,
		.ends_us = t->ends_us,
		.ended = t->ended_us != 0,
		.shared = t->mediation_count != 0,
		.generation = t->generation};

	*done = (struct li_hi1_done){.code = LI_HI1_OK};
	if (!may_narrow(o, at_us, &s, done))
		return LI_EINVAL;
	t->ends_us = o->ends_us;
	if (o->starts_us)
		t->starts_us = o->starts_us;
	return LI_OK;
}

li_err li_hi1_narrow_authorisation(const struct li_hi1_object *o, int64_t at_us,
	const struct li_authorisation *a, struct li_hi1_done *done)
{
	const struct span s = {.starts_us = a->starts_us,
		.ends_us = a->ends_us,
		.ended = a->ended_us != 0,
		.generation = a->generation};

	*done = (struct li_hi1_done){.code = LI_HI1_OK};
	return may_narrow(o, at_us, &s, done) ? LI_OK : LI_EINVAL;
}

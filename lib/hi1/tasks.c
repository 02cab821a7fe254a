/* SPDX-License-Identifier: BSD-3-Clause */
#include "hi1/tasks.h"

#include <string.h>

static li_err no(const char **why, const char *text)
{
	*why = text;
	return LI_EINVAL;
}

/* The authorisation that a task is under: the first of the request that it is
 * associated with. */
static const struct li_hi1_object *over(const struct li_hi1_request *r,
	const struct li_hi1_object *task)
{
	for (size_t i = 0; i < r->object_count; i++)
		for (size_t a = 0; a < task->associated_count; a++)
			if (!r->objects[i].is_task &&
				li_uuid_eq(&r->objects[i].id,
					&task->associated[a]))
				return &r->objects[i];
	return NULL;
}

enum li_hi1_way li_hi1_way(const struct li_hi1_object *o)
{
	if (o->verb == LI_HI1_CREATE)
		return LI_HI1_ADDS;
	return o->verb == LI_HI1_UPDATE && strcmp(o->desired, "Cancelled") == 0
		? LI_HI1_CANCELS
		: LI_HI1_EACH;
}

/* TS 103 120 cl. 6.4.7 */
static li_err check_update(const struct li_hi1_object *o, const char **why)
{
	if (li_hi1_way(o) == LI_HI1_CANCELS)
		return o->ends_us ? no(why, "Timespan: of what is cancelled")
				  : LI_OK;
	if (o->desired[0] && strcmp(o->desired, "Active") != 0)
		return no(why, "DesiredStatus: Cancelled, in an UPDATE");
	return o->ends_us
		? LI_OK
		: no(why,
			  "DesiredStatus: Cancelled, in an UPDATE, or "
			  "a Timespan");
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
			"AssociatedObjects: no AuthorisationObject of "
			"this request");
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
			"AssociatedObjects: no AuthorisationObject of "
			"this request");
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

li_err li_hi1_narrow(const struct li_hi1_object *o, int64_t at_us,
	struct li_task *t, struct li_hi1_done *done)
{
	*done = (struct li_hi1_done){.code = LI_HI1_OK};
	if (t->ended_us || t->ends_us <= at_us) {
		done->code = LI_HI1_EXPIRED;
		done->why = "ObjectIdentifier: the task has ended";
	} else if (o->generation && o->generation != t->generation) {
		done->code = LI_HI1_BAD_CHANGE;
		done->why = "Generation: it was changed meanwhile";
	} else if (t->mediation_count) {
		done->code = LI_HI1_UNSUPPORTED;
		done->why = "Timespan: each LIID of the task has its own";
	} else if (o->ends_us > t->ends_us ||
		(o->starts_us && o->starts_us < t->starts_us)) {
		/* TS 33.126 R6.5-10: more time is another authorisation */
		done->code = LI_HI1_BAD_CHANGE;
		done->why = "Timespan: wider than what was authorised";
	} else if (o->ends_us <= at_us) {
		done->code = LI_HI1_BAD_VALUE;
		done->why = "EndTime: it is over";
	}
	if (done->code)
		return LI_EINVAL;
	t->ends_us = o->ends_us;
	if (o->starts_us)
		t->starts_us = o->starts_us;
	return LI_OK;
}

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

static li_err check_object(const struct li_hi1_request *r, size_t i,
	const char **why)
{
	const struct li_hi1_object *o = &r->objects[i];

	for (size_t j = 0; j < i; j++)
		if (li_uuid_eq(&r->objects[j].id, &o->id))
			return no(why, "ObjectIdentifier: one is there twice");
	if (o->update != r->objects[0].update)
		return no(why,
			"ActionRequest: CREATE and UPDATE in one request");
	if (o->update)
		return strcmp(o->desired, "Cancelled") == 0
			? LI_OK
			: no(why, "DesiredStatus: Cancelled, in an UPDATE");
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
		tasks += r->objects[i].is_task;
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

/* TS 103 120 table 8.10 */
static li_err take_delivery(const struct li_hi1_object *o, struct li_task *t,
	const char **why)
{
	if (strcmp(o->delivery, "IRIOnly") != 0 &&
		strcmp(o->delivery, "IRIandCC") != 0)
		return no(why, "DeliveryType: IRIOnly or IRIandCC");
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

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "hi1/tasks.h"
#include "model/pack.h"
#include "warrant_each.h"
#include "warrant_list.h"
#include "warrant_over.h"

struct each {
	struct ctl *c;
	const struct li_hi1_request *r;
	const struct li_hi1_object *o;
	struct li_hi1_done *done;
	int64_t at_us;
};

/* The task that the action names, as it is now; another's is not there.
 * TS 33.126 R6.6-80 */
static li_err show(struct each *e, struct li_task *t)
{
	struct li_slice rest, item;
	li_err err = ctl_ask(e->c, LI_ADMIN_TASK_SHOW,
		li_slice(e->o->id.octet, sizeof(e->o->id.octet)));

	rest = li_buf_slice(&e->c->items);
	if (!err && !ctl_item(&rest, &item))
		err = LI_ENOTFOUND;
	if (!err)
		err = li_unpack_task(item, t);
	return err ? err
		   : ctl_warrant_of(e->c, &e->o->id, &e->r->sender, e->done);
}

/* Where its product goes, in the task's order. */
static li_err find_addresses(struct each *e)
{
	struct li_hi1_done *done = e->done;
	const struct li_task *t = &done->task;
	struct li_slice rest, item;
	struct li_destination d;
	li_err err = t->destination_count
		? ctl_ask(e->c, LI_ADMIN_DESTINATION_LIST, (struct li_slice){0})
		: LI_OK;

	done->delivery_count = t->destination_count;
	rest = li_buf_slice(&e->c->items);
	while (!err && t->destination_count && ctl_item(&rest, &item)) {
		err = li_unpack_destination(item, &d);
		for (size_t i = 0; !err && i < t->destination_count; i++) {
			if (!li_uuid_eq(&t->destinations[i], &d.did))
				continue;
			memcpy(done->deliveries[i].host, d.host,
				sizeof(d.host));
			done->deliveries[i].port = d.port;
			done->deliveries[i].handover =
				li_hi1_handover_of(d.handover.format);
		}
	}
	return err;
}

static li_err get_authorisation(struct each *e)
{
	e->done->of_authorisation = true;
	return ctl_authorisation(e->c, &e->o->id, &e->r->sender,
		&e->done->authorisation);
}

/* TS 103 120 cl. 6.4.5: which of the two it is, is not said */
static li_err get(struct each *e)
{
	li_err err = show(e, &e->done->task);

	if (!err)
		return find_addresses(e);
	if (err == LI_ENOTFOUND)
		err = get_authorisation(e);
	if (err == LI_ENOTFOUND) {
		e->done->code = LI_HI1_GETS_NONE;
		e->done->why = "Identifier: no object has it";
	}
	return err;
}

static li_err modify(struct each *e, struct li_task *t)
{
	struct li_buf body = {0};
	li_err err;

	li_slice_copy(li_slice_str(e->c->operator_name), t->operator_name,
		sizeof(t->operator_name));
	li_pack_task(&body, t);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(e->c, LI_ADMIN_TASK_MODIFY, li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

/* TS 103 120 cl. 6.4.7. The generation that was looked at is the one that is
 * changed (cl. 7.1.3). */
static li_err update(struct each *e)
{
	struct li_task t;
	li_err err = show(e, &t);

	if (err == LI_ENOTFOUND) {
		e->done->code = LI_HI1_UPDATES_NONE;
		e->done->why = "ObjectIdentifier: no task has it";
	}
	if (!err)
		err = li_hi1_narrow(e->o, e->at_us, &t, e->done);
	if (!err)
		err = modify(e, &t);
	explicit_bzero(&t, sizeof(t));
	return err ? err : get(e);
}

static li_err cancel_authorisation(struct each *e)
{
	return ctl_ask(e->c, LI_ADMIN_WARRANT_END,
		li_slice(e->o->id.octet, sizeof(e->o->id.octet)));
}

static li_err narrow_authorisation(struct each *e, uint32_t generation)
{
	const struct li_authorised_span span = {.id = e->o->id,
		.generation = generation,
		.starts_us = e->o->starts_us,
		.ends_us = e->o->ends_us};
	struct li_buf body = {0};
	li_err err;

	li_pack_authorised_span(&body, &span);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(e->c, LI_ADMIN_WARRANT_MODIFY,
			li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

/* With all tasks under it. TS 103 120 cl. 6.4.7, 7.1.3 */
static li_err update_authorisation(struct each *e)
{
	struct li_authorisation a;
	li_err err = ctl_authorisation(e->c, &e->o->id, &e->r->sender, &a);

	if (err == LI_ENOTFOUND) {
		e->done->code = LI_HI1_UPDATES_NONE;
		e->done->why = "ObjectIdentifier: no authorisation has it";
	}
	if (!err)
		err = li_hi1_narrow_authorisation(e->o, e->at_us, &a, e->done);
	if (!err)
		err = strcmp(e->o->desired, "Cancelled") == 0
			? cancel_authorisation(e)
			: narrow_authorisation(e, a.generation);
	explicit_bzero(&a, sizeof(a));
	return err ? err : get_authorisation(e);
}

/* TS 103 120 cl. 6.4.8 */
static li_err list(struct each *e)
{
	e->done->found.owner = e->r->sender;
	return e->r->lists ? ctl_warrant_find_all(e->c, &e->o->list, e->at_us,
				     &e->done->found)
			   : LI_EUNSUPPORTED;
}

static li_err one(struct each *e)
{
	li_err err = LI_EUNSUPPORTED;

	if (e->o->verb == LI_HI1_GET)
		err = get(e);
	else if (e->o->verb == LI_HI1_LIST)
		err = list(e);
	else if (e->o->verb == LI_HI1_UPDATE)
		err = e->o->is_task ? update(e) : update_authorisation(e);
	if (!err || e->done->code)
		return err;
	/* TS 103 120 cl. 6.4.8: not where no national profile asks for it */
	e->done->code =
		err == LI_EUNSUPPORTED ? LI_HI1_UNSUPPORTED : LI_HI1_GENERIC;
	e->done->why = err == LI_EUNSUPPORTED ? "ActionRequest: of this kind"
					      : li_err_name(err);
	return err;
}

li_err ctl_warrant_each(struct ctl *c, const struct li_hi1_request *r,
	int64_t at_us, struct li_hi1_done *done)
{
	size_t failed = 0, first = 0;
	li_err how = LI_OK;

	for (size_t i = 0; i < r->object_count; i++) {
		struct each e = {c, r, &r->objects[i], &done[i], at_us};
		li_err err = one(&e);

		if (err && !failed++) {
			how = err;
			first = i;
		}
	}
	return failed ? li_fault_set(&c->fault, how,
				"%zu of %zu actions failed, the first of them "
				"%zu: %s",
				failed, r->object_count, first, done[first].why)
		      : LI_OK;
}

void ctl_warrant_each_free(struct li_hi1_done *done)
{
	if (!done)
		return;
	for (size_t i = 0; i < LI_HI1_OBJECTS_MAX; i++)
		li_hi1_found_free(&done[i].found);
	explicit_bzero(done, LI_HI1_OBJECTS_MAX * sizeof(*done));
	free(done);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_warrant.h"

#include "flow/admin_note.h"
#include "flow/admin_report.h"
#include "model/pack.h"
#include "store/authorisations.h"

/* A request on its way. */
struct way {
	struct li_store *store;
	const struct li_admin_terms *terms;
	const struct li_admin_request *request;
	struct li_actor actor;
	struct li_admin_change *change;
	struct li_fault *fault;
};

bool li_admin_waits(const struct li_admin_terms *terms,
	const struct li_admin_request *request)
{
	return terms->two_person && strcmp(request->via, "lmisf-x1d") != 0;
}

li_err li_admin_task_add(struct li_store *store,
	const struct li_admin_terms *terms,
	const struct li_admin_request *request, struct li_slice body,
	struct li_admin_change *change, struct li_fault *fault)
{
	const struct li_actor actor = {request->actor, request->via};
	struct li_task task;
	li_err err = li_unpack_task(body, &task);

	if (!err) {
		task.awaiting = li_admin_waits(terms, request);
		err = li_store_task_add(store, &task, &actor, fault);
	}
	if (!err)
		err = li_admin_task_forget(store, &task.xid);
	if (!err)
		change->xids[change->count++] = task.xid;
	explicit_bzero(&task, sizeof(task));
	return err;
}

/* ---- all of a warrant is entered ---- */

static li_err add_tasks(struct way *w, struct li_cursor *c)
{
	li_err err = LI_OK;

	while (!err && !c->bad && c->rest.n) {
		struct li_slice body = li_unpack_slice(c);

		if (w->change->count == LI_ADMIN_WARRANT_TASKS_MAX)
			return LI_ETOOBIG;
		err = c->bad ? LI_EMALFORMED
			     : li_admin_task_add(w->store, w->terms, w->request,
				       body, w->change, w->fault);
	}
	return !err && !w->change->count ? LI_EMALFORMED : err;
}

/* One that has a generation is there already, and gets tasks more. */
static li_err authorise(struct way *w, struct li_slice body)
{
	struct li_authorisation a;
	li_err err = li_unpack_authorisation(body, &a);

	if (!err)
		err = (a.generation ? li_store_authorisation_extend
				    : li_store_authorisation_add)(w->store, &a,
			&w->actor, w->fault);
	explicit_bzero(&a, sizeof(a));
	return err;
}

/* The tasks first: an authorisation names those under it. */
static li_err add_all(struct way *w)
{
	struct li_cursor c = li_cursor(w->request->body);
	const uint8_t count = li_cursor_u8(&c);
	struct li_cursor first = c;
	li_err err;

	for (uint8_t i = 0; i < count; i++)
		li_unpack_slice(&c);
	err = c.bad ? LI_EMALFORMED : add_tasks(w, &c);
	for (uint8_t i = 0; !err && i < count; i++)
		err = authorise(w, li_unpack_slice(&first));
	return err;
}

/* ---- one is looked at, gets less time, or is cancelled ---- */

static li_err give(const struct li_authorisation *a, void *items)
{
	struct li_buf one = {0};

	li_pack_authorisation(&one, a);
	return li_admin_item_give(items, &one);
}

static li_err show(struct way *w, struct li_buf *items)
{
	struct li_cursor c = li_cursor(w->request->body);
	struct li_authorisation a;
	struct li_uuid id;
	li_err err;

	li_unpack_uuid(&c, &id);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	err = li_store_authorisation_get(w->store, &id, &a);
	if (err == LI_ENOTFOUND)
		return li_fault_set(w->fault, err, "no such authorisation");
	if (!err)
		err = li_admin_looked(w->store, &w->actor, "authorisation.show",
			"authorisation", &id);
	if (!err)
		err = give(&a, items);
	explicit_bzero(&a, sizeof(a));
	return err;
}

/* TS 103 120 cl. 7.1.4 */
static li_err give_over(struct way *w, struct li_buf *items)
{
	struct li_cursor c = li_cursor(w->request->body);
	struct li_uuid xid;
	li_err err;

	li_unpack_uuid(&c, &xid);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	err = li_admin_looked(w->store, &w->actor, "authorisation.show", "xid",
		&xid);
	return err ? err
		   : li_store_authorisation_over(w->store, &xid, give, items);
}

/* TS 103 120 cl. 6.4.8 */
static li_err give_of(struct way *w, struct li_buf *items)
{
	struct li_endpoint owner;
	li_err err = li_unpack_endpoint(w->request->body, &owner);

	if (!err)
		err = li_store_audit(w->store, &w->actor, "authorisation.list",
			NULL, li_slice_str(owner.name));
	return err ? err
		   : li_store_authorisation_of(w->store, &owner, give, items);
}

static li_err end_task(struct way *w, const struct li_uuid *xid)
{
	li_err err = li_admin_task_end_in(w->store, xid, w->terms->at_us,
		&w->actor, w->fault);

	if (!err)
		w->change->xids[w->change->count++] = *xid;
	return err;
}

/* A task has no more time than its authorisation; one that has none left ends.
 * TS 33.126 R6.5-10 */
static li_err narrow_task(struct way *w, struct li_task *t,
	const struct li_authorised_span *span)
{
	const int64_t starts_us =
		t->starts_us < span->starts_us ? span->starts_us : t->starts_us;
	const int64_t ends_us = span->ends_us && t->ends_us > span->ends_us
		? span->ends_us
		: t->ends_us;
	li_err err;

	if (starts_us == t->starts_us && ends_us == t->ends_us)
		return LI_OK;
	if (t->mediation_count)
		return li_fault_set(w->fault, LI_EUNSUPPORTED,
			"task %lld: each LIID of it has its own time",
			(long long)t->row);
	if (starts_us >= ends_us)
		return end_task(w, &t->xid);
	t->starts_us = starts_us;
	t->ends_us = ends_us;
	t->generation = 0;
	t->awaiting = li_admin_waits(w->terms, w->request);
	err = li_store_task_modify(w->store, t, &w->actor, w->fault);
	if (!err)
		err = li_admin_task_forget(w->store, &t->xid);
	if (!err)
		w->change->xids[w->change->count++] = t->xid;
	return err;
}

/* Do it to each task under one that is not over; a NULL span: they end. */
static li_err each_task(struct way *w, const struct li_uuid *id,
	const struct li_authorised_span *span)
{
	struct li_authorisation a;
	struct li_task t;
	li_err err = li_store_authorisation_get(w->store, id, &a);

	if (err)
		return err;
	for (size_t i = 0; !err && i < a.task_count; i++) {
		err = li_store_task_get(w->store, &a.tasks[i], &t);
		if (err || t.ended_us || t.ends_us <= w->terms->at_us)
			continue;
		err = span ? narrow_task(w, &t, span) : end_task(w, &t.xid);
	}
	explicit_bzero(&a, sizeof(a));
	explicit_bzero(&t, sizeof(t));
	return err;
}

static li_err narrow(struct way *w)
{
	struct li_authorised_span span;
	li_err err = li_unpack_authorised_span(w->request->body, &span);

	if (!err)
		err = each_task(w, &span.id, &span);
	return err ? err
		   : li_store_authorisation_narrow(w->store, &span, &w->actor,
			     w->fault);
}

static li_err cancel(struct way *w)
{
	struct li_cursor c = li_cursor(w->request->body);
	struct li_uuid id;
	li_err err;

	li_unpack_uuid(&c, &id);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	err = each_task(w, &id, NULL);
	return err ? err
		   : li_store_authorisation_end(w->store, &id, w->terms->at_us,
			     &w->actor, w->fault);
}

/* In one transaction. */
static li_err whole(struct way *w, li_err (*deed)(struct way *w))
{
	li_err err = li_store_begin(w->store);

	if (err)
		return err;
	err = deed(w);
	if (!err)
		err = li_store_commit(w->store);
	else
		li_store_rollback(w->store);
	if (err)
		w->change->count = 0;
	return err == LI_ENOTFOUND && w->fault->text[0] == '\0'
		? li_fault_set(w->fault, err, "no such authorisation")
		: err;
}

li_err li_admin_warrant(struct li_store *store,
	const struct li_admin_terms *terms,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_change *change, struct li_fault *fault)
{
	struct way w = {
		.store = store,
		.terms = terms,
		.request = request,
		.actor = {.name = request->actor, .via = request->via},
		.change = change,
		.fault = fault,
	};

	if (request->op == LI_ADMIN_WARRANT_SHOW)
		return show(&w, items);
	if (request->op == LI_ADMIN_WARRANT_OF)
		return give_over(&w, items);
	if (request->op == LI_ADMIN_WARRANT_LIST)
		return give_of(&w, items);
	return whole(&w,
		request->op == LI_ADMIN_WARRANT_ADD              ? add_all
			: request->op == LI_ADMIN_WARRANT_MODIFY ? narrow
								 : cancel);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "model/pack.h"
#include "x1/apply_call.h"
#include "x1/pack.h"

/* A change that lmisfd was asked for, whose answer was lost with the connection:
 * lmisfd may have died behind its commit. Who is told that it failed believes that
 * nothing is in force, so it is looked what is. The question is not put again. */

/* ---- may it be looked? ---- */

/* What a request changes, if it does: of DeactivateAllTasks and the like, all. */
static bool changes(const struct li_x1_request *r, struct li_uuid *id,
	bool *all)
{
	switch ((int)r->type) {
	case LI_X1_ACTIVATE_TASK:
	case LI_X1_MODIFY_TASK: *id = r->task.xid; return true;
	case LI_X1_CREATE_DESTINATION:
	case LI_X1_MODIFY_DESTINATION: *id = r->destination.did; return true;
	case LI_X1_CREATE_OBJECT:
	case LI_X1_MODIFY_OBJECT: *id = r->object.id; return true;
	case LI_X1_DEACTIVATE_TASK:
	case LI_X1_REMOVE_DESTINATION:
	case LI_X1_DELETE_OBJECT: *id = r->id; return true;
	case LI_X1_DEACTIVATE_ALL_TASKS:
	case LI_X1_REMOVE_ALL_DESTINATIONS:
	case LI_X1_DELETE_ALL_OBJECTS:
		memset(id, 0, sizeof(*id));
		*all = true;
		return true;
	default: return false;
	}
}

static int by_octets(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct li_uuid));
}

/* Does each request of the container change something of its own? Where two change
 * the same, what is in force behind both does not say what came of the first. */
static bool each_its_own(struct li_slice container)
{
	struct li_buf ids = {0};
	struct li_x1_request r;
	struct li_uuid id;
	bool all = false, own;
	size_t n;

	while (container.n && !li_x1_unpack_request(&container, &r))
		if (!r.code && changes(&r, &id, &all))
			li_buf_put(&ids, id.octet, sizeof(id.octet));
	explicit_bzero(&r, sizeof(r));
	n = ids.n / sizeof(id);
	own = !ids.bad && n && (n == 1 || !all);
	if (own)
		qsort(ids.p, n, sizeof(id), by_octets);
	for (size_t i = 1; own && i < n; i++)
		own = by_octets(ids.p + (i - 1) * sizeof(id),
			      ids.p + i * sizeof(id)) != 0;
	li_buf_fini(&ids);
	return own;
}

/* ---- a look ---- */

static li_err look(struct li_x1_call *c, enum li_admin_op op,
	struct li_slice body, struct li_slice *items)
{
	li_err err;

	c->answer.looks = true;
	err = li_x1_call_ask_aside(c, op, body);
	c->answer.looks = false;
	/* Who is not there to say it is not asked for each of a container. */
	c->batch->blind = c->unheard;
	*items = li_buf_slice(&c->answer.items);
	return err;
}

/* ---- a task ---- */

/* The XID has a task: how it is now. */
static bool find_task(struct li_x1_call *c, const struct li_uuid *xid,
	struct li_task *out)
{
	struct li_slice items, item;

	return look(c, LI_ADMIN_TASK_SHOW,
		       li_slice(xid->octet, sizeof(xid->octet)),
		       &items) == LI_OK &&
		li_x1_answer_next(&items, &item) &&
		li_unpack_task(item, out) == LI_OK;
}

/* Of what lmisfd takes as it is asked for it. */
static bool is_as_asked(const struct li_task *is, const struct li_task *asked)
{
	bool same = is->target_count == asked->target_count &&
		is->destination_count == asked->destination_count;

	for (size_t i = 0; same && i < is->target_count; i++)
		same = li_identity_same(&is->targets[i], &asked->targets[i]);
	for (size_t i = 0; same && i < is->destination_count; i++)
		same = li_uuid_eq(&is->destinations[i],
			&asked->destinations[i]);
	return same;
}

/* One clock tells when the request came and when a task was changed: what was so
 * before is not what was asked for. */
static bool has_task(struct li_x1_call *c, struct li_slice body)
{
	struct li_task asked, is;
	bool has = false;

	if (li_unpack_task(body, &asked) == LI_OK &&
		find_task(c, &asked.xid, &is))
		has = is.ended_us == 0 && is.changed_us >= c->ends->at_us &&
			is_as_asked(&is, &asked);
	explicit_bzero(&asked, sizeof(asked));
	explicit_bzero(&is, sizeof(is));
	return has;
}

static bool has_ended(struct li_x1_call *c, struct li_slice body)
{
	struct li_uuid xid;
	struct li_task is;
	bool ended;

	if (body.n != sizeof(xid.octet))
		return false;
	memcpy(xid.octet, body.p, body.n);
	ended = find_task(c, &xid, &is) && is.ended_us &&
		is.changed_us >= c->ends->at_us;
	explicit_bzero(&is, sizeof(is));
	return ended;
}

/* ---- what is in a list ---- */

/* A list that is looked at: what an item is by its identifier, as it would be asked
 * for; nothing is written of one that does not count. */
struct list {
	enum li_admin_op op;
	bool (*take)(struct li_slice item, struct li_uuid *id,
		struct li_buf *asked);
};

static bool take_destination(struct li_slice item, struct li_uuid *id,
	struct li_buf *asked)
{
	struct li_destination d;

	if (li_unpack_destination(item, &d) != LI_OK)
		return false;
	/* What the store says of it is not asked for. */
	d.row = d.reset_behind = 0;
	*id = d.did;
	li_pack_destination(asked, &d);
	return true;
}

static bool take_object(struct li_slice item, struct li_uuid *id,
	struct li_buf *asked)
{
	struct li_hash_context context;

	if (li_unpack_hash_context(item, &context) != LI_OK)
		return false;
	*id = context.id;
	li_pack_hash_context(asked, &context);
	return true;
}

/* One that has not ended. */
static bool take_task(struct li_slice item, struct li_uuid *id,
	struct li_buf *asked)
{
	struct li_task task;
	const bool good = li_unpack_task(item, &task) == LI_OK;

	if (good && task.ended_us == 0) {
		*id = task.xid;
		li_pack_task(asked, &task);
	}
	explicit_bzero(&task, sizeof(task));
	return good;
}

static const struct list tasks = {LI_ADMIN_TASK_LIST, take_task},
			 destinations = {LI_ADMIN_DESTINATION_LIST,
				 take_destination},
			 objects = {LI_ADMIN_OBJECT_LIST, take_object};

/* What the one of this identifier is now, or of no octets any of them; empty:
 * there is none. False: nobody says. */
static bool find(struct li_x1_call *c, const struct list *list,
	struct li_slice id, struct li_buf *is)
{
	struct li_slice items, item;
	struct li_uuid has;

	if (look(c, list->op, (struct li_slice){0}, &items))
		return false;
	while (is->n == 0 && li_x1_answer_next(&items, &item)) {
		if (!list->take(item, &has, is))
			return false;
		if (id.n && is->n &&
			!li_slice_eq(id,
				li_slice(has.octet, sizeof(has.octet))))
			li_buf_wipe(is);
	}
	return !is->bad;
}

/* Is it there just as it was asked for? */
static bool is_there(struct li_x1_call *c, const struct list *list,
	struct li_slice asked)
{
	struct li_buf like = {0}, is = {0};
	struct li_uuid id;
	bool there;

	there = list->take(asked, &id, &like) &&
		find(c, list, li_slice(id.octet, sizeof(id.octet)), &is) &&
		li_slice_eq(li_buf_slice(&is), asked);
	li_buf_fini(&like);
	li_buf_fini(&is);
	return there;
}

static bool is_gone(struct li_x1_call *c, const struct list *list,
	struct li_slice id)
{
	struct li_buf is = {0};
	const bool gone = find(c, list, id, &is) && is.n == 0;

	li_buf_fini(&is);
	return gone;
}

bool li_x1_call_was_done(struct li_x1_call *c,
	const struct li_batch_part *asked)
{
	const struct li_slice body = asked->body;
	bool done = false;

	if (!c->batch->looked)
		c->batch->blind = !each_its_own(c->container);
	c->batch->looked = true;
	if (c->batch->blind)
		return false;
	switch ((int)asked->op) {
	case LI_ADMIN_TASK_ADD:
	case LI_ADMIN_TASK_MODIFY: done = has_task(c, body); break;
	case LI_ADMIN_TASK_END: done = has_ended(c, body); break;
	case LI_ADMIN_TASK_END_ALL: done = is_gone(c, &tasks, body); break;
	case LI_ADMIN_DESTINATION_ADD:
	case LI_ADMIN_DESTINATION_MODIFY:
		done = is_there(c, &destinations, body);
		break;
	case LI_ADMIN_DESTINATION_REMOVE:
		done = is_gone(c, &destinations, body);
		break;
	case LI_ADMIN_OBJECT_ADD:
	case LI_ADMIN_OBJECT_MODIFY: done = is_there(c, &objects, body); break;
	case LI_ADMIN_OBJECT_REMOVE: done = is_gone(c, &objects, body); break;
	default: return false;
	}
	/* What the look said is no answer to the request. */
	li_buf_wipe(&c->answer.items);
	c->answer.reply = (struct li_admin_reply){0};
	c->answer.lost = false;
	return done;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "warrant_list.h"

#include <stdlib.h>
#include <string.h>

#include "model/pack.h"

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct li_uuid));
}

/* Note an authorisation, and in xids what is under it. */
static li_err take(struct li_slice item, const struct li_hi1_list *list,
	int64_t at_us, struct li_hi1_found *found, struct li_buf *xids)
{
	struct li_authorisation a;
	li_err err = li_unpack_authorisation(item, &a);

	if (!err)
		err = li_hi1_find_authorisation(found, list, &a, at_us);
	for (size_t i = 0; !err && i < a.task_count; i++)
		li_buf_put(xids, a.tasks[i].octet, sizeof(a.tasks[i].octet));
	explicit_bzero(&a, sizeof(a));
	return err ? err : li_buf_check(xids);
}

static li_err take_all(struct ctl *c, const struct li_hi1_list *list,
	int64_t at_us, struct li_hi1_found *found, struct li_buf *xids)
{
	struct li_slice rest, item;
	struct li_buf body = {0};
	li_err err;

	li_pack_endpoint(&body, &found->owner);
	err = li_buf_check(&body);
	if (!err)
		err = ctl_ask(c, LI_ADMIN_WARRANT_LIST, li_buf_slice(&body));
	li_buf_fini(&body);
	rest = li_buf_slice(&c->items);
	while (!err && ctl_item(&rest, &item))
		err = take(item, list, at_us, found, xids);
	return err;
}

/* Note each task that is among xids. */
static li_err take_tasks(struct ctl *c, const struct li_hi1_list *list,
	int64_t at_us, struct li_hi1_found *found, const struct li_buf *xids)
{
	const size_t count = xids->n / sizeof(struct li_uuid);
	struct li_slice rest, item;
	struct li_task t;
	li_err err;

	if (!count)
		return LI_OK;
	qsort(xids->p, count, sizeof(struct li_uuid), compare);
	err = ctl_ask(c, LI_ADMIN_TASK_LIST, (struct li_slice){0});
	rest = li_buf_slice(&c->items);
	while (!err && ctl_item(&rest, &item)) {
		err = li_unpack_task(item, &t);
		if (!err &&
			bsearch(&t.xid, xids->p, count, sizeof(struct li_uuid),
				compare))
			err = li_hi1_find_task(found, list, &t, at_us);
	}
	explicit_bzero(&t, sizeof(t));
	return err;
}

li_err ctl_warrant_find_all(struct ctl *c, const struct li_hi1_list *list,
	int64_t at_us, struct li_hi1_found *found)
{
	struct li_buf xids = {0};
	li_err err = take_all(c, list, at_us, found, &xids);

	if (!err)
		err = take_tasks(c, list, at_us, found, &xids);
	if (!err)
		li_hi1_found_end(found, list);
	li_buf_fini(&xids);
	return err;
}

li_err ctl_warrant_of(struct ctl *c, const struct li_uuid *xid,
	const struct li_endpoint *who, struct li_hi1_done *done)
{
	struct li_slice rest, item;
	struct li_authorisation a;
	bool others = false;
	li_err err = ctl_ask(c, LI_ADMIN_WARRANT_OF,
		li_slice(xid->octet, sizeof(xid->octet)));

	done->associated_count = 0;
	rest = li_buf_slice(&c->items);
	while (!err && ctl_item(&rest, &item)) {
		err = li_unpack_authorisation(item, &a);
		if (err || !li_authorisation_is_of(&a, who)) {
			others = true;
			continue;
		}
		done->owner = a.owner;
		if (done->associated_count < LI_HI1_ASSOCIATED_MAX)
			done->associated[done->associated_count++] = a.id;
	}
	explicit_bzero(&a, sizeof(a));
	return !err && others && !done->associated_count ? LI_ENOTFOUND : err;
}

/* TS 103 120 cl. 6.4.7: its identifier is the XID */
li_err ctl_warrant_end(struct ctl *c, const struct li_hi1_request *r, size_t i,
	struct li_buf *xids)
{
	const struct li_uuid *xid = &r->objects[i].id;
	struct li_hi1_done done = {.code = LI_HI1_OK};
	li_err err = ctl_warrant_of(c, xid, &r->sender, &done);

	li_buf_put(xids, xid->octet, sizeof(xid->octet));
	return err == LI_ENOTFOUND
		? li_fault_set(&c->fault, err, "no such task")
		: err;
}

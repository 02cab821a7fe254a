/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_batch.h"

/* A part is asked as a request of its own is: what it changes is kept or taken
 * back by itself, and its row in the audit is the same. */
struct run {
	struct li_store *store;
	struct li_admin_terms terms;
	struct li_admin_request request; /* of the part */
	struct li_admin_reply reply;
	struct li_admin_change change;
	struct li_buf items, one;
};

static void add_change(struct li_admin_change *all,
	const struct li_admin_change *one)
{
	all->all |= one->all;
	for (size_t i = 0; i < one->count && all->count < LI_BATCH_MAX; i++)
		all->xids[all->count++] = one->xids[i];
}

/* What the store could not do whole is done for none of them. */
static li_err fatal(li_err err)
{
	return err == LI_EDB || err == LI_EIO || err == LI_ENOMEM ||
			err == LI_ECORRUPT
		? err
		: LI_OK;
}

static li_err run_part(struct run *r, const struct li_batch_part *part,
	struct li_buf *items)
{
	li_err err;

	r->request.op = part->op;
	r->request.body = part->body;
	li_buf_wipe(&r->items);
	li_buf_wipe(&r->one);
	li_admin_apply(r->store, &r->terms, &r->request, &r->items, &r->reply,
		&r->change);
	li_batch_answer_put(&r->one, &r->reply, li_buf_slice(&r->items));
	err = fatal(r->reply.err);
	if (!err)
		err = li_buf_check(&r->items);
	if (!err)
		err = li_buf_check(&r->one);
	li_admin_item_put(items, li_buf_slice(&r->one));
	return err ? err : li_buf_check(items);
}

static li_err run_all(struct run *r, struct li_slice rest, struct li_buf *items,
	struct li_admin_change *change)
{
	struct li_batch_part part;
	li_err err = LI_OK;

	while (!err && li_batch_next(&rest, &part)) {
		err = run_part(r, &part, items);
		if (!err)
			add_change(change, &r->change);
	}
	return err;
}

/* TS 33.107 cl. 20.3.2.3: what is answered is in the store */
static li_err in_one_commit(struct run *r, struct li_slice body,
	struct li_buf *items, struct li_admin_change *change)
{
	li_err err = li_store_begin(r->store);

	if (err)
		return err;
	err = run_all(r, body, items, change);
	if (!err)
		return li_store_commit(r->store);
	li_store_rollback(r->store);
	return err;
}

li_err li_admin_batch(struct li_store *store,
	const struct li_admin_terms *terms,
	const struct li_admin_request *request, struct li_buf *items,
	struct li_admin_change *change)
{
	struct run r = {.store = store, .terms = *terms, .request = *request};
	const size_t place = items->n;
	li_err err = li_batch_check(request->body);

	r.terms.in_batch = true;
	if (!err)
		err = in_one_commit(&r, request->body, items, change);
	if (err) {
		change->all = false;
		change->count = 0;
		items->n = place;
	}
	li_buf_fini(&r.items);
	li_buf_fini(&r.one);
	return err;
}

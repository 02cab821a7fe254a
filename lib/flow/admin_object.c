/* SPDX-License-Identifier: BSD-3-Clause */
#include "flow/admin_object.h"

#include "model/pack.h"

static li_err item(const struct li_hash_context *context, void *data)
{
	struct li_buf one = {0};

	li_pack_hash_context(&one, context);
	return li_admin_item_give(data, &one);
}

static li_err list(struct li_store *store, struct li_buf *items,
	const struct li_actor *actor)
{
	li_err err = li_store_audit(store, actor, "object.list", NULL,
		(struct li_slice){0});

	return err ? err : li_store_context_each(store, item, items);
}

/* The one that is named, or all. */
static li_err take_away(struct li_store *store, struct li_slice body,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_cursor c = li_cursor(body);
	struct li_uuid id;

	if (body.n == 0)
		return li_store_contexts_remove(store, actor, fault);
	li_unpack_uuid(&c, &id);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	return li_store_context_remove(store, &id, actor, fault);
}

li_err li_admin_object(struct li_store *store,
	const struct li_admin_request *request, struct li_buf *items,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_hash_context context;
	li_err err;

	if (request->op == LI_ADMIN_OBJECT_LIST)
		return list(store, items, actor);
	if (request->op == LI_ADMIN_OBJECT_REMOVE)
		return take_away(store, request->body, actor, fault);
	err = li_unpack_hash_context(request->body, &context);
	if (err)
		return err;
	return request->op == LI_ADMIN_OBJECT_ADD
		? li_store_context_add(store, &context, actor, fault)
		: li_store_context_modify(store, &context, actor, fault);
}

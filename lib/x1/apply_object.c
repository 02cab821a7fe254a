/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pack.h"
#include "x1/apply_call.h"
#include "x1/form_hashed.h"

/* The only generic objects of this NE are hash contexts. TS 103 221-1 cl. 6.8 */

/* false: it is none that can be used, and that is written. */
static bool make(struct li_x1_call *c, enum li_x1_code code,
	struct li_hash_context *out)
{
	const struct li_x1_object *o = &c->request->object;

	memset(out, 0, sizeof(*out));
	if (!o->is_context) {
		li_x1_call_refuse(c, code, "of the objects HashContext");
		return false;
	}
	out->id = o->id;
	out->salt_n = (uint8_t)(o->salt_n <= LI_HASH_SALT_MAX ? o->salt_n : 0);
	memcpy(out->salt, o->salt, out->salt_n);
	/* TS 103 221-1 cl. D.2.2 */
	if (li_hash_of_name(o->algorithm, &out->algorithm) ||
		li_hash_context_check(out)) {
		li_x1_call_refuse(c, code,
			"of the algorithms sha-256, sha-512 and sha3-512, with "
			"a salt of 8 to 32 octets");
		return false;
	}
	return true;
}

static void change(struct li_x1_call *c, enum li_admin_op op,
	enum li_x1_code code)
{
	struct li_hash_context context;
	struct li_buf body = {0};
	li_err err;

	if (!make(c, code, &context))
		return;
	li_pack_hash_context(&body, &context);
	err = li_buf_check(&body);
	if (!err)
		err = li_x1_call_ask(c, op, li_buf_slice(&body));
	li_buf_fini(&body);
	if (!err)
		li_x1_call_ok(c);
	else if (err == LI_EEXIST)
		li_x1_call_refuse(c, LI_X1_OBJECT_EXISTS, NULL);
	else if (err == LI_ENOTFOUND && c->answer.reply.err == err)
		li_x1_call_refuse(c, LI_X1_OBJECT_UNKNOWN, NULL);
	else if (err == LI_ETOOBIG)
		li_x1_call_refuse(c, code, "more than 8 hash contexts");
	else if (err == LI_ESTATE)
		li_x1_call_refuse(c, code, "a task needs it as it is");
	else
		li_x1_call_fail(c, err);
}

void li_x1_create_object(struct li_x1_call *c)
{
	change(c, LI_ADMIN_OBJECT_ADD, LI_X1_CREATE_OBJECT_FAILED);
}

void li_x1_modify_object(struct li_x1_call *c)
{
	change(c, LI_ADMIN_OBJECT_MODIFY, LI_X1_MODIFY_OBJECT_FAILED);
}

/* TS 103 221-1 cl. 6.8.3, 6.8.6: one that is in use stays */
static void remove_objects(struct li_x1_call *c, struct li_slice which,
	enum li_x1_code code)
{
	li_err err = li_x1_call_ask(c, LI_ADMIN_OBJECT_REMOVE, which);

	if (!err)
		li_x1_call_ok(c);
	else if (err == LI_ENOTFOUND && c->answer.reply.err == err)
		li_x1_call_refuse(c, LI_X1_OBJECT_UNKNOWN, NULL);
	else if (err == LI_ESTATE)
		li_x1_call_refuse(c, code, "a task needs it");
	else
		li_x1_call_fail(c, err);
}

void li_x1_delete_object(struct li_x1_call *c)
{
	const struct li_uuid *id = &c->request->id;

	remove_objects(c, li_slice(id->octet, sizeof(id->octet)),
		LI_X1_DELETE_OBJECT_FAILED);
}

void li_x1_delete_all_objects(struct li_x1_call *c)
{
	remove_objects(c, (struct li_slice){0},
		LI_X1_DELETE_ALL_OBJECTS_FAILED);
}

void li_x1_get_object(struct li_x1_call *c)
{
	const struct li_hash_context *all = c->batch->contexts;
	li_err err = li_x1_call_contexts(c);
	size_t i = 0;

	while (i < c->batch->context_count &&
		!li_uuid_eq(&all[i].id, &c->request->id))
		i++;
	if (err) {
		li_x1_call_fail(c, err);
	} else if (i == c->batch->context_count) {
		li_x1_call_refuse(c, LI_X1_OBJECT_UNKNOWN, NULL);
	} else {
		li_x1_response_begin(c->out, c->ends, c->request);
		li_x1_put_context(c->out, &all[i]);
		li_x1_response_end(c->out);
	}
}

/* How one is told in a list. */
typedef void (*put_fn)(struct li_buf *out, const struct li_hash_context *one);

static void put_id(struct li_buf *out, const struct li_hash_context *one)
{
	li_x1_put_uuid(out, "objectId", &one->id);
}

static li_err put_all(struct li_x1_call *c, const char *name, put_fn put)
{
	const struct li_x1_batch *b = c->batch;
	const bool none = c->request->object.other_type;
	li_err err = none ? LI_OK : li_x1_call_contexts(c);

	li_x1_put_begin(c->out, name);
	for (size_t i = 0; !none && !err && i < b->context_count; i++)
		put(c->out, &b->contexts[i]);
	li_x1_put_end(c->out, name);
	return err;
}

li_err li_x1_put_objects(struct li_x1_call *c)
{
	return put_all(c, "listOfGenericObjectResponseDetails",
		li_x1_put_context);
}

li_err li_x1_put_object_ids(struct li_x1_call *c)
{
	return put_all(c, "ListOfGenericObjectIDs", put_id);
}

static void list(struct li_x1_call *c, const char *name, put_fn put)
{
	size_t place = c->out->n;
	li_err err;

	li_x1_response_begin(c->out, c->ends, c->request);
	err = put_all(c, name, put);
	li_x1_response_end(c->out);
	if (!err)
		return;
	li_x1_call_undo(c, place);
	li_x1_call_fail(c, err);
}

void li_x1_get_all_object_details(struct li_x1_call *c)
{
	list(c, "listOfGenericObjectResponseDetails", li_x1_put_context);
}

void li_x1_list_objects(struct li_x1_call *c)
{
	list(c, "listOfObjects", put_id);
}

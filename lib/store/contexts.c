/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/contexts.h"

#include "store/inside.h"

/* The row behind `after`; LI_ENOTFOUND when there is none. */
static li_err next(struct li_store *store, int64_t after, int64_t *row,
	struct li_hash_context *out)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_CONTEXT_NEXT);
	struct li_cell cell = {"hash_context", "context", 0};
	li_err err;

	sqlite3_bind_int64(s, 1, after);
	err = li_sql_row(store, LI_SQL_CONTEXT_NEXT);
	if (err)
		return err;
	cell.row = *row = sqlite3_column_int64(s, 0);
	li_buf_wipe(&store->plain);
	err = li_seal_open(store->seal, cell, li_column(s, 1), &store->plain);
	if (!err && li_unpack_hash_context(li_buf_slice(&store->plain), out))
		err = LI_ECORRUPT;
	sqlite3_reset(s);
	li_buf_wipe(&store->plain);
	return err;
}

/* There are a few: they are looked through. *count is how many there are. */
static li_err find(struct li_store *store, const struct li_uuid *id,
	int64_t *row, struct li_hash_context *out, size_t *count)
{
	struct li_hash_context one;
	int64_t at = 0;
	bool found = false;
	li_err err;

	*count = 0;
	while ((err = next(store, at, &at, &one)) == LI_OK) {
		++*count;
		if (!li_uuid_eq(&one.id, id))
			continue;
		found = true;
		*row = at;
		*out = one;
	}
	if (err == LI_ENOTFOUND && found)
		err = LI_OK;
	return err;
}

struct need {
	const struct li_uuid *id; /* NULL: of any context */
	bool needed;
};

static li_err look(const struct li_task *t, void *data)
{
	struct need *need = data;
	struct li_hashed h;

	for (size_t i = 0; i < t->target_count && !t->ended_us; i++)
		need->needed |= li_hashed_read(&t->targets[i], &h) == LI_OK &&
			(!need->id || li_uuid_eq(need->id, &h.context.id));
	return LI_OK;
}

static li_err check_unused(struct li_store *store, const struct li_uuid *id,
	struct li_fault *fault)
{
	struct need need = {.id = id};
	li_err err = li_store_task_each(store, look, &need);

	if (!err && need.needed)
		return li_fault_set(fault, LI_ESTATE,
			"a task that has not ended needs it");
	return err;
}

/* TS 101 331 cl. 4.7: the record says all of what was set up. */
static li_err audit(struct li_store *store, const struct li_actor *actor,
	const char *action, int64_t row, const struct li_hash_context *c)
{
	struct li_buf detail = {0};
	char id[LI_UUID_TEXT];

	li_uuid_format(&c->id, id);
	li_buf_printf(&detail, "object=%s algorithm=%s salt=", id,
		li_hash_name(c->algorithm));
	for (size_t i = 0; i < c->salt_n; i++)
		li_buf_printf(&detail, "%02x", c->salt[i]);
	return li_audit_told(store, actor, action,
		(struct li_object){"context", row}, &detail);
}

static li_err save(struct li_store *store, enum li_sql sql, int64_t row,
	const struct li_hash_context *c)
{
	struct li_buf b = {0};
	sqlite3_stmt *s = li_sql(store, sql);
	li_err err;

	li_pack_hash_context(&b, c);
	err = li_buf_check(&b);
	sqlite3_bind_int64(s, 1, row);
	if (!err)
		err = li_bind_sealed(store, s, 2,
			(struct li_cell){"hash_context", "context", row},
			li_buf_slice(&b));
	li_buf_wipe(&b);
	li_buf_fini(&b);
	return err ? err : li_sql_run(store, sql);
}

static li_err add(struct li_store *store, const struct li_hash_context *c,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_hash_context old;
	int64_t row;
	size_t count;
	li_err err = find(store, &c->id, &row, &old, &count);

	if (!err)
		return li_fault_set(fault, LI_EEXIST,
			"this object is there already");
	if (err != LI_ENOTFOUND)
		return err;
	if (count >= LI_HASH_CONTEXTS_MAX)
		return li_fault_set(fault, LI_ETOOBIG,
			"more than %d hash contexts", LI_HASH_CONTEXTS_MAX);
	err = li_sql_next_id(store, "hash_context", &row);
	if (!err)
		err = save(store, LI_SQL_CONTEXT_ADD, row, c);
	return err ? err : audit(store, actor, "object.add", row, c);
}

/* The one that is to change: no task is going by it. */
static li_err find_unused(struct li_store *store, const struct li_uuid *id,
	int64_t *row, struct li_hash_context *old, struct li_fault *fault)
{
	size_t count;
	const li_err err = find(store, id, row, old, &count);

	if (err == LI_ENOTFOUND)
		return li_fault_set(fault, err, "no such object");
	return err ? err : check_unused(store, id, fault);
}

static li_err modify(struct li_store *store, const struct li_hash_context *c,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_hash_context old;
	int64_t row = 0;
	li_err err = find_unused(store, &c->id, &row, &old, fault);

	if (!err)
		err = save(store, LI_SQL_CONTEXT_SET, row, c);
	return err ? err : audit(store, actor, "object.modify", row, c);
}

static li_err take_away(struct li_store *store, const struct li_hash_context *c,
	const struct li_actor *actor, struct li_fault *fault)
{
	struct li_hash_context old;
	int64_t row = 0;
	li_err err = find_unused(store, &c->id, &row, &old, fault);

	if (err)
		return err;
	sqlite3_bind_int64(li_sql(store, LI_SQL_CONTEXT_DROP), 1, row);
	err = li_sql_run(store, LI_SQL_CONTEXT_DROP);
	return err ? err : audit(store, actor, "object.remove", row, &old);
}

static li_err take_all_away(struct li_store *store,
	const struct li_hash_context *nothing, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_hash_context c;
	int64_t row = 0;
	li_err err = check_unused(store, NULL, fault);

	(void)nothing;
	while (!err && (err = next(store, 0, &row, &c)) == LI_OK)
		err = take_away(store, &c, actor, fault);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

typedef li_err (*change_fn)(struct li_store *store,
	const struct li_hash_context *c, const struct li_actor *actor,
	struct li_fault *fault);

static li_err change(struct li_store *store, change_fn fn,
	const struct li_hash_context *c, const struct li_actor *actor,
	struct li_fault *fault)
{
	struct li_scope scope;
	li_err err = li_actor_check(actor, fault);

	if (!err)
		err = li_scope_begin(store, &scope);
	if (err)
		return err;
	err = li_scope_end(store, &scope, fn(store, c, actor, fault));
	return li_change_fault(store, err, fault);
}

li_err li_store_context_add(struct li_store *store,
	const struct li_hash_context *context, const struct li_actor *actor,
	struct li_fault *fault)
{
	li_err err = li_hash_context_check(context);

	return err ? li_fault_set(fault, err, "algorithm or salt")
		   : change(store, add, context, actor, fault);
}

li_err li_store_context_modify(struct li_store *store,
	const struct li_hash_context *context, const struct li_actor *actor,
	struct li_fault *fault)
{
	li_err err = li_hash_context_check(context);

	return err ? li_fault_set(fault, err, "algorithm or salt")
		   : change(store, modify, context, actor, fault);
}

li_err li_store_context_remove(struct li_store *store, const struct li_uuid *id,
	const struct li_actor *actor, struct li_fault *fault)
{
	const struct li_hash_context c = {.id = *id};

	return change(store, take_away, &c, actor, fault);
}

li_err li_store_contexts_remove(struct li_store *store,
	const struct li_actor *actor, struct li_fault *fault)
{
	return change(store, take_all_away, NULL, actor, fault);
}

li_err li_store_context_each(struct li_store *store, li_store_context_fn fn,
	void *data)
{
	struct li_hash_context c;
	int64_t at = 0;
	li_err err;

	while ((err = next(store, at, &at, &c)) == LI_OK) {
		err = fn(&c, data);
		if (err)
			return err;
	}
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_contexts_check(struct li_store *store, const struct li_task *t,
	struct li_fault *fault)
{
	for (size_t i = 0; i < t->target_count; i++) {
		struct li_hash_context c;
		struct li_hashed h;
		int64_t row;
		size_t count;
		li_err err;

		if (li_hashed_read(&t->targets[i], &h))
			continue;
		err = find(store, &h.context.id, &row, &c, &count);
		if (err && err != LI_ENOTFOUND)
			return err;
		if (err || !li_hash_same(&c, &h.context))
			return li_fault_set(fault, LI_ESTATE,
				"target %zu of the task: no such hash context",
				i + 1);
	}
	return LI_OK;
}

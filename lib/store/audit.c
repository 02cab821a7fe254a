/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "base/clock.h"
#include "store/audit.h"
#include "store/inside.h"

static li_err insert(struct li_store *store, const struct li_audit_row *row,
	const uint8_t hash[LI_SHA256])
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AUDIT_ADD);

	sqlite3_bind_int64(s, 1, row->id);
	sqlite3_bind_int64(s, 2, row->at_us);
	li_bind_blob(s, 3, row->actor);
	li_bind_text(s, 4, row->via);
	li_bind_text(s, 5, row->action);
	li_bind_text(s, 6, row->object);
	if (row->iri_first > 0) {
		sqlite3_bind_int64(s, 7, row->iri_first);
		sqlite3_bind_int64(s, 8, row->iri_last);
	}
	li_bind_blob(s, 9, row->iri_digest);
	li_bind_blob(s, 10, row->detail);
	li_bind_blob(s, 11, li_slice(hash, LI_SHA256));
	li_bind_text(s, 12, row->result);
	li_bind_blob(s, 13, row->digest);
	return li_sql_run(store, LI_SQL_AUDIT_ADD);
}

/* Seal who and what into out, one behind the other, and point row at them. */
static li_err seal_both(struct li_store *store, const char *name,
	struct li_slice detail, struct li_buf *out, struct li_audit_row *row)
{
	struct li_cell cell = {"audit", "actor", row->id};
	li_err err = LI_OK;
	size_t n;

	if (name)
		err = li_seal_put(store->seal, cell, li_slice_str(name), out);
	n = out->n;
	cell.column = "detail";
	if (!err && detail.n > 0)
		err = li_seal_put(store->seal, cell, detail, out);
	if (!err)
		err = li_buf_check(out);
	if (!err && name)
		row->actor = li_slice(out->p, n);
	if (!err && detail.n > 0)
		row->detail = li_slice(out->p + n, out->n - n);
	return err;
}

li_err li_audit_append(struct li_store *store, const char *name,
	struct li_slice detail, struct li_audit_row *row)
{
	uint8_t hash[LI_SHA256];
	struct li_buf octets = {0};
	li_err err;

	row->id = store->now.audit_row + 1;
	row->at_us = li_clock_now_us();
	err = seal_both(store, name, detail, &octets, row);
	if (!err) {
		memcpy(hash, store->now.audit_hash, sizeof(hash));
		li_chain_add(store->digest, row, hash);
		err = insert(store, row, hash);
	}
	li_buf_fini(&octets);
	if (!err)
		err = li_tree_add(&store->now.tree, store->digest, hash);
	if (err)
		return err;
	store->now.audit_row = row->id;
	memcpy(store->now.audit_hash, hash, sizeof(hash));
	if (row->id % LI_CHECKPOINT_EVERY == 0)
		err = li_audit_checkpoint(store);
	return err;
}

static li_err save_checkpoint(struct li_store *store,
	const struct li_checkpoint *c)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_CHECKPOINT_ADD);
	uint8_t tree[LI_TREE_PEAKS];
	size_t n = li_tree_save(&store->now.tree, tree);

	sqlite3_bind_int64(s, 1, c->row);
	sqlite3_bind_int64(s, 2, c->at_us);
	li_bind_blob(s, 3, li_slice(c->hash, sizeof(c->hash)));
	li_bind_blob(s, 4, li_slice(c->signature, sizeof(c->signature)));
	li_bind_blob(s, 5, li_slice(c->root, sizeof(c->root)));
	li_bind_blob(s, 6, li_slice(tree, n));
	sqlite3_bind_int64(s, 7, c->previous);
	return li_sql_run(store, LI_SQL_CHECKPOINT_ADD);
}

li_err li_audit_checkpoint(struct li_store *store)
{
	uint8_t text[LI_CHECKPOINT_TEXT];
	struct li_checkpoint c = {
		.row = store->now.audit_row,
		.previous = store->now.mark.row,
		.at_us = li_clock_now_us(),
		.rooted = true,
	};
	li_err err;

	memcpy(c.hash, store->now.audit_hash, sizeof(c.hash));
	li_tree_root(&store->now.tree, store->digest, c.root);
	err = li_audit_sign(store,
		li_checkpoint_text(&store->installation, &c, text),
		c.signature);
	if (!err)
		err = save_checkpoint(store, &c);
	if (!err)
		store->now.mark = c;
	return err;
}

/* TS 101 331 cl. 4.7: nothing is changed without who changed it. */
li_err li_actor_check(const struct li_actor *actor, struct li_fault *fault)
{
	if (fault)
		fault->text[0] = '\0'; /* an older call's word is not ours */
	if (!actor || !actor->name || !*actor->name || !actor->via ||
		!*actor->via)
		return li_fault_set(fault, LI_EINVAL,
			"no operator is named for the audit");
	return LI_OK;
}

/* The digest of what the row is about, when that is in the database. */
static li_err vouch(struct li_store *store, struct li_audit_row *row,
	uint8_t digest[LI_SHA256])
{
	enum li_vouched kind;
	int64_t number;
	li_err err;

	if (!li_vouched(row->object, &kind, &number))
		return LI_OK;
	err = li_vouch(&store->vouch, store->db, store->digest, kind, number,
		digest);
	if (!err)
		row->digest = li_slice(digest, LI_SHA256);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_audit_change(struct li_store *store, const struct li_actor *actor,
	const char *action, struct li_object object, struct li_slice detail)
{
	uint8_t digest[LI_SHA256];
	struct li_buf handle = {0};
	struct li_audit_row row = {
		.via = li_slice_str(actor->via),
		.action = li_slice_str(action),
	};
	li_err err;

	li_buf_printf(&handle, "%s %lld", object.word,
		(long long)object.number);
	err = li_buf_check(&handle);
	row.object = li_buf_slice(&handle);
	if (!err)
		err = vouch(store, &row, digest);
	if (!err)
		err = li_audit_append(store, actor->name, detail, &row);
	li_buf_fini(&handle);
	return err;
}

li_err li_audit_told(struct li_store *store, const struct li_actor *actor,
	const char *action, struct li_object object, struct li_buf *detail)
{
	li_err err = li_buf_check(detail);

	if (!err)
		err = li_audit_change(store, actor, action, object,
			li_buf_slice(detail));
	li_buf_wipe(detail);
	li_buf_fini(detail);
	return err;
}

li_err li_store_note(struct li_store *store, const struct li_actor *actor,
	const struct li_audit_note *note)
{
	struct li_scope scope;
	struct li_audit_row row = {
		.action = li_slice_str(note->action),
		.object = li_slice_str(note->object),
		.result = li_slice_str(note->result),
	};
	li_err err = li_actor_check(actor, NULL);

	if (err)
		return err;
	row.via = li_slice_str(actor->via);
	err = li_scope_begin(store, &scope);
	if (err)
		return err;
	return li_scope_end(store, &scope,
		li_audit_append(store, actor->name, note->detail, &row));
}

li_err li_store_audit(struct li_store *store, const struct li_actor *actor,
	const char *action, const char *object, struct li_slice detail)
{
	const struct li_audit_note note = {
		.action = action,
		.object = object,
		.detail = detail,
	};

	return li_store_note(store, actor, &note);
}

li_err li_store_mark(struct li_store *store)
{
	struct li_scope scope;
	li_err err;

	if (store->now.mark.row == store->now.audit_row)
		return LI_OK;
	err = li_scope_begin(store, &scope);
	return err ? err
		   : li_scope_end(store, &scope, li_audit_checkpoint(store));
}

const struct li_checkpoint *li_store_marked(const struct li_store *store)
{
	const struct li_now *now = store->open ? &store->before : &store->now;

	return now->mark.row > 0 ? &now->mark : NULL;
}

int64_t li_store_audit_rows(const struct li_store *store)
{
	return store->now.audit_row;
}

/* Ordered before rows had digests, or never? */
static li_err is_mentioned(struct li_store *store, const char *object)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AUDIT_ABOUT);
	li_err err;

	li_bind_text(s, 1, li_slice_str(object));
	err = li_sql_row(store, LI_SQL_AUDIT_ABOUT);
	sqlite3_reset(s);
	return err == LI_ENOTFOUND ? LI_EDENIED : err;
}

li_err li_store_task_ordered(struct li_store *store, int64_t row)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AUDIT_VOUCHED);
	uint8_t digest[LI_SHA256];
	char object[32];
	li_err err;

	err = li_vouch(&store->vouch, store->db, store->digest, LI_VOUCHED_TASK,
		row, digest);
	if (err)
		return err;
	snprintf(object, sizeof(object), "task %lld", (long long)row);
	li_bind_text(s, 1, li_slice_str(object));
	err = li_sql_row(store, LI_SQL_AUDIT_VOUCHED);
	if (err)
		return err == LI_ENOTFOUND ? is_mentioned(store, object) : err;
	if (!li_slice_eq(li_column(s, 0), li_slice(digest, sizeof(digest))))
		err = LI_EDENIED;
	sqlite3_reset(s);
	return err;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/clock.h"
#include "store/inside.h"
#include "store/verify.h"

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
	if (err)
		return err;
	store->now.audit_row = row->id;
	memcpy(store->now.audit_hash, hash, sizeof(hash));
	if (row->id % LI_CHECKPOINT_EVERY == 0)
		err = li_audit_checkpoint(store);
	return err;
}

li_err li_audit_checkpoint(struct li_store *store)
{
	uint8_t text[LI_CHECKPOINT_TEXT], signature[LI_SIGNATURE];
	int64_t at_us = li_clock_now_us();
	sqlite3_stmt *s;
	li_err err;

	err = li_sign(&store->sign,
		li_checkpoint_text(&store->installation, store->now.audit_row,
			at_us, store->now.audit_hash, text),
		signature);
	if (err)
		return err;
	s = li_sql(store, LI_SQL_CHECKPOINT_ADD);
	sqlite3_bind_int64(s, 1, store->now.audit_row);
	sqlite3_bind_int64(s, 2, at_us);
	li_bind_blob(s, 3, li_slice(store->now.audit_hash, LI_SHA256));
	li_bind_blob(s, 4, li_slice(signature, sizeof(signature)));
	return li_sql_run(store, LI_SQL_CHECKPOINT_ADD);
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

li_err li_audit_change(struct li_store *store, const struct li_actor *actor,
	const char *action, struct li_object object, struct li_slice detail)
{
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

li_err li_store_audit(struct li_store *store, const struct li_actor *actor,
	const char *action, const char *object, struct li_slice detail)
{
	struct li_scope scope;
	struct li_audit_row row = {
		.action = li_slice_str(action),
		.object = li_slice_str(object),
	};
	li_err err = li_actor_check(actor, NULL);

	if (err)
		return err;
	row.via = li_slice_str(actor->via);
	err = li_scope_begin(store, &scope);
	if (err)
		return err;
	return li_scope_end(store, &scope,
		li_audit_append(store, actor->name, detail, &row));
}

static li_err verify(struct li_store *store, bool whole,
	struct li_verdict *verdict, struct li_fault *fault)
{
	struct li_slice key = li_slice(store->sign.public_part, LI_SIGN_PUBLIC);
	li_err err = li_verify(store->db, key, whole, verdict);

	return err ? li_fault_set(fault, err, "audit row %lld %s",
			     (long long)verdict->row, verdict->text)
		   : LI_OK;
}

li_err li_store_audit_verify(struct li_store *store, int64_t *row,
	uint64_t *rows, struct li_fault *fault)
{
	struct li_verdict verdict = {0};
	li_err err = verify(store, true, &verdict, fault);

	if (err == LI_ECORRUPT)
		*row = verdict.row;
	if (!err)
		*rows = verdict.rows;
	return err;
}

li_err li_audit_load(struct li_store *store, struct li_fault *fault)
{
	struct li_verdict verdict = {0};
	struct li_slice hash;
	sqlite3_stmt *s;
	li_err err = verify(store, false, &verdict, fault);

	if (err)
		return err;
	s = li_sql(store, LI_SQL_AUDIT_LAST);
	err = li_sql_row(store, LI_SQL_AUDIT_LAST);
	if (err)
		return err == LI_ENOTFOUND ? LI_ECORRUPT : err;
	hash = li_column(s, 1);
	if (hash.n == LI_SHA256) {
		store->now.audit_row = sqlite3_column_int64(s, 0);
		memcpy(store->now.audit_hash, hash.p, LI_SHA256);
	}
	sqlite3_reset(s);
	return hash.n == LI_SHA256 ? LI_OK : LI_ECORRUPT;
}

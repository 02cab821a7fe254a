/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/audit.h"
#include "store/inside.h"

static li_err verify(struct li_store *store,
	const struct li_verify_options *options, struct li_verdict *verdict,
	struct li_fault *fault)
{
	li_err err = li_verify(store->db, options, verdict);

	return err ? li_fault_set(fault, err, "audit row %lld %s",
			     (long long)verdict->row, verdict->text)
		   : LI_OK;
}

li_err li_store_audit_verify_since(struct li_store *store,
	const struct li_checkpoint *since, size_t count,
	struct li_verdict *verdict, struct li_fault *fault)
{
	const struct li_verify_options options = {
		.key = li_slice(store->first_key, LI_SIGN_PUBLIC),
		.whole = true,
		.since = since,
		.since_count = count,
	};

	return verify(store, &options, verdict, fault);
}

li_err li_store_audit_verify(struct li_store *store, int64_t *row,
	uint64_t *rows, struct li_fault *fault)
{
	struct li_verdict verdict = {0};
	li_err err =
		li_store_audit_verify_since(store, NULL, 0, &verdict, fault);

	if (err == LI_ECORRUPT)
		*row = verdict.row;
	if (!err)
		*rows = verdict.rows;
	return err;
}

/* The last checkpoint, and the tree as it was then. */
static li_err load_mark(struct li_store *store, struct li_fault *fault)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_CHECKPOINT_LAST);
	struct li_now *now = &store->now;
	li_err err = li_sql_row(store, LI_SQL_CHECKPOINT_LAST);
	uint8_t root[LI_SHA256];
	struct li_slice tree;

	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	err = li_checkpoint_columns(s, &now->mark);
	tree = li_column(s, 6);
	if (!err && now->mark.rooted)
		err = li_tree_load(&now->tree, (uint64_t)now->mark.row, tree);
	sqlite3_reset(s);
	if (!err && now->mark.rooted) {
		li_tree_root(&now->tree, store->digest, root);
		if (memcmp(root, now->mark.root, sizeof(root)) != 0)
			err = LI_ECORRUPT;
	}
	return err ? li_fault_set(fault, err,
			     "audit row %lld has a checkpoint whose tree was "
			     "changed",
			     (long long)now->mark.row)
		   : LI_OK;
}

/* Add the rows behind the last checkpoint to the tree. */
static li_err load_tree(struct li_store *store)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_AUDIT_HASHES);
	struct li_now *now = &store->now;
	li_err err;

	sqlite3_bind_int64(s, 1, (sqlite3_int64)now->tree.size);
	while ((err = li_sql_row(store, LI_SQL_AUDIT_HASHES)) == LI_OK) {
		struct li_slice hash = li_column(s, 0);

		if (hash.n != LI_SHA256)
			err = LI_ECORRUPT;
		if (!err)
			err = li_tree_add(&now->tree, store->digest, hash.p);
		if (err)
			break;
		memcpy(now->audit_hash, hash.p, LI_SHA256);
	}
	sqlite3_reset(s);
	return err == LI_ENOTFOUND ? LI_OK : err;
}

li_err li_audit_load(struct li_store *store, struct li_fault *fault)
{
	const struct li_verify_options options = {
		.key = li_slice(store->first_key, LI_SIGN_PUBLIC),
	};
	struct li_verdict verdict = {0};
	struct li_now *now = &store->now;
	li_err err = verify(store, &options, &verdict, fault);

	if (!err)
		err = load_mark(store, fault);
	if (err)
		return err;
	memcpy(now->audit_hash, now->mark.hash, LI_SHA256);
	err = load_tree(store);
	now->audit_row = (int64_t)now->tree.size;
	return err;
}

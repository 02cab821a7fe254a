/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/inside.h"
#include "store/key.h"

li_err li_audit_sign(struct li_store *store, struct li_slice text,
	uint8_t signature[static LI_SIGNATURE])
{
	return store->signer ? li_signer_sign(store->signer, text, signature)
			     : li_sign(&store->sign, text, signature);
}

/* The key that signs as the store has it. */
static li_err key_in_use(struct li_store *store, uint8_t key[LI_SIGN_PUBLIC])
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_KEY_LAST);
	li_err err = li_sql_row(store, LI_SQL_KEY_LAST);
	struct li_slice last;

	memcpy(key, store->first_key, LI_SIGN_PUBLIC);
	if (err)
		return err == LI_ENOTFOUND ? LI_OK : err;
	last = li_column(s, 0);
	if (last.n == LI_SIGN_PUBLIC)
		memcpy(key, last.p, LI_SIGN_PUBLIC);
	else
		err = LI_ECORRUPT;
	sqlite3_reset(s);
	return err;
}

static li_err save_key(struct li_store *store, int64_t row, struct li_slice key,
	struct li_slice signature)
{
	sqlite3_stmt *s = li_sql(store, LI_SQL_KEY_ADD);

	sqlite3_bind_int64(s, 1, row);
	li_bind_blob(s, 2, key);
	li_bind_blob(s, 3, signature);
	return li_sql_run(store, LI_SQL_KEY_ADD);
}

/* The row says which key signs from it on; the key before vouches for that. */
static li_err change_key(struct li_store *store, struct li_signer *signer)
{
	const struct li_slice key =
		li_slice(li_signer_public(signer), LI_SIGN_PUBLIC);
	uint8_t text[LI_KEY_TEXT], signature[LI_SIGNATURE], digest[LI_SHA256];
	struct li_audit_row row = {
		.via = li_slice_str("store"),
		.action = li_slice_str(LI_KEY_ACTION),
		.digest = li_slice(digest, sizeof(digest)),
	};
	li_err err = li_audit_sign(store,
		li_key_text(&store->installation, store->now.audit_row + 1,
			key.p, text),
		signature);

	if (err)
		return err;
	li_digest_add(store->digest, key);
	li_digest_end(store->digest, digest);
	store->signer = signer;
	err = li_audit_append(store, NULL, (struct li_slice){0}, &row);
	if (!err)
		err = save_key(store, row.id, key,
			li_slice(signature, sizeof(signature)));
	if (!err && store->now.mark.row != row.id)
		err = li_audit_checkpoint(store);
	if (err)
		store->signer = NULL;
	return err;
}

static li_err refuse(struct li_fault *fault)
{
	return li_fault_set(fault, LI_ECONFIG,
		"store.audit_key: another key signs the audit, and only that "
		"one can hand over");
}

li_err li_audit_use_key(struct li_store *store, const char *key,
	struct li_fault *fault)
{
	uint8_t now[LI_SIGN_PUBLIC];
	struct li_signer *signer = NULL;
	struct li_scope scope;
	bool own;
	li_err err = key_in_use(store, now);

	if (err)
		return li_change_fault(store, err, fault);
	own = memcmp(now, store->first_key, sizeof(now)) == 0;
	if (!key || !*key)
		return own ? LI_OK : refuse(fault);
	err = li_signer_open(key, &signer, fault);
	if (err)
		return err;
	if (memcmp(now, li_signer_public(signer), sizeof(now)) == 0) {
		store->signer = signer;
		return LI_OK;
	}
	err = own ? li_scope_begin(store, &scope) : refuse(fault);
	if (!err)
		err = li_scope_end(store, &scope, change_key(store, signer));
	if (err) {
		store->signer = NULL;
		li_signer_free(signer);
	}
	return li_change_fault(store, err, fault);
}

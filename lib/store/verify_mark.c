/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/verify_inside.h"

#include "store/key.h"

/* ---- keys ---- */

li_err li_walk_installation(struct li_walk *w)
{
	const struct li_slice key = w->options->key;
	struct li_slice uuid = {0}, stored = {0};
	sqlite3_stmt *s = NULL;
	li_err err = li_walk_prepare(w,
		"SELECT uuid, audit_public FROM main.installation", &s);

	if (!err)
		err = li_walk_step(w, s);
	if (!err) {
		uuid = li_walk_column(s, 0);
		stored = li_walk_column(s, 1);
		if (uuid.p && uuid.n == sizeof(w->installation.octet) &&
			stored.p && stored.n == LI_SIGN_PUBLIC &&
			(!key.p || li_slice_eq(key, stored))) {
			memcpy(w->installation.octet, uuid.p, uuid.n);
			memcpy(w->public_part, stored.p, stored.n);
		} else {
			err = li_walk_bad(w, 1,
				"does not fit: the public key of the "
				"installation was changed");
		}
	} else if (err == LI_ENOTFOUND) {
		err = li_walk_bad(w, 1,
			"does not fit: there is no installation");
	}
	sqlite3_finalize(s);
	return err;
}

/* Advance to the next change of key. */
static li_err next_key(struct li_walk *w)
{
	li_err err = li_walk_step(w, w->key);

	w->key_row = err ? 0 : sqlite3_column_int64(w->key, 0);
	if (!err && w->key_row < w->next)
		err = li_walk_bad(w, w->next, "has a key of no row before it");
	return err == LI_ENOTFOUND ? LI_OK : err;
}

/* The key before must have signed the one at the cursor. */
static li_err take_key(struct li_walk *w)
{
	struct li_slice next = li_walk_column(w->key, 1);
	uint8_t text[LI_KEY_TEXT];

	if (next.n != LI_SIGN_PUBLIC ||
		!li_sign_verify(li_slice(w->public_part, LI_SIGN_PUBLIC),
			li_key_text(&w->installation, w->key_row, next.p, text),
			li_walk_column(w->key, 2)))
		return li_walk_bad(w, w->key_row,
			"names a key that the key before it did not sign");
	memcpy(w->public_part, next.p, LI_SIGN_PUBLIC);
	return next_key(w);
}

/* Take the keys up to a row over, without looking at the row. */
static li_err skip_keys(struct li_walk *w, int64_t row)
{
	li_err err = li_walk_prepare(w,
		"SELECT row, public, signature FROM main.audit_key "
		"ORDER BY row",
		&w->key);

	if (!err)
		err = next_key(w);
	while (!err && w->key_row > 0 && w->key_row <= row)
		err = take_key(w);
	return err;
}

/* The row of a change of key says which key. */
static li_err check_key(struct li_walk *w)
{
	uint8_t digest[LI_SHA256];

	if (w->key_row != w->next)
		return LI_OK;
	li_digest_add(w->rows, li_walk_column(w->key, 1));
	li_digest_end(w->rows, digest);
	if (!li_slice_is(li_walk_column(w->audit, 4), LI_KEY_ACTION) ||
		!li_slice_eq(li_slice(digest, sizeof(digest)),
			li_walk_column(w->audit, 12)))
		return li_walk_bad(w, w->next,
			"does not name the key that signs from it on");
	return take_key(w);
}

/* ---- checkpoints ---- */

li_err li_checkpoint_columns(sqlite3_stmt *s, struct li_checkpoint *out)
{
	struct li_slice hash = li_walk_column(s, 2);
	struct li_slice signature = li_walk_column(s, 3);
	struct li_slice root = li_walk_column(s, 4);

	*out = (struct li_checkpoint){
		.row = sqlite3_column_int64(s, 0),
		.at_us = sqlite3_column_int64(s, 1),
		.rooted = root.p != NULL,
		.previous = sqlite3_column_int64(s, 5),
	};
	if (hash.n != LI_SHA256 || signature.n != LI_SIGNATURE ||
		(out->rooted && root.n != LI_SHA256))
		return LI_ECORRUPT;
	memcpy(out->hash, hash.p, hash.n);
	memcpy(out->signature, signature.p, signature.n);
	if (out->rooted)
		memcpy(out->root, root.p, root.n);
	return LI_OK;
}

/* Advance to the next checkpoint. */
static li_err next_mark(struct li_walk *w)
{
	li_err err = li_walk_step(w, w->mark);

	w->at = (struct li_checkpoint){0};
	if (err == LI_ENOTFOUND)
		return LI_OK;
	if (!err && li_checkpoint_columns(w->mark, &w->at) != LI_OK)
		err = li_walk_bad(w, w->at.row,
			"does not fit its checkpoint: that was changed");
	if (!err && w->at.row < w->next)
		err = li_walk_bad(w, w->next,
			"has a checkpoint of no row before it");
	return err;
}

/* Did the key sign it? */
static bool is_signed(const struct li_walk *w, const struct li_checkpoint *c)
{
	uint8_t text[LI_CHECKPOINT_TEXT];

	return li_sign_verify(li_slice(w->public_part, LI_SIGN_PUBLIC),
		li_checkpoint_text(&w->installation, c, text),
		li_slice(c->signature, sizeof(c->signature)));
}

/* Does it say what the walk has found up to its row? */
static bool says_the_same(struct li_walk *w, const struct li_checkpoint *c)
{
	uint8_t root[LI_SHA256];

	if (memcmp(c->hash, w->hash, sizeof(w->hash)) != 0)
		return false;
	if (!c->rooted || !w->options->whole)
		return true;
	li_tree_root(&w->tree, w->rows, root);
	return memcmp(c->root, root, sizeof(root)) == 0;
}

/* The row that the walk sets out behind must be the signed one. */
static li_err check_first(struct li_walk *w)
{
	sqlite3_stmt *s = NULL;
	li_err err = li_walk_prepare(w,
		"SELECT hash FROM main.audit WHERE id = ?1", &s);

	if (!err) {
		sqlite3_bind_int64(s, 1, w->next - 1);
		err = li_walk_step(w, s);
	}
	if (err == LI_ENOTFOUND ||
		(!err &&
			!li_slice_eq(li_walk_column(s, 0),
				li_slice(w->hash, sizeof(w->hash)))))
		err = li_walk_bad(w, w->next - 1,
			"does not fit its checkpoint");
	sqlite3_finalize(s);
	return err;
}

li_err li_walk_skip(struct li_walk *w)
{
	li_err err = li_walk_prepare(w,
		"SELECT row, at_us, hash, signature, root, previous, "
		"tree FROM main.audit_checkpoint ORDER BY row DESC LIMIT 1",
		&w->mark);

	if (!err)
		err = next_mark(w);
	if (!err && w->at.row > 0)
		err = skip_keys(w, w->at.row);
	if (!err && w->at.row > 0) {
		if (!is_signed(w, &w->at)) {
			err = li_walk_bad(w, w->at.row,
				"has a checkpoint that the key did not sign");
		} else {
			memcpy(w->hash, w->at.hash, sizeof(w->hash));
			w->next = w->at.row + 1;
			err = check_first(w);
		}
	}
	sqlite3_finalize(w->mark);
	sqlite3_finalize(w->key);
	w->mark = w->key = NULL;
	return err;
}

li_err li_walk_marks(struct li_walk *w)
{
	int64_t from = w->next == 1 ? INT64_MIN : w->next;
	li_err err = li_walk_prepare(w,
		"SELECT row, at_us, hash, signature, root, previous, "
		"tree FROM main.audit_checkpoint WHERE row >= ?1 ORDER BY row",
		&w->mark);

	if (!err)
		err = li_walk_prepare(w,
			"SELECT row, public, signature FROM main.audit_key "
			"WHERE row >= ?1 ORDER BY row",
			&w->key);
	if (err)
		return err;
	sqlite3_bind_int64(w->mark, 1, from);
	sqlite3_bind_int64(w->key, 1, from);
	err = next_mark(w);
	return err ? err : next_key(w);
}

/* What was handed out and is now denied lies behind the last that still
 * holds. */
static li_err denied(struct li_walk *w, const struct li_checkpoint *c)
{
	char text[160];

	sqlite3_snprintf(sizeof(text), text,
		"or one behind it up to %lld was changed, removed or added "
		"after a checkpoint of row %lld had been handed out",
		(long long)c->row, (long long)c->row);
	return li_walk_bad(w, w->good + 1, text);
}

static li_err check_since(struct li_walk *w)
{
	const struct li_verify_options *o = w->options;

	for (; w->since < o->since_count; w->since++) {
		const struct li_checkpoint *c = &o->since[w->since];

		if (c->row > w->next)
			return LI_OK;
		if (!is_signed(w, c))
			return li_walk_bad(w, c->row,
				"is not what the checkpoint is about: this "
				"installation did not sign it");
		if (!says_the_same(w, c))
			return denied(w, c);
		if (w->before != c->row)
			return li_walk_bad(w, c->row,
				"has lost its checkpoint, which was handed "
				"out");
		w->good = c->row;
	}
	return LI_OK;
}

/* What a writer goes on with must be what the walk has. */
static bool tree_is_kept(struct li_walk *w)
{
	uint8_t tree[LI_TREE_PEAKS];
	size_t n;

	if (!w->at.rooted || !w->options->whole)
		return true;
	n = li_tree_save(&w->tree, tree);
	return li_slice_eq(li_slice(tree, n), li_walk_column(w->mark, 6));
}

static li_err check_own(struct li_walk *w)
{
	if (!is_signed(w, &w->at) || !says_the_same(w, &w->at))
		return li_walk_bad(w, w->next,
			"does not fit its checkpoint: it or "
			"a row before it was changed");
	if (!tree_is_kept(w))
		return li_walk_bad(w, w->next,
			"does not fit its checkpoint: that was changed");
	if (w->at.rooted && w->options->whole && w->at.previous != w->before)
		return li_walk_bad(w, w->at.previous,
			"has lost its checkpoint");
	w->before = w->next;
	return next_mark(w);
}

li_err li_walk_check_mark(struct li_walk *w)
{
	li_err err = check_key(w);

	if (!err && w->at.row == w->next)
		err = check_own(w);
	else if (!err && w->next % LI_CHECKPOINT_EVERY == 0)
		err = li_walk_bad(w, w->next, "has lost its checkpoint");
	return err ? err : check_since(w);
}

li_err li_walk_check_marks_end(struct li_walk *w)
{
	if (w->at.row != 0 || w->key_row != 0)
		return li_walk_bad(w, w->next,
			"is missing: there is a checkpoint "
			"behind it");
	if (w->since < w->options->since_count)
		return li_walk_bad(w, w->next,
			"is missing: a checkpoint that was handed out "
			"vouches for it");
	return LI_OK;
}

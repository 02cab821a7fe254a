/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/export.h"

#include <string.h>

#include "model/pack.h"
#include "store/key.h"
#include "store/tree.h"
#include "store/vouched.h"

/* ---- octets between our programs ---- */

/* NULL and the empty value differ. */
static void put_some(struct li_buf *out, struct li_slice s)
{
	li_buf_put_u8(out, s.p != NULL);
	if (s.p)
		li_pack_slice(out, s);
}

static struct li_slice get_some(struct li_cursor *c)
{
	struct li_slice s = {0};

	if (li_cursor_u8(c) == 0)
		return s;
	s = li_unpack_slice(c);
	return s.p ? s : li_slice("", 0);
}

static void get_octets(struct li_cursor *c, uint8_t *to, size_t n)
{
	struct li_slice s = li_cursor_take(c, n);

	if (s.n == n)
		memcpy(to, s.p, n);
}

enum li_export_item li_export_item(struct li_slice octets)
{
	return octets.n ? (enum li_export_item)octets.p[0] : 0;
}

void li_export_row_put(struct li_buf *out, const struct li_export_row *e)
{
	const struct li_audit_row *r = &e->row;
	const struct li_slice some[] = {r->actor, r->via, r->action, r->object,
		r->iri_digest, r->detail, r->result, r->digest, e->name,
		e->text};

	li_buf_put_u8(out, LI_EXPORT_ITEM_ROW);
	li_buf_put_u64(out, (uint64_t)r->id);
	li_buf_put_u64(out, (uint64_t)r->at_us);
	li_buf_put_u64(out, (uint64_t)r->iri_first);
	li_buf_put_u64(out, (uint64_t)r->iri_last);
	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++)
		put_some(out, some[i]);
	li_buf_put(out, e->before, LI_SHA256);
	li_buf_put(out, e->hash, LI_SHA256);
}

li_err li_export_row_get(struct li_slice octets, struct li_export_row *out)
{
	struct li_cursor c = li_cursor(octets);
	struct li_export_row e = {.path = {0}};
	struct li_audit_row *r = &e.row;
	struct li_slice *const some[] = {&r->actor, &r->via, &r->action,
		&r->object, &r->iri_digest, &r->detail, &r->result, &r->digest,
		&e.name, &e.text};

	if (li_cursor_u8(&c) != LI_EXPORT_ITEM_ROW)
		return LI_EMALFORMED;
	r->id = (int64_t)li_cursor_u64(&c);
	r->at_us = (int64_t)li_cursor_u64(&c);
	r->iri_first = (int64_t)li_cursor_u64(&c);
	r->iri_last = (int64_t)li_cursor_u64(&c);
	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++)
		*some[i] = get_some(&c);
	get_octets(&c, e.before, LI_SHA256);
	get_octets(&c, e.hash, LI_SHA256);
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = e;
	return LI_OK;
}

li_err li_export_origin_get(struct li_slice octets, struct li_export_key *keys,
	struct li_export_origin *out)
{
	struct li_cursor c = li_cursor(octets);
	struct li_export_origin o = {.keys = keys};

	li_unpack_uuid(&c, &o.installation);
	get_octets(&c, o.key, LI_SIGN_PUBLIC);
	while (!c.bad && c.rest.n && o.key_count < LI_EXPORT_KEYS_MAX) {
		struct li_export_key *key = &keys[o.key_count++];

		key->row = (int64_t)li_cursor_u64(&c);
		get_octets(&c, key->public_part, LI_SIGN_PUBLIC);
		get_octets(&c, key->signature, LI_SIGNATURE);
	}
	if (c.bad || c.rest.n)
		return LI_EMALFORMED;
	*out = o;
	return LI_OK;
}

/* ---- what it shows ---- */

static void add_row(struct li_digest *d, const struct li_export_row *e)
{
	li_digest_u64(d, (uint64_t)e->row.id);
	li_digest_add(d, li_slice(e->hash, LI_SHA256));
	li_digest_u64(d, e->name.p != NULL);
	li_digest_field(d, e->name);
	li_digest_u64(d, e->text.p != NULL);
	li_digest_field(d, e->text);
}

static void add_numbers(struct li_digest *d, const int64_t *numbers,
	size_t count)
{
	li_digest_u64(d, count);
	for (size_t i = 0; i < count; i++)
		li_digest_u64(d, (uint64_t)numbers[i]);
}

const char *li_export_format(const struct li_export *x)
{
	return x->authorisation_count ? "lmisf audit export 3"
				      : "lmisf audit export 2";
}

static void digest_of(struct li_digest *d, const struct li_export *x,
	uint8_t digest[static LI_SHA256])
{
	li_digest_field(d, li_slice_str(li_export_format(x)));
	li_digest_field(d, x->warrant);
	add_numbers(d, x->tasks, x->task_count);
	if (x->authorisation_count)
		add_numbers(d, x->authorisations, x->authorisation_count);
	li_digest_u64(d, x->row_count);
	for (size_t i = 0; i < x->row_count; i++)
		add_row(d, &x->rows[i]);
	li_export_iris_add(d, x);
	li_digest_end(d, digest);
}

li_err li_export_digest(const struct li_export *export,
	uint8_t digest[static LI_SHA256])
{
	struct li_digest *d = NULL;
	li_err err = li_digest_new(&d);

	if (!err)
		digest_of(d, export, digest);
	li_digest_free(d);
	return err;
}

/* ---- checking ---- */

struct check {
	const struct li_export *x;
	struct li_digest *d;
	struct li_fault *fault;
	uint8_t key[LI_SIGN_PUBLIC]; /* that signs at the checkpoint */
};

static li_err bad(struct check *c, const char *how)
{
	return li_fault_set(c->fault, LI_ECORRUPT, "%s", how);
}

static li_err bad_row(struct check *c, const struct li_export_row *e,
	const char *how)
{
	return li_fault_set(c->fault, LI_ECORRUPT, "row %lld %s",
		(long long)e->row.id, how);
}

/* Each key must have signed the next. */
static li_err check_keys(struct check *c, struct li_slice key)
{
	const struct li_export_origin *o = &c->x->origin;
	uint8_t text[LI_KEY_TEXT];
	int64_t before = 0;

	if (key.p && !li_slice_eq(key, li_slice(o->key, LI_SIGN_PUBLIC)))
		return bad(c, "it is of another installation's key");
	memcpy(c->key, o->key, sizeof(c->key));
	for (size_t i = 0; i < o->key_count; i++) {
		const struct li_export_key *k = &o->keys[i];

		if (k->row <= before || k->row > c->x->checkpoint.row ||
			!li_sign_verify(li_slice(c->key, LI_SIGN_PUBLIC),
				li_key_text(&o->installation, k->row,
					k->public_part, text),
				li_slice(k->signature, LI_SIGNATURE)))
			return bad(c,
				"it names a key that the key before it did "
				"not sign");
		memcpy(c->key, k->public_part, sizeof(c->key));
		before = k->row;
	}
	return LI_OK;
}

static li_err check_signature(struct check *c)
{
	const struct li_checkpoint *m = &c->x->checkpoint;
	uint8_t text[LI_CHECKPOINT_TEXT];

	if (m->rooted &&
		li_sign_verify(li_slice(c->key, LI_SIGN_PUBLIC),
			li_checkpoint_text(&c->x->origin.installation, m, text),
			li_slice(m->signature, LI_SIGNATURE)))
		return LI_OK;
	return bad(c, "its checkpoint is not signed by the key");
}

/* Is the row as the chain has it, and in the tree? */
static li_err check_proof(struct check *c, const struct li_export_row *e)
{
	const struct li_checkpoint *m = &c->x->checkpoint;
	uint8_t hash[LI_SHA256];

	memcpy(hash, e->before, sizeof(hash));
	li_chain_add(c->d, &e->row, hash);
	if (memcmp(hash, e->hash, sizeof(hash)) != 0)
		return bad_row(c, e, "does not fit its hash: it was changed");
	if (e->row.id < 1 ||
		!li_tree_holds(c->d, (uint64_t)e->row.id, e->hash, e->path,
			(uint64_t)m->row, m->root))
		return bad_row(c, e, "is not in the audit that was signed");
	return LI_OK;
}

static bool is_one_of(int64_t number, const int64_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

/* Is the row about what the export says that it shows? */
static bool is_shown(const struct check *c, const struct li_export_row *e)
{
	const struct li_export *x = c->x;
	enum li_vouched kind;
	int64_t number;

	if (!li_vouched(e->row.object, &kind, &number))
		return false;
	if (kind == LI_VOUCHED_AUTHORISATION)
		return is_one_of(number, x->authorisations,
			x->authorisation_count);
	return kind == LI_VOUCHED_TASK &&
		is_one_of(number, x->tasks, x->task_count);
}

static li_err check_rows(struct check *c)
{
	int64_t before = 0;
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < c->x->row_count; i++) {
		const struct li_export_row *e = &c->x->rows[i];

		if (e->row.id <= before)
			err = bad_row(c, e, "is not in its place");
		else if (!is_shown(c, e))
			err = bad_row(c, e, "is about something else");
		else if (!e->row.actor.p != !e->name.p ||
			!e->row.detail.p != !e->text.p)
			err = bad_row(c, e, "shows what it does not have");
		else
			err = check_proof(c, e);
		before = e->row.id;
	}
	if (!err && before >= c->x->done.row.id)
		err = bad_row(c, &c->x->done, "is not in its place");
	return err;
}

/* The last row vouches for what the others show. */
static li_err check_done(struct check *c)
{
	const struct li_export_row *e = &c->x->done;
	uint8_t digest[LI_SHA256];
	li_err err = check_proof(c, e);

	if (err)
		return err;
	digest_of(c->d, c->x, digest);
	/* Nothing vouches for what would be opened of it. */
	if (e->name.p || e->text.p ||
		!li_slice_is(e->row.action, LI_EXPORT_DONE) ||
		!li_slice_eq(e->row.digest, li_slice(digest, LI_SHA256)))
		return bad_row(c, e,
			"vouches for something else: what is shown was "
			"changed");
	return LI_OK;
}

li_err li_export_check(const struct li_export *export, struct li_slice key,
	struct li_fault *fault)
{
	struct check c = {.x = export, .fault = fault};
	li_err err = li_digest_new(&c.d);

	if (!err)
		err = check_keys(&c, key);
	if (!err)
		err = check_signature(&c);
	if (!err)
		err = check_rows(&c);
	if (!err)
		err = li_export_iris_check(export, fault);
	if (!err)
		err = check_done(&c);
	li_digest_free(c.d);
	return err;
}

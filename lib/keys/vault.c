/* SPDX-License-Identifier: BSD-3-Clause */
#include "keys/vault.h"

#include "base/veil.h"

struct li_vault {
	struct li_hash_secret secret;
	int64_t ttl_us;
	bool locked;
	struct li_vault_entry at[LI_VAULT_MAX];
};

li_err li_vault_new(int64_t ttl_us, struct li_vault **out)
{
	struct li_vault *v = li_veil_lock(sizeof(*v));
	const bool locked = v != NULL;
	li_err err;

	if (!v)
		v = li_veil_new(sizeof(*v));
	if (!v)
		return LI_ENOMEM;
	err = li_hash_secret_draw(&v->secret);
	if (err) {
		li_vault_free(v);
		return err;
	}
	v->ttl_us = ttl_us;
	v->locked = locked;
	*out = v;
	return LI_OK;
}

void li_vault_free(struct li_vault *v)
{
	li_veil_free(v, sizeof(*v), sizeof(*v));
}

bool li_vault_locked(const struct li_vault *v)
{
	return v->locked;
}

struct li_key li_vault_digest(const struct li_vault *v,
	const struct li_key_order *order)
{
	struct li_hasher h;

	li_hasher_init(&h, &v->secret);
	li_hasher_add(&h, order->user);
	li_hasher_add(&h, order->kms);
	li_hasher_add(&h, order->init);
	li_hasher_add(&h, order->resp);
	return li_hasher_end(&h);
}

void li_vault_forget(struct li_vault_entry *e)
{
	explicit_bzero(e, sizeof(*e));
}

/* One that is asked lives until its answer. */
static bool is_over(const struct li_vault *v, const struct li_vault_entry *e,
	int64_t now_us)
{
	return e->state >= LI_VAULT_HAVE && now_us - e->used_us >= v->ttl_us;
}

struct li_vault_entry *li_vault_get(struct li_vault *v, struct li_key digest,
	int64_t now_us)
{
	for (size_t i = 0; i < LI_VAULT_MAX; i++) {
		struct li_vault_entry *e = &v->at[i];

		if (e->state == LI_VAULT_NONE || !li_key_eq(e->digest, digest))
			continue;
		if (is_over(v, e, now_us)) {
			li_vault_forget(e);
			return NULL;
		}
		e->used_us = now_us;
		return e;
	}
	return NULL;
}

/* A free place, else that of the answer which was used longest ago. */
static struct li_vault_entry *make_room(struct li_vault *v)
{
	struct li_vault_entry *oldest = NULL;

	for (size_t i = 0; i < LI_VAULT_MAX; i++) {
		struct li_vault_entry *e = &v->at[i];

		if (e->state == LI_VAULT_NONE)
			return e;
		if (e->state != LI_VAULT_ASKED &&
			(!oldest || e->used_us < oldest->used_us))
			oldest = e;
	}
	return oldest;
}

struct li_vault_entry *li_vault_add(struct li_vault *v, struct li_key digest,
	int64_t now_us)
{
	struct li_vault_entry *e = make_room(v);

	if (!e)
		return NULL;
	li_vault_forget(e);
	e->state = LI_VAULT_ASKED;
	e->digest = digest;
	e->used_us = now_us;
	return e;
}

void li_vault_settle(struct li_vault_entry *e, const struct li_media_keys *keys,
	int64_t now_us)
{
	e->keys = *keys;
	e->state = keys->failed ? LI_VAULT_FAILED : LI_VAULT_HAVE;
	e->used_us = now_us;
}

size_t li_vault_sweep(struct li_vault *v, int64_t now_us)
{
	size_t left = 0;

	for (size_t i = 0; i < LI_VAULT_MAX; i++) {
		struct li_vault_entry *e = &v->at[i];

		if (is_over(v, e, now_us))
			li_vault_forget(e);
		left += e->state >= LI_VAULT_HAVE;
	}
	return left;
}

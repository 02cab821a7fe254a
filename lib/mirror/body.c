/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/body.h"

enum { USED_MAX = (1 << 15) - 1 };

/* The pieces before and behind, around `with`. */
static void lay(uint8_t *to, const uint8_t *from_body, size_t used, size_t from,
	size_t was, struct li_slice with)
{
	if (from)
		memcpy(to, from_body, from);
	if (with.n)
		memcpy(to + from, with.p, with.n);
	if (used > from + was)
		memcpy(to + from + with.n, from_body + from + was,
			used - from - was);
}

bool li_body_put(struct li_mirror *m, struct li_user *user, size_t from,
	size_t was, struct li_slice with)
{
	struct li_slab *slab = &m->users.slab;
	size_t old = user->used, n = old - was + with.n;
	uint8_t *body = li_body_at(m, user);
	uint32_t ref = user->body;

	if (n > USED_MAX)
		return false;
	if (n == 0 || !ref || li_slab_size(n) != li_slab_size(old)) {
		ref = n ? li_slab_take(slab, n) : 0;
		if (n && !ref)
			return false;
		if (n)
			lay(li_slab_at(slab, ref), body, old, from, was, with);
		if (user->body)
			li_slab_give(slab, user->body, old);
	} else {
		memmove(body + from + with.n, body + from + was,
			old - from - was);
		if (with.n)
			memcpy(body + from, with.p, with.n);
		if (n < old)
			explicit_bzero(body + n, old - n);
	}
	user->body = ref;
	user->used = n & USED_MAX;
	return true;
}

struct li_binding *li_user_bindings(const struct li_mirror *m,
	const struct li_user *user, const struct li_binding *b)
{
	uint8_t *body = li_body_at(m, user);
	size_t at;

	if (!b)
		return user->binding_count ? (void *)body : NULL;
	if (user->binding_count == 1)
		return NULL; /* nearly all have one */
	at = (size_t)((const uint8_t *)b - body) + li_binding_size(b);
	return at < li_body_idents(m, user) ? (void *)(body + at) : NULL;
}

/* Offset behind the bindings of this body; nearly all have one. */
static inline size_t idents_in(const uint8_t *body, const struct li_user *user)
{
	size_t at = 0;

	for (size_t i = 0; i < user->binding_count; i++)
		at += li_binding_size((const void *)(body + at));
	return at;
}

size_t li_body_idents(const struct li_mirror *m, const struct li_user *user)
{
	return idents_in(li_body_at(m, user), user);
}

struct li_ident *li_user_impi(const struct li_mirror *m,
	const struct li_user *user)
{
	uint8_t *body;

	if (!user->named)
		return NULL;
	body = li_body_at(m, user);
	return (void *)(body + idents_in(body, user));
}

struct li_ident *li_user_impus(const struct li_mirror *m,
	const struct li_user *user, const struct li_ident *id)
{
	uint8_t *body = li_body_at(m, user);
	size_t at;

	if (id) {
		at = (size_t)((const uint8_t *)id - body) + li_ident_size(id);
	} else {
		at = idents_in(body, user);
		if (user->named)
			at += li_ident_size((const void *)(body + at));
	}
	return at < user->used ? (void *)(body + at) : NULL;
}

/* Has a binding this key of an IMEI, or an identity this whole one? */
static __attribute__((noinline)) bool has_whole(const struct li_mirror *m,
	const struct li_user *user, const uint8_t *body, struct li_key key)
{
	const struct li_binding *b = NULL;
	const struct li_ident *id;

	for (size_t at = idents_in(body, user); at < user->used;
		at += li_ident_size(id)) {
		id = (const void *)(body + at);
		if (li_ident_has_whole(id, key))
			return true;
	}
	while ((b = li_user_bindings(m, user, b)))
		if (b->flags & LI_BINDING_IMEI && b->instance == key.hi &&
			b->more[0] == key.lo)
			return true;
	return false;
}

/* Mostly it is an IMPU that is looked for. */
bool li_body_has(const struct li_mirror *m, const struct li_user *user,
	struct li_key key)
{
	const uint8_t *body = li_body_at(m, user);
	const struct li_ident *id;

	if (!body)
		return false;
	for (size_t at = idents_in(body, user); at < user->used;
		at += li_ident_size(id)) {
		id = (const void *)(body + at);
		if (li_ident_has_half(id, key))
			return true;
	}
	return has_whole(m, user, body, key);
}

/* Are as many users under the key as are looked at? */
static bool crowded(const struct li_mirror *m, struct li_key key)
{
	struct li_finder_walk w;
	uint32_t ref;
	size_t n = 0;

	li_finder_begin(&m->users.index, key, &w);
	while ((ref = li_finder_next(&w)))
		n += li_body_has(m, li_slab_at(&m->users.slab, ref), key);
	return n >= LI_USER_SHARED_MAX;
}

bool li_body_enter(struct li_mirror *m, struct li_user *user, struct li_key key)
{
	/* Under most keys nobody stands, not the user itself. */
	if (li_finder_may(&m->users.index, key)) {
		if (li_body_has(m, user, key))
			return true;
		if (crowded(m, key))
			return false;
	}
	li_gained_note(m, user);
	return li_finder_add(&m->users.index, key, user->self) == LI_OK;
}

void li_body_leave(struct li_mirror *m, struct li_user *user, struct li_key key)
{
	if (!li_body_has(m, user, key))
		li_finder_remove(&m->users.index, key, user->self);
}

/* The index needs keys whole, and the body has not all of that of an IMPU. */
static void forget(struct li_mirror *m, struct li_user *user,
	const struct li_ident *id)
{
	struct li_ident_keys keys;
	struct li_identity text;

	li_ident_unpack(&m->users.hosts, id, &text);
	li_ident_keys(&text, &m->options.secret, &keys);
	for (size_t k = 0; k < keys.count; k++)
		li_finder_remove(&m->users.index, keys.at[k], user->self);
	li_ident_drop(&m->users.hosts, id);
}

void li_body_free(struct li_mirror *m, struct li_user *user)
{
	const uint8_t *body = li_body_at(m, user);
	struct li_binding *b = NULL;
	struct li_key imei;
	size_t at = li_body_idents(m, user);

	while ((b = li_user_bindings(m, user, b)))
		if (li_binding_imei(b, &imei, NULL))
			li_finder_remove(&m->users.index, imei, user->self);
	while (at < user->used) {
		const struct li_ident *id = (const void *)(body + at);

		at += li_ident_size(id);
		forget(m, user, id);
	}
	li_slab_give(&m->users.slab, user->body, user->used);
	user->body = 0;
	user->used = 0;
	user->binding_count = 0;
	user->impu_count = 0;
	user->named = false;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "screen/digest.h"
#include "screen/inside.h"

/* Of a million identities, 8 MB while a target is hidden, it is known that they
 * are none: so many talk within minutes, and one that is not known costs a digest
 * for each way in which digests in force were made. */
enum { SETS = 1 << 18, WAYS = 4 };

/* A digest is a number at random: its first octets are its key. */
static struct li_key key_of(const uint8_t *digest)
{
	struct li_key key;

	memcpy(&key, digest, sizeof(key));
	key.lo |= 1; /* never none */
	return key;
}

static struct li_group *group_of(struct li_digests *d,
	const struct li_hashed *what)
{
	for (size_t i = 0; i < d->group_count; i++)
		if (d->groups[i].kind == what->kind &&
			li_hash_same(&d->groups[i].context, &what->context))
			return &d->groups[i];
	return NULL;
}

/* One more in its group, which is made when there is none. */
static li_err enter(struct li_digests *d, const struct li_hashed *what)
{
	struct li_group *g = group_of(d, what);

	if (!g && d->group_count == LI_GROUPS_MAX)
		return LI_EINVAL;
	if (!g) {
		g = &d->groups[d->group_count++];
		*g = (struct li_group){.context = what->context,
			.kind = what->kind};
	}
	g->count++;
	return LI_OK;
}

/* The last of all takes with it what is only for them. */
static void leave(struct li_digests *d, const struct li_hashed *what)
{
	struct li_group *g = group_of(d, what);

	if (g && --g->count == 0)
		*g = d->groups[--d->group_count];
	if (d->group_count == 0) {
		free(d->tested);
		d->tested = NULL;
	}
}

static li_err put(struct li_digests *d, struct li_entry *e, size_t target,
	const struct li_hashed *what)
{
	struct li_hidden *h = calloc(1, sizeof(*h));
	void *next;
	li_err err;

	if (!h)
		return LI_ENOMEM;
	err = enter(d, what);
	if (err) {
		free(h);
		return err;
	}
	err = li_table_swap(&d->hidden, key_of(what->digest), h, &next);
	if (err) {
		leave(d, what);
		free(h);
		return err;
	}
	*h = (struct li_hidden){.next = next,
		.entry = e,
		.target = target,
		.what = *what};
	e->hidden[target] = h;
	return LI_OK;
}

li_err li_digests_put(struct li_digests *d, struct li_entry *e)
{
	struct li_identity id;
	struct li_hashed what;
	li_err err = LI_OK;

	if (!d->tested)
		d->tested = calloc((size_t)SETS * WAYS, sizeof(*d->tested));
	if (!d->tested)
		return LI_ENOMEM;
	d->era++; /* who was none of the others may be this one */
	for (size_t t = 0; !err && t < e->brief->target_count; t++) {
		li_brief_target(e->brief, t, &id);
		if (id.kind != LI_ID_HASHED)
			continue;
		err = li_hashed_read(&id, &what) ? LI_EINVAL
						 : put(d, e, t, &what);
	}
	explicit_bzero(&what, sizeof(what));
	if (err)
		li_digests_drop_all(d, e);
	return err;
}

void li_digests_drop(struct li_digests *d, struct li_entry *e, size_t target)
{
	struct li_hidden *h = e->hidden[target], *first, **at = &first;
	struct li_key key;

	if (!h)
		return;
	key = key_of(h->what.digest);
	first = li_table_get(&d->hidden, key);
	while (*at && *at != h)
		at = &(*at)->next;
	if (*at)
		*at = h->next;
	if (first)
		li_table_replace(&d->hidden, key, first);
	else
		li_table_remove(&d->hidden, key);
	e->hidden[target] = NULL;
	leave(d, &h->what);
	explicit_bzero(h, sizeof(*h));
	free(h);
}

void li_digests_drop_all(struct li_digests *d, struct li_entry *e)
{
	for (size_t t = 0; t < e->brief->target_count; t++)
		li_digests_drop(d, e, t);
	if (d->group_count == 0) {
		free(d->tested);
		d->tested = NULL;
	}
}

/* Of those under one digest the first that is made in this way. */
static struct li_hidden *first_of(struct li_digests *d,
	const struct li_group *g, const uint8_t *digest)
{
	struct li_hidden *h = li_table_get(&d->hidden, key_of(digest));
	const size_t n = li_hash_octets(g->context.algorithm);

	while (h &&
		(h->what.kind != g->kind ||
			!li_hash_same(&h->what.context, &g->context) ||
			memcmp(h->what.digest, digest, n) != 0))
		h = h->next;
	return h;
}

struct li_hidden *li_digests_find(struct li_digests *d,
	const struct li_identity *id)
{
	uint8_t digest[LI_HASH_DIGEST_MAX];

	for (size_t i = 0; i < d->group_count; i++) {
		struct li_hidden *h = NULL;

		if (d->groups[i].kind == id->kind &&
			li_digest_identity(&d->groups[i].context, id, digest) ==
				LI_OK)
			h = first_of(d, &d->groups[i], digest);
		if (h)
			return h;
	}
	return NULL;
}

bool li_digests_tested(struct li_digests *d, struct li_key key)
{
	uint64_t *set = &d->tested[key.hi % SETS * WAYS];
	/* Never that of an empty place. */
	const uint64_t mark = (key.lo ^ d->era * 0x9e3779b97f4a7c15u) | 1;

	for (size_t i = 0; i < WAYS; i++)
		if (set[i] == mark)
			return true;
	memmove(set + 1, set, (WAYS - 1) * sizeof(*set));
	set[0] = mark;
	return false;
}

void li_digests_fini(struct li_digests *d)
{
	li_table_fini(&d->hidden);
	free(d->tested);
	*d = (struct li_digests){.group_count = 0};
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/body.h"
#include "mirror/cx_visited.h"

void li_users_fini(struct li_users *users)
{
	li_slab_fini(&users->slab);
	li_finder_fini(&users->index);
	li_intern_fini(&users->hosts);
}

size_t li_users_bytes(const struct li_users *users)
{
	return sizeof(*users) + users->slab.bytes + users->index.bytes +
		users->hosts.bytes;
}

/* Add a user of a bucket unless it is in the list. */
static inline void list_user(const struct li_mirror *m, struct li_key key,
	uint32_t ref, struct li_user_list *list)
{
	struct li_user *user = li_slab_at(&m->users.slab, ref);
	size_t i = 0;

	while (i < list->count && list->at[i] != user)
		i++;
	if (i == list->count && i < LI_USER_SHARED_MAX &&
		li_body_has(m, user, key))
		list->at[list->count++] = user;
}

/* The users at these places of a bucket, and of those behind it. What is behind a
 * full one mostly ends it. */
static __attribute__((noinline)) void find_on(const struct li_mirror *m,
	struct li_key key, const struct li_finder_bucket *b, unsigned hits,
	struct li_user_list *list)
{
	const struct li_finder_part *p =
		li_finder_part_of(&m->users.index, key);
	const struct li_finder_bucket *first = b;

	for (;;) {
		for (; hits; hits &= hits - 1) {
			uint32_t ref =
				li_finder_ref(b, (unsigned)__builtin_ctz(hits));

			if (ref)
				list_user(m, key, ref, list);
		}
		if (!li_finder_goes_on(b))
			return;
		if (++b == p->at + p->size)
			b = p->at;
		if (b == first)
			return;
		hits = li_finder_hits(b, li_finder_tag(key));
	}
}

/* Most keys are nobody's: what they ask for is here, and all else apart. */
void li_user_find(const struct li_mirror *m, struct li_key key,
	struct li_user_list *list)
{
	const struct li_finder_bucket *b =
		li_finder_bucket_of(&m->users.index, key);
	unsigned hits;

	if (!b)
		return;
	/* what is empty has no reference, and perhaps a tag */
	hits = li_finder_hits(b, li_finder_tag(key));
	if (hits || li_finder_goes_on(b))
		find_on(m, key, b, hits, list);
}

static __attribute__((noinline)) struct li_user *
find_named(const struct li_mirror *m, struct li_key impi)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_finder_walk w;
	uint32_t ref;

	li_finder_begin(&m->users.index, impi, &w);
	while ((ref = li_finder_next(&w))) {
		struct li_user *user = li_slab_at(&m->users.slab, ref);
		struct li_ident *id = li_user_impi(m, user);

		if (id && li_ident_whole(id, keys) && li_key_eq(keys[0], impi))
			return user;
	}
	return NULL;
}

struct li_user *li_user_of_impi(const struct li_mirror *m, struct li_key impi)
{
	return li_finder_may(&m->users.index, impi) ? find_named(m, impi)
						    : NULL;
}

struct li_user *li_user_new(struct li_mirror *m)
{
	struct li_user *user;
	uint32_t ref;

	if (m->users.count >= m->options.registrations_max)
		li_user_evict(m);
	ref = li_slab_take(&m->users.slab, sizeof(*user));
	if (!ref) {
		m->refused++;
		return NULL;
	}
	user = li_slab_at(&m->users.slab, ref);
	user->self = ref;
	user->end_s = m->now_s + LI_USER_GRACE_S;
	m->users.count++;
	li_user_arm(m, user);
	return user;
}

void li_user_free(struct li_mirror *m, struct li_user *user)
{
	struct li_slice none = {0};

	li_user_stop(m, user);
	li_gained_forget(m, user);
	li_cx_visited_set(m, user, none, none);
	li_body_free(m, user);
	li_slab_give(&m->users.slab, user->self, sizeof(*user));
	m->users.count--;
}

/* How much of a registration a state is. */
static int weight(uint8_t state)
{
	static const int weights[] = {
		[LI_REG_PENDING] = 1,
		[LI_REG_CHALLENGED] = 1,
		[LI_REG_UNREGISTERED] = 2,
		[LI_REG_REGISTERED] = 3,
	};

	return weights[state];
}

enum li_reg_state li_user_state(const struct li_mirror *m,
	const struct li_user *user)
{
	struct li_ident *id = NULL;
	uint8_t most = LI_REG_NONE;

	while ((id = li_user_impus(m, user, id)))
		if (weight(id->state) > weight(most))
			most = id->state;
	return (enum li_reg_state)most;
}

void li_user_set_state(struct li_mirror *m, struct li_user *user, uint8_t set,
	enum li_reg_state state)
{
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id)))
		if (set == 0 || id->set == set)
			id->state = (uint8_t)state;
}

bool li_user_in_cx(const struct li_mirror *m, const struct li_user *user)
{
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id)))
		if (id->flags & LI_IDENT_CX)
			return true;
	return false;
}

uint8_t li_user_new_set(struct li_user *user)
{
	const uint8_t set = (uint8_t)(user->sets + 1U);

	user->sets = set ? set : 1;
	return (uint8_t)user->sets;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

static size_t ident_size(size_t len)
{
	return sizeof(struct li_ident) + len;
}

/* The place in `id` where the chain of `key` goes on. */
static struct li_ident **same(struct li_ident *id, struct li_key key)
{
	return &id->same[li_key_eq(id->keys[0], key) ? 0 : 1];
}

static void unlink_key(struct li_mirror *m, struct li_ident *id, size_t k)
{
	struct li_ident *at = li_table_get(&m->users, id->keys[k]);

	if (at == id) {
		if (!id->same[k]) {
			li_table_remove(&m->users, id->keys[k]);
			return;
		}
		/* In place of an older value: needs no room. */
		if (li_table_set(&m->users, id->keys[k], id->same[k]))
			m->refused++;
		return;
	}
	while (at) {
		struct li_ident **on = same(at, id->keys[k]);

		if (*on == id) {
			*on = id->same[k];
			return;
		}
		at = *on;
	}
}

static void ident_free(struct li_mirror *m, struct li_ident *id)
{
	if (!id)
		return;
	for (size_t k = 0; k < id->key_count; k++)
		unlink_key(m, id, k);
	li_pool_give(&m->pool, id, ident_size(id->len));
}

static bool crowded(const struct li_mirror *m, struct li_key key)
{
	struct li_ident *at = li_table_get(&m->users, key);
	size_t n = 0;

	for (; at && n < LI_USER_SHARED_MAX; n++)
		at = *same(at, key);
	return n == LI_USER_SHARED_MAX;
}

static struct li_ident *ident_new(struct li_mirror *m, struct li_user *user,
	const struct li_identity *from)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t n = li_identity_keys_wanted(from, &m->options.secret, keys);
	struct li_ident *id = li_pool_take(&m->pool, ident_size(from->len));

	if (!id)
		goto refuse;
	id->user = user;
	id->kind = (uint8_t)from->kind;
	id->len = from->len;
	memcpy(id->text, from->text, from->len);
	for (size_t k = 0; k < n; k++) {
		struct li_ident *head = li_table_get(&m->users, keys[k]);

		if (crowded(m, keys[k]) || li_table_set(&m->users, keys[k], id))
			goto refuse;
		id->keys[k] = keys[k];
		id->same[k] = head;
		id->key_count++;
	}
	return id;
refuse:
	ident_free(m, id);
	m->refused++;
	return NULL;
}

void li_user_find(const struct li_mirror *m, struct li_key key,
	struct li_user_list *list)
{
	struct li_ident *id = li_table_get(&m->users, key);

	for (; id; id = *same(id, key)) {
		size_t i = 0;

		while (i < list->count && list->at[i] != id->user)
			i++;
		if (i == list->count && i < LI_USER_SHARED_MAX)
			list->at[list->count++] = id->user;
	}
}

struct li_user *li_user_of_impi(const struct li_mirror *m,
	const struct li_identity *impi)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_ident *id;

	if (!li_identity_keys_given(impi, &m->options.secret, keys))
		return NULL;
	id = li_table_get(&m->users, keys[0]);
	return id ? id->user : NULL;
}

struct li_user *li_user_new(struct li_mirror *m)
{
	struct li_user *user;

	if (m->user_wheel.count >= m->options.registrations_max) {
		struct li_timer *first = li_wheel_first(&m->user_wheel);

		if (first) {
			li_user_free(m, (struct li_user *)(void *)first);
			m->evicted++;
		}
	}
	user = li_pool_take(&m->pool, sizeof(*user));
	if (!user) {
		m->refused++;
		return NULL;
	}
	user->due_s = m->now_s + LI_USER_GRACE_S;
	li_user_arm(m, user);
	return user;
}

static void binding_free(struct li_mirror *m, struct li_binding *b)
{
	ident_free(m, b->imei);
	li_pool_give(&m->pool, b, sizeof(*b));
}

void li_user_unbind_all(struct li_mirror *m, struct li_user *user)
{
	while (user->bindings) {
		struct li_binding *b = user->bindings;

		user->bindings = b->next;
		binding_free(m, b);
	}
	user->binding_count = 0;
}

void li_user_free(struct li_mirror *m, struct li_user *user)
{
	li_wheel_stop(&m->user_wheel, &user->timer);
	li_user_unbind_all(m, user);
	while (user->impus) {
		struct li_ident *id = user->impus;

		user->impus = id->next;
		ident_free(m, id);
	}
	ident_free(m, user->impi);
	li_pool_give(&m->pool, user, sizeof(*user));
}

bool li_user_name(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impi)
{
	if (user->impi)
		return false;
	user->impi = ident_new(m, user, impi);
	return user->impi;
}

struct li_ident *li_user_impu(const struct li_user *user,
	const struct li_identity *impu)
{
	struct li_ident *id = user->impus;

	while (id &&
		(id->len != impu->len ||
			memcmp(id->text, impu->text, id->len) != 0))
		id = id->next;
	return id;
}

struct li_ident *li_user_add_impu(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impu)
{
	struct li_ident *id = li_user_impu(user, impu);

	if (id)
		return id;
	if (user->impu_count == LI_USER_IMPUS_MAX) {
		m->refused++;
		return NULL;
	}
	id = ident_new(m, user, impu);
	if (!id)
		return NULL;
	id->next = user->impus;
	user->impus = id;
	user->impu_count++;
	return id;
}

static bool is_imei(const struct li_ident *id, const struct li_identity *imei)
{
	return id && id->len == imei->len &&
		memcmp(id->text, imei->text, id->len) == 0;
}

void li_user_bind(struct li_mirror *m, struct li_user *user, uint64_t uri,
	const struct li_identity *imei, uint32_t due_s)
{
	struct li_binding *b = user->bindings;

	while (b && b->uri != uri)
		b = b->next;
	if (!b) {
		if (user->binding_count < LI_USER_CONTACTS_MAX)
			b = li_pool_take(&m->pool, sizeof(*b));
		if (!b) {
			m->refused++;
			return;
		}
		b->uri = uri;
		b->next = user->bindings;
		user->bindings = b;
		user->binding_count++;
	}
	b->due_s = due_s;
	if (!imei || is_imei(b->imei, imei))
		return;
	ident_free(m, b->imei);
	b->imei = ident_new(m, user, imei);
}

bool li_user_unbind(struct li_mirror *m, struct li_user *user, uint64_t uri)
{
	struct li_binding **at = &user->bindings, *b;

	while (*at && (*at)->uri != uri)
		at = &(*at)->next;
	b = *at;
	if (!b)
		return false;
	*at = b->next;
	user->binding_count--;
	binding_free(m, b);
	return true;
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

enum li_reg_state li_user_state(const struct li_user *user)
{
	uint8_t most = LI_REG_NONE;

	for (const struct li_ident *id = user->impus; id; id = id->next)
		if (weight(id->state) > weight(most))
			most = id->state;
	return (enum li_reg_state)most;
}

void li_user_set_state(struct li_user *user, uint8_t set,
	enum li_reg_state state)
{
	for (struct li_ident *id = user->impus; id; id = id->next)
		if (set == 0 || id->set == set)
			id->state = (uint8_t)state;
}

void li_user_arm(struct li_mirror *m, struct li_user *user)
{
	uint32_t due = user->due_s;

	for (struct li_binding *b = user->bindings; b; b = b->next)
		if (b->due_s < due)
			due = b->due_s;
	li_wheel_set(&m->user_wheel, &user->timer, due);
}

void li_user_ring(struct li_mirror *m, struct li_user *user)
{
	bool had = user->bindings;
	struct li_binding **at = &user->bindings;

	while (*at) {
		struct li_binding *b = *at;

		if (b->due_s > m->now_s) {
			at = &b->next;
			continue;
		}
		*at = b->next;
		user->binding_count--;
		binding_free(m, b);
	}
	m->expired++;
	if (user->due_s <= m->now_s) {
		li_user_free(m, user);
		return;
	}
	/* The last contact ran out: it is no longer registered, and after a
	 * grace time no longer known. RFC 3261 cl. 10.3 */
	if (had && !user->bindings) {
		li_user_set_state(user, 0, LI_REG_NONE);
		user->due_s = m->now_s + LI_USER_GRACE_S;
	}
	li_user_arm(m, user);
}

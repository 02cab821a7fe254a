/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

struct list {
	const struct li_identity *but;
	struct li_identity *at;
	size_t n, max;
};

static bool same(const struct li_identity *a, const struct li_identity *b)
{
	return a->kind == b->kind && a->len == b->len &&
		memcmp(a->text, b->text, a->len) == 0;
}

/* Append an identity unless it is there. */
static void add(struct list *l, const struct li_identity *id)
{
	if (l->n == l->max || same(id, l->but))
		return;
	for (size_t i = 0; i < l->n; i++)
		if (same(id, &l->at[i]))
			return;
	l->at[l->n++] = *id;
}

static void add_user(const struct li_mirror *m, const struct li_user *user,
	struct list *l)
{
	struct li_ident *id = li_user_impi(m, user), *impus[LI_USER_IMPUS_MAX];
	size_t n = 0;
	struct li_binding *b = NULL;
	struct li_identity text;
	struct li_key key;

	if (id) {
		li_ident_unpack(&m->users.hosts, id, &text);
		add(l, &text);
	}
	while ((b = li_user_bindings(m, user, b)))
		if (li_binding_imei(b, &key, &text))
			add(l, &text);
	id = NULL;
	while ((id = li_user_impus(m, user, id)))
		if (!(id->flags & LI_IDENT_WILDCARD))
			impus[n++] = id;
	while (n > 0) { /* the latest first */
		li_ident_unpack(&m->users.hosts, impus[--n], &text);
		add(l, &text);
	}
}

size_t li_mirror_who(const struct li_mirror *m, const struct li_identity *id,
	struct li_identity *out, size_t max)
{
	struct list l = {.but = id, .at = out, .max = max};
	struct li_user_list users = {.count = 0};
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t k = li_identity_keys_given(id, &m->options.secret, keys);

	while (k-- > 0)
		li_user_find(m, keys[k], &users);
	for (size_t i = 0; i < users.count; i++)
		add_user(m, users.at[i], &l);
	return l.n;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/body.h"

/* Put an identity at `at`, and its keys into the index. */
static bool add(struct li_mirror *m, struct li_user *user, size_t at,
	const struct li_identity *from, const struct li_ident_keys *keys)
{
	union {
		struct li_ident id;
		uint8_t room[LI_IDENT_MAX];
	} made;
	size_t n, k = 0;
	bool ok = true;

	n = li_ident_pack(&m->users.hosts, &m->options.secret, from, keys,
		&made.id);
	for (; k < keys->count && ok; k++)
		ok = li_body_enter(m, user, keys->at[k]);
	if (ok && li_body_put(m, user, at, 0, li_slice(made.room, n)))
		return true;
	while (k-- > 0)
		li_body_leave(m, user, keys->at[k]);
	li_ident_drop(&m->users.hosts, &made.id);
	m->refused++;
	return false;
}

bool li_user_name(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impi)
{
	struct li_ident_keys keys;

	if (user->named)
		return false;
	li_ident_keys(impi, &m->options.secret, &keys);
	if (!add(m, user, li_body_idents(m, user), impi, &keys))
		return false;
	user->named = true;
	return true;
}

struct li_ident *li_user_impu(const struct li_mirror *m,
	const struct li_user *user, struct li_key own)
{
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id)))
		if (li_ident_is(id, own))
			return id;
	return NULL;
}

struct li_ident *li_user_add_impu(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impu)
{
	struct li_ident_keys keys;

	li_ident_keys(impu, &m->options.secret, &keys);
	return li_user_add_keyed(m, user, impu, &keys);
}

struct li_ident *li_user_add_keyed(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impu, const struct li_ident_keys *keys)
{
	struct li_ident *id = li_user_impu(m, user, keys->at[0]);
	const size_t at = user->used;

	if (id)
		return id;
	if (user->impu_count == LI_USER_IMPUS_MAX) {
		m->refused++;
		return NULL;
	}
	if (!add(m, user, at, impu, keys))
		return NULL;
	user->impu_count++;
	return (void *)(li_body_at(m, user) + at);
}

void li_user_drop_impu(struct li_mirror *m, struct li_user *user,
	struct li_ident *impu)
{
	size_t from = (size_t)((uint8_t *)impu - li_body_at(m, user));
	struct li_ident_keys keys;
	struct li_identity text;
	union {
		struct li_ident id;
		uint8_t room[LI_IDENT_MAX];
	} was;

	memcpy(was.room, impu, li_ident_size(impu));
	li_ident_unpack(&m->users.hosts, impu, &text);
	li_ident_keys(&text, &m->options.secret, &keys);
	/* A smaller block may not be had: it stays as it is then. */
	if (!li_body_put(m, user, from, li_ident_size(&was.id),
		    li_slice(NULL, 0)))
		return;
	for (size_t k = 0; k < keys.count; k++)
		li_body_leave(m, user, keys.at[k]);
	li_ident_drop(&m->users.hosts, &was.id);
	user->impu_count--;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

uint64_t li_look_mark(const struct li_mirror *m, char what, struct li_slice s)
{
	struct li_hasher h;
	struct li_key key;

	li_hasher_init(&h, &m->options.secret);
	li_hasher_add(&h, li_slice(&what, 1));
	li_hasher_add(&h, s);
	key = li_hasher_end(&h);
	return key.hi ? key.hi : 1;
}

uint64_t li_look_contact(const struct li_mirror *m, struct li_slice uri)
{
	size_t at = li_slice_find(uri, '@'), end = 0;
	struct li_slice host;

	if (at == uri.n)
		at = li_slice_find(uri, ':');
	host = li_slice_sub(uri, at + 1, uri.n);
	while (end < host.n && host.p[end] != ';' && host.p[end] != '?' &&
		host.p[end] != '>')
		end++;
	host = li_slice_sub(host, 0, end);
	return host.n ? li_look_mark(m, 'u', host) : 0;
}

void li_look_know(struct li_change *change, struct li_key key, uint32_t roles,
	uint8_t sides)
{
	struct li_known *known;

	for (size_t i = 0; i < change->known_count; i++) {
		known = &change->known[i];
		if (!li_key_eq(known->keys[0], key))
			continue;
		/* What the session fixed at its opening stays. */
		if (!(known->roles & LI_ROLE_DIALOG)) {
			known->roles |= roles;
			known->sides |= sides;
		}
		return;
	}
	if (change->known_count == LI_CHANGE_IDENTITIES_MAX)
		return;
	change->known[change->known_count++] = (struct li_known){
		.roles = roles,
		.sides = sides,
		.key_count = 1,
		.keys = {key},
	};
}

static void know_user(struct li_change *change, const struct li_user *user,
	struct li_look look)
{
	bool one = false;

	if (user->impi)
		li_look_know(change, user->impi->keys[0], LI_ROLE_REGISTRATION,
			look.sides);
	for (struct li_binding *b = user->bindings; b; b = b->next)
		one = one || (look.contact && b->uri == look.contact);
	for (struct li_binding *b = user->bindings; b && look.devices;
		b = b->next) {
		if (!b->imei || (one && b->uri != look.contact))
			continue;
		li_look_know(change, b->imei->keys[0], LI_ROLE_REGISTRATION,
			look.sides);
	}
}

void li_look_party(const struct li_mirror *m, struct li_change *change,
	const struct li_party *party, struct li_look look)
{
	struct li_user_list list = {.count = 0};

	for (size_t k = 0; k < party->key_count; k++)
		li_user_find(m, party->keys[k], &list);
	for (size_t i = 0; i < list.count; i++)
		know_user(change, list.at[i], look);
}

void li_look_implied(const struct li_mirror *m, struct li_change *change,
	const struct li_ident *impu)
{
	struct li_identity id = {.kind = LI_ID_IMPU, .len = impu->len};
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t n;

	memcpy(id.text, impu->text, impu->len);
	n = li_identity_keys_given(&id, &m->options.secret, keys);
	for (size_t k = 0; k < n; k++)
		li_look_know(change, keys[k],
			LI_ROLE_REGISTRATION | LI_ROLE_CX_PUBLIC_IDENTITY,
			LI_SIDE_OPENER);
}

bool li_look_parse(const struct li_event *event, enum li_role role,
	struct li_identity *out)
{
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		if (p->role == role &&
			li_identity_parse(p->kind, p->text, out) == LI_OK)
			return true;
	}
	return false;
}

/* Of the users that have this IMPU, by its text: one without an IMPI first. */
static struct li_user *user_of_impu(const struct li_mirror *m,
	const struct li_identity *impu)
{
	struct li_user_list list = {.count = 0};
	struct li_user *any = NULL;
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t n = li_identity_keys_wanted(impu, &m->options.secret, keys);

	for (size_t k = 0; k < n; k++)
		li_user_find(m, keys[k], &list);
	for (size_t i = 0; i < list.count; i++) {
		if (!li_user_impu(list.at[i], impu))
			continue;
		if (!list.at[i]->impi)
			return list.at[i];
		if (!any)
			any = list.at[i];
	}
	return any;
}

struct li_user *li_look_user(struct li_mirror *m,
	const struct li_identity *impi, const struct li_identity *impu,
	bool make)
{
	struct li_user *user = impi ? li_user_of_impi(m, impi) : NULL;

	if (user)
		return user;
	if (impu)
		user = user_of_impu(m, impu);
	if (user && impi && user->impi)
		user = NULL; /* another IMPI's: the IMPU is shared */
	if (!user && make)
		user = li_user_new(m);
	if (user && impi && make)
		li_user_name(m, user, impi);
	return user;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/body.h"
#include "model/id_keys.h"

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

/* What a registration tells of who is looked up. */
static inline void tell(struct li_mirror *m, const struct li_look *look,
	struct li_key key)
{
	if (look->enters)
		li_session_enter(m, key, look->stand);
	else
		li_look_know(look->change, key, LI_ROLE_REGISTRATION,
			look->sides);
}

/* IMSIs that IMPUs were derived from, where the IMPI tells none.
 * TS 23.003 cl. 13.4B */
static __attribute__((noinline)) void know_imsis(struct li_mirror *m,
	const struct li_look *look, const struct li_user *user)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id)))
		if (li_ident_whole(id, keys))
			tell(m, look, keys[0]);
}

/* The IMPI and the IMSI that it, or an IMPU, was derived from.
 * TS 23.003 cl. 13.2, 13.3, 13.4B */
static inline void know_names(struct li_mirror *m, const struct li_look *look,
	const struct li_user *user)
{
	const struct li_ident *id = li_user_impi(m, user);
	struct li_key key;

	if (id) {
		memcpy(&key, li_ident_wholes(id), sizeof(key));
		tell(m, look, key);
	}
	if (id && id->form & LI_IDENT_IMSI) {
		memcpy(&key, li_ident_wholes(id) + sizeof(key), sizeof(key));
		tell(m, look, key);
	} else {
		know_imsis(m, look, user);
	}
}

struct li_key li_look_imsi(const struct li_mirror *m,
	const struct li_user *user)
{
	const struct li_ident *id = li_user_impi(m, user);
	struct li_key keys[LI_ID_KEYS_MAX] = {{0, 0}};

	if (id && li_ident_whole(id, keys) == 2)
		return keys[1];
	id = NULL;
	while ((id = li_user_impus(m, user, id)))
		if (li_ident_whole(id, keys))
			return keys[0];
	return (struct li_key){0, 0};
}

/* What an event tells of the device that sent it; 0 what it does not. */
struct marks {
	uint64_t contact;  /* where it says it is */
	uint64_t instance; /* high half of the IMEI's key that it says it has */
	uint64_t address;  /* where the message came from */
};

static struct marks marks_of(const struct li_mirror *m,
	const struct li_event *event)
{
	const struct li_party *p =
		li_event_party(event, LI_ROLE_CONTACT_INSTANCE);
	struct marks marks = {
		.instance = p ? p->keys[0].hi : 0,
		.address = li_look_address(m, &event->from),
	};

	if (event->sip.contact_count)
		marks.contact = li_look_contact(m, event->sip.contacts[0].uri);
	return marks;
}

/* How surely a binding is the device in question. */
static int likeness(const struct li_binding *b, const struct marks *marks)
{
	if (marks->instance && b->instance == marks->instance)
		return 4;
	if (marks->contact && li_binding_at(b, marks->contact))
		return 3;
	/* The address alone: a device asks from another port than it is
	 * called at when it has security associations. TS 33.203 cl. 7.1 */
	if (marks->address && b->uri == marks->address)
		return 2;
	return marks->address && b->uri >> 32 == marks->address >> 32;
}

/* Of several devices those that are most surely the one in question. */
static __attribute__((noinline)) void choose_devices(struct li_mirror *m,
	const struct li_look *look, const struct li_user *user)
{
	const struct li_binding *b = NULL;
	struct marks marks = {.contact = 0};
	struct li_key key;
	int best = 0;

	if (look->from)
		marks = marks_of(m, look->from);
	while ((b = li_user_bindings(m, user, b)))
		if (likeness(b, &marks) > best)
			best = likeness(b, &marks);
	while ((b = li_user_bindings(m, user, b)))
		if (li_binding_imei(b, &key, NULL) &&
			(!best || likeness(b, &marks) == best))
			tell(m, look, key);
}

/* Who has one device only has it whatever the message tells. */
static inline void know_devices(struct li_mirror *m, const struct li_look *look,
	const struct li_user *user)
{
	const struct li_binding *b;

	if (user->binding_count > 1) {
		choose_devices(m, look, user);
		return;
	}
	b = user->binding_count ? (const void *)li_body_at(m, user) : NULL;
	if (b && b->flags & LI_BINDING_IMEI)
		tell(m, look,
			(struct li_key){.hi = b->instance, .lo = b->more[0]});
}

/* The names and the devices of a user. */
static inline void know(struct li_mirror *m, const struct li_look *look,
	const struct li_user *user)
{
	know_names(m, look, user);
	if (look->devices)
		know_devices(m, look, user);
}

void li_look_one(struct li_mirror *m, const struct li_user *user,
	const struct li_look *look)
{
	know(m, look, user);
}

static void find_users(const struct li_mirror *m, const struct li_party *party,
	struct li_user_list *list)
{
	for (size_t k = 0; k < party->key_count; k++)
		li_user_find(m, party->keys[k], list);
}

void li_look_party(struct li_mirror *m, const struct li_party *party,
	const struct li_look *look)
{
	struct li_user_list none, *list = look->told;
	size_t i;

	none.count = 0;
	if (!list)
		list = &none;
	i = list->count;
	find_users(m, party, list);
	if (i && list->count == LI_USER_SHARED_MAX) {
		/* Those before may have taken a place of another one. */
		list->count = i = 0;
		find_users(m, party, list);
	}
	for (; i < list->count; i++)
		know(m, look, list->at[i]);
}

void li_look_implied(const struct li_mirror *m, struct li_change *change,
	const struct li_ident *impu)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_identity id;
	size_t n;

	if (impu->flags & LI_IDENT_WILDCARD)
		return;
	li_ident_unpack(&m->users.hosts, impu, &id);
	n = li_identity_keys_given(&id, &m->options.secret, keys);
	for (size_t k = 0; k < n; k++)
		li_look_know(change, keys[k],
			LI_ROLE_REGISTRATION | LI_ROLE_CX_PUBLIC_IDENTITY,
			LI_SIDE_OPENER);
}

bool li_look_parse(const struct li_event *event, enum li_role role,
	struct li_identity *out)
{
	const struct li_party *p = li_event_party(event, role);

	return p && li_identity_parse(p->kind, p->text, out) == LI_OK;
}

struct li_key li_look_own(const struct li_party *impu)
{
	struct li_slice s = impu->text;

	if (impu->key_count < 2)
		return impu->keys[0];
	/* Nearly all begin with a letter, and not with this one. */
	if (s.n && s.p[0] > ' ' && (s.p[0] | 0x20) != 't')
		return impu->keys[0];
	/* A number is known by one name of two, who is behind it by its own. */
	return impu->keys[li_key_eq(impu->keys[0],
		li_key_renamed(impu->keys[1], LI_ID_NAME_NUMBER,
			LI_ID_NAME_TEL))];
}

/* Of the users that have this IMPU one without an IMPI, if there is one. */
static struct li_user *user_of_impu(const struct li_mirror *m,
	struct li_key impu)
{
	struct li_user_list list;
	struct li_user *any = NULL;

	list.count = 0;
	li_user_find(m, impu, &list);
	for (size_t i = 0; i < list.count; i++) {
		if (!li_user_impu(m, list.at[i], impu))
			continue;
		if (!list.at[i]->named)
			return list.at[i];
		if (!any)
			any = list.at[i];
	}
	return any;
}

struct li_user *li_look_user(struct li_mirror *m, const struct li_pair *pair,
	bool make)
{
	struct li_user *user =
		pair->impi ? li_user_of_impi(m, *pair->impi) : NULL;

	if (user)
		return user;
	if (pair->impu)
		user = user_of_impu(m, *pair->impu);
	if (user && pair->impi && user->named)
		user = NULL; /* another IMPI's: the IMPU is shared */
	if (!user && make)
		user = li_user_new(m);
	if (user && pair->impi_text && make)
		li_user_name(m, user, pair->impi_text);
	return user;
}

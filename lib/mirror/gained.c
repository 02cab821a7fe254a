/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/body.h"

/* IMPI, IMSI and IMEI of a session are those of the registrations. One that comes
 * in its middle tells of it from then on. TS 33.128 cl. 7.12.2.8; TS 33.107
 * cl. 7A.8 */

enum {
	/* Where a session names a user: not its device, nor what was told of
	 * him already. */
	ROLES_NAMED = LI_ROLE_FROM | LI_ROLE_TO | LI_ROLE_REQUEST_URI |
		LI_ROLE_P_ASSERTED | LI_ROLE_P_PREFERRED |
		LI_ROLE_P_CALLED_PARTY | LI_ROLE_HISTORY_INFO |
		LI_ROLE_DIVERSION | LI_ROLE_SERVED,
	KEYS_MAX = 16, /* asked for at once */
};

void li_mirror_set_wants(struct li_mirror *m, li_mirror_wants_fn wants,
	void *data)
{
	m->wants = wants;
	m->wants_data = data;
}

void li_gained_note(struct li_mirror *m, const struct li_user *user)
{
	struct li_gained *g = &m->gained;

	if (g->count && g->users[g->count - 1] == user->self)
		return;
	if (g->count < LI_GAINED_MAX)
		g->users[g->count++] = user->self;
}

void li_gained_forget(struct li_mirror *m, const struct li_user *user)
{
	struct li_gained *g = &m->gained;

	for (size_t i = 0; i < g->count; i++)
		if (g->users[i] == user->self)
			g->users[i] = 0;
}

/* ---- who gained a key ---- */

struct asking {
	struct li_mirror *m;
	struct li_key keys[KEYS_MAX];
	size_t count;
	bool wanted;
};

static void ask(struct asking *a)
{
	a->wanted = a->wanted ||
		(a->count && a->m->wants(a->m->wants_data, a->keys, a->count));
	a->count = 0;
}

/* Nearly all are passed by no filter. */
static void put(struct asking *a, struct li_key key)
{
	if (a->m->filter && !li_filter_may(a->m->filter, key))
		return;
	a->keys[a->count++] = key;
	if (a->count == KEYS_MAX)
		ask(a);
}

/* Keys that are his by his registration alone. */
static bool is_wanted(struct li_mirror *m, const struct li_user *user)
{
	struct asking a = {.m = m};
	struct li_key keys[LI_ID_KEYS_MAX];
	const struct li_ident *id = li_user_impi(m, user);
	const struct li_binding *b = NULL;
	size_t n = id ? li_ident_whole(id, keys) : 0;

	for (size_t k = 0; k < n; k++)
		put(&a, keys[k]);
	id = NULL;
	while ((id = li_user_impus(m, user, id)))
		if (li_ident_whole(id, keys))
			put(&a, keys[0]);
	while ((b = li_user_bindings(m, user, b)))
		if (li_binding_imei(b, &keys[0], NULL))
			put(&a, keys[0]);
	ask(&a);
	return a.wanted;
}

void li_gained_settle(struct li_mirror *m)
{
	struct li_gained *g = &m->gained;
	bool wanted = false;

	for (size_t i = 0; i < g->count && m->wants && !wanted; i++)
		if (g->users[i])
			wanted = is_wanted(m,
				li_slab_at(&m->users.slab, g->users[i]));
	g->count = 0;
	if (!wanted)
		return;
	m->era++;
	m->gained_version = m->filter ? m->filter->version : 0;
}

/* ---- a session is looked at again ---- */

static bool has_key(const struct li_session *s, struct li_key key)
{
	for (size_t i = 0; i < s->entry_count; i++)
		if (li_key_eq(li_entry_key(&s->entries[i]), key))
			return true;
	return false;
}

/* The user's devices as the session may have them. */
struct devices {
	uint32_t half; /* of the Contact that the user opened it from; 0 where
			* none of them is there, as far as is known */
	bool known;    /* one of these is in the session */
};

/* The rest are in it for want of a better one: who called from elsewhere, with a
 * device that was not registered yet, is taken to have the one that was. */
static bool may_be(const struct devices *d, const struct li_binding *b)
{
	return !d->half || li_binding_near(b, d->half);
}

static struct devices devices_of(const struct li_mirror *m,
	const struct li_session *s, const struct li_user *user, bool opener)
{
	struct devices d = {.half = 0};
	const struct li_binding *b = NULL;
	struct li_key key;

	while (opener && (b = li_user_bindings(m, user, b)))
		if (li_binding_near(b, s->timer.beside))
			d.half = s->timer.beside;
	b = NULL;
	while ((b = li_user_bindings(m, user, b)))
		d.known = d.known ||
			(may_be(&d, b) && li_binding_imei(b, &key, NULL) &&
				has_key(s, key));
	return d;
}

/* A device of the user is in it that registers now, unless one of the others is
 * known to be. TS 33.128 cl. 7.12.2.8 */
static void enter_devices(struct li_mirror *m, const struct devices *d,
	const struct li_user *user, uint32_t stand)
{
	const struct li_binding *b = NULL;
	struct li_key key;

	while (!d->known && (b = li_user_bindings(m, user, b)))
		if (may_be(d, b) && li_binding_imei(b, &key, NULL))
			li_session_enter(m, key, stand);
}

static void look_at(struct li_mirror *m, const struct li_session *s,
	const struct li_entry *e)
{
	const uint8_t sides = li_entry_sides(e);
	struct li_look look = {.enters = true,
		.sides = sides,
		.stand = li_stand(LI_ROLE_REGISTRATION,
			li_stand_sides(e->stand), li_stand_facts(e->stand))};
	struct li_user_list list;
	struct devices d;

	list.count = 0;
	li_user_find(m, li_entry_key(e), &list);
	for (size_t i = 0; i < list.count; i++) {
		li_look_one(m, list.at[i], &look);
		d = devices_of(m, s, list.at[i], sides & LI_SIDE_OPENER);
		enter_devices(m, &d, list.at[i], look.stand);
	}
}

size_t li_session_again(struct li_mirror *m, struct li_session *s)
{
	struct li_session had = *s;
	struct li_entry at[LI_SESSION_ENTRIES_MAX] = {{.stand = 0}};
	size_t before;

	if (s->entry_count)
		memcpy(at, s->entries, s->entry_count * sizeof(*at));
	had.entries = at; /* its own may move */
	li_session_fill(m, s);
	for (size_t i = 0; i < had.entry_count; i++)
		if (li_entry_roles(&at[i]) & ROLES_NAMED)
			look_at(m, &had, &at[i]);
	before = m->entering.before;
	li_session_filled(m, s);
	return before;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"

/* Implicit registration sets, as User-Data lists them. TS 29.228 cl. 6.5, 6.6;
 * TS 23.228 cl. 5.2.1a */

/* A profile on its way into a user. */
struct entry {
	struct li_mirror *m;
	const struct li_event *event;
	struct li_change *change;
	struct li_user *user;
	const struct li_key *impu; /* that the exchange is about, or NULL */
	uint8_t set;
	enum li_reg_state state; /* of who comes */
	bool tells;              /* who came and left */
};

static bool is_listed(const struct li_party *p)
{
	return p->role == LI_ROLE_CX_USER_DATA && p->kind == LI_ID_IMPU &&
		p->key_count;
}

static bool is_in_profile(const struct li_event *event,
	const struct li_ident *id)
{
	for (size_t i = 0; i < event->party_count; i++)
		if (is_listed(&event->parties[i]) &&
			li_ident_is(id, li_look_own(&event->parties[i])))
			return true;
	return false;
}

static void note(struct li_moved *moved, const struct li_identity *id)
{
	for (size_t i = 0; i < moved->count; i++)
		if (strcmp(moved->at[i].text, id->text) == 0)
			return;
	if (moved->count < LI_MOVED_MAX)
		moved->at[moved->count++] = *id;
}

void li_cx_moved_reset(struct li_mirror *m)
{
	m->came.count = m->left.count = 0;
}

/* The default IMPU is the first of the profile that is not barred and is one
 * user's own. TS 29.228 cl. 6.5.1.1 */
static const struct li_party *first_usable(const struct li_event *event)
{
	for (size_t i = 0; i < event->party_count; i++)
		if (is_listed(&event->parties[i]) && !event->parties[i].flags)
			return &event->parties[i];
	return NULL;
}

static struct li_ident *default_of(const struct entry *e)
{
	struct li_ident *id = NULL;

	while ((id = li_user_impus(e->m, e->user, id)))
		if (id->set == e->set && id->flags & LI_IDENT_DEFAULT)
			return id;
	return NULL;
}

/* Who comes into a set is from then on what the set is. */
static void join(const struct entry *e, struct li_ident *id)
{
	if (id->set != e->set)
		id->flags &= (unsigned)~LI_IDENT_DEFAULT & LI_IDENT_FLAGS;
	id->set = e->set;
	if (e->state != LI_REG_NONE && id->state != LI_REG_REGISTERED)
		li_cx_enter_one(e->m, e->user, id, e->state);
}

/* The IMPU as the user has it, added when it has not; NULL: no room. */
static struct li_ident *have(const struct entry *e, const struct li_party *p)
{
	struct li_ident *id = li_user_impu(e->m, e->user, li_look_own(p));
	struct li_identity impu;
	bool known = id && id->set;

	if (!id && li_identity_parse(LI_ID_IMPU, p->text, &impu) == LI_OK)
		id = li_user_add_impu(e->m, e->user, &impu);
	if (!id)
		return NULL;
	if (!known)
		join(e, id);
	if (e->tells && !known && !(p->flags & LI_PARTY_WILDCARD)) {
		li_ident_unpack(&e->m->users.hosts, id, &impu);
		note(&e->m->came, &impu);
	}
	return id;
}

/* Sets that the profile takes together are one: who of them is not in it has
 * left. */
static void unite(const struct entry *e)
{
	for (size_t i = 0; i < e->event->party_count; i++) {
		const struct li_party *p = &e->event->parties[i];
		struct li_ident *id = is_listed(p)
			? li_user_impu(e->m, e->user, li_look_own(p))
			: NULL;
		uint8_t other = id ? id->set : 0;

		if (!other || other == e->set)
			continue;
		id = NULL;
		while ((id = li_user_impus(e->m, e->user, id)))
			if (id->set == other)
				join(e, id);
	}
}

/* One IMPU of the profile. */
static void enter(const struct entry *e, const struct li_party *p)
{
	struct li_ident *id = have(e, p);

	if (!id)
		return;
	id->set = e->set;
	id->alias = (unsigned)p->alias & LI_IDENT_ALIAS_MAX;
	id->flags &= (unsigned)~(LI_IDENT_BARRED | LI_IDENT_WILDCARD) &
		LI_IDENT_FLAGS;
	if (p->flags & LI_PARTY_BARRED)
		id->flags |= LI_IDENT_BARRED;
	if (p->flags & LI_PARTY_WILDCARD)
		id->flags |= LI_IDENT_WILDCARD;
}

/* A push does not change the default IMPU of a set that is registered.
 * TS 29.228 cl. 6.5.2.1 */
static bool is_fixed(const struct entry *e, const struct li_ident *id)
{
	return e->event->cx.command == LI_CX_PPR &&
		id->flags & LI_IDENT_DEFAULT && id->state == LI_REG_REGISTERED;
}

/* Who is in the set and no longer in the profile leaves the user, but for the
 * one that the exchange names: it may stand for a wildcarded one. */
static void drop_others(const struct entry *e)
{
	struct li_ident *id = NULL;
	struct li_identity text;

	while ((id = li_user_impus(e->m, e->user, id))) {
		if (id->set != e->set || is_in_profile(e->event, id) ||
			(e->impu && li_ident_is(id, *e->impu)) ||
			is_fixed(e, id))
			continue;
		li_look_implied(e->m, e->change, id);
		li_ident_unpack(&e->m->users.hosts, id, &text);
		if (e->tells && !(id->flags & LI_IDENT_WILDCARD))
			note(&e->m->left, &text);
		li_user_drop_impu(e->m, e->user, id);
		id = NULL;
	}
}

static void set_default(const struct entry *e)
{
	const struct li_party *first = first_usable(e->event);
	struct li_ident *id = default_of(e);

	if (!first || (id && is_fixed(e, id)))
		return;
	if (id)
		id->flags &= (unsigned)~LI_IDENT_DEFAULT & LI_IDENT_FLAGS;
	id = li_user_impu(e->m, e->user, li_look_own(first));
	if (id)
		id->flags |= LI_IDENT_DEFAULT;
}

/* How much a user's IMPU tells of the set that a profile is of. */
static int weight(const struct li_ident *id)
{
	if (!id)
		return 0;
	if (id->state == LI_REG_REGISTERED)
		return 4;
	if (id->state == LI_REG_UNREGISTERED)
		return 3;
	return id->set ? 2 : 1;
}

/* The most registered IMPU of the profile that the user has. */
static struct li_ident *best_listed(const struct entry *e)
{
	struct li_ident *best = NULL;

	for (size_t i = 0; i < e->event->party_count; i++) {
		const struct li_party *p = &e->event->parties[i];
		struct li_ident *id = is_listed(p)
			? li_user_impu(e->m, e->user, li_look_own(p))
			: NULL;

		if (weight(id) > weight(best))
			best = id;
	}
	return best;
}

/* The set that the profile is of, and what it is: that of the IMPU that the
 * exchange is about, else of the most registered one. False: the user has none
 * of it. */
static bool choose_set(struct entry *e)
{
	struct li_ident *best = best_listed(e), *id = best, *at = NULL;

	if (e->impu)
		id = li_user_impu(e->m, e->user, *e->impu);
	if (!id)
		return false;
	if (!id->set)
		id->set = li_user_new_set(e->user);
	if (weight(best) < weight(id))
		best = id;
	e->set = id->set;
	e->state = (enum li_reg_state)best->state;
	if (weight(best) > weight(id))
		while ((at = li_user_impus(e->m, e->user, at)))
			if (at->set == e->set)
				join(e, at);
	e->tells = default_of(e);
	return true;
}

/* The profile takes the place of the one before, in one user. */
static void replace(struct entry *e)
{
	if (!choose_set(e))
		return;
	unite(e);
	for (size_t i = 0; i < e->event->party_count; i++)
		if (is_listed(&e->event->parties[i]))
			enter(e, &e->event->parties[i]);
	/* What could not be read whole takes nobody away. */
	if (e->event->cx_more.profile_whole)
		drop_others(e);
	set_default(e);
}

void li_cx_profile(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, struct li_user *user,
	const struct li_key *impu)
{
	struct entry e = {.m = m, .event = event, .change = change};
	struct li_user_list list = {.count = 0};
	size_t listed = 0;

	for (size_t i = 0; i < event->party_count; i++)
		if (is_listed(&event->parties[i])) {
			li_user_find(m, li_look_own(&event->parties[i]), &list);
			listed++;
		}
	/* Without User-Data the set that is known stays. TS 29.228 cl. 6.5.1 */
	if (!listed)
		return;
	if (user) {
		e.user = user;
		e.impu = impu;
		replace(&e);
	}
	e.impu = NULL;
	for (size_t i = 0; i < list.count; i++) {
		e.user = list.at[i];
		if (e.user != user)
			replace(&e);
	}
	change->came = m->came.at;
	change->came_count = m->came.count;
	change->left = m->left.at;
	change->left_count = m->left.count;
}

/* How many of the user's IMPUs are in the set of one. */
static size_t size_of_set(const struct li_mirror *m, const struct li_user *user,
	const struct li_ident *of)
{
	struct li_ident *id = NULL;
	size_t n = 0;

	while ((id = li_user_impus(m, user, id)))
		n += id == of || (of->set && id->set == of->set);
	return n;
}

static void copy_set(struct li_mirror *m, struct li_user *user, uint8_t set,
	const struct li_user *from, uint8_t from_set)
{
	const struct li_ident *id = NULL;
	struct li_identity impu;
	struct li_ident *to;

	while ((id = li_user_impus(m, from, id))) {
		if (id->set != from_set)
			continue;
		li_ident_unpack(&m->users.hosts, id, &impu);
		to = li_user_add_impu(m, user, &impu);
		if (!to)
			return;
		to->set = set;
		to->alias = id->alias;
		to->flags |= id->flags &
			(LI_IDENT_BARRED | LI_IDENT_WILDCARD |
				LI_IDENT_DEFAULT);
	}
}

void li_cx_adopt(struct li_mirror *m, struct li_user *user, struct li_key impu)
{
	struct li_ident *id = li_user_impu(m, user, impu);
	struct li_user_list list = {.count = 0};

	if (!id || size_of_set(m, user, id) > 1)
		return;
	if (!id->set)
		id->set = li_user_new_set(user);
	li_user_find(m, impu, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct li_ident *other = list.at[i] == user
			? NULL
			: li_user_impu(m, list.at[i], impu);

		if (other && size_of_set(m, list.at[i], other) > 1) {
			copy_set(m, user, id->set, list.at[i], other->set);
			return;
		}
	}
}

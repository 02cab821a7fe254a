/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx_visited.h"

/* Who is registered at the HSS when a task begins. TS 33.128 cl. 7.2.4.3.3 */

/* A target, and the keys that it is looked for by. */
struct sought {
	const struct li_identity *id;
	struct li_key keys[LI_ID_KEYS_MAX];
	size_t count;
};

static void seek(const struct li_mirror *m, const struct li_identity *id,
	struct sought *out)
{
	out->id = id;
	out->count = li_identity_keys_wanted(id, &m->options.secret, out->keys);
}

static void users_of(const struct li_mirror *m, const struct sought *s,
	struct li_user_list *list)
{
	for (size_t k = 0; k < s->count; k++)
		li_user_find(m, s->keys[k], list);
}

static bool has(const struct li_user_list *list, const struct li_user *user)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i] == user)
			return true;
	return false;
}

static bool is_sought(const struct li_ident *id, const struct sought *s)
{
	for (size_t k = 0; k < s->count; k++)
		if (li_ident_has(id, s->keys[k]))
			return true;
	return false;
}

/* What Cx made of it: SIP alone has nobody unregistered. */
static enum li_reg_state by_cx(const struct li_ident *id)
{
	if (id->state == LI_REG_UNREGISTERED)
		return LI_REG_UNREGISTERED;
	return id->state == LI_REG_REGISTERED && id->flags & LI_IDENT_CX
		? LI_REG_REGISTERED
		: LI_REG_NONE;
}

/* An IMPU's own state, of whatever else its user's. */
static enum li_reg_state state_of(const struct li_mirror *m,
	const struct li_user *user, const struct sought *s)
{
	bool own = s->id->kind == LI_ID_IMPU || s->id->kind == LI_ID_E164;
	enum li_reg_state state = LI_REG_NONE;
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id)))
		if ((!own || is_sought(id, s)) && state != LI_REG_REGISTERED &&
			by_cx(id) != LI_REG_NONE)
			state = by_cx(id);
	return state;
}

/* The state that all targets of a task agree on. */
static enum li_reg_state agreed(const struct li_mirror *m,
	const struct li_user *user, const struct sought *s, size_t count)
{
	enum li_reg_state state = state_of(m, user, &s[0]);

	for (size_t i = 1; i < count; i++)
		if (state_of(m, user, &s[i]) != state)
			return LI_REG_NONE;
	return state;
}

struct li_slice li_mirror_visited(const struct li_mirror *m,
	const struct li_identity *id)
{
	struct li_user_list users = {.count = 0};
	struct sought sought;

	seek(m, id, &sought);
	users_of(m, &sought, &users);
	for (size_t i = 0; i < users.count; i++)
		if (users.at[i]->visited)
			return li_cx_visited_name(m, users.at[i]->visited);
	return (struct li_slice){0};
}

enum li_reg_state li_mirror_registered(const struct li_mirror *m,
	const struct li_identity *targets, size_t count, bool *again)
{
	struct sought sought[LI_MIRROR_TARGETS_MAX];
	struct li_user_list users = {.count = 0};
	enum li_reg_state best = LI_REG_NONE;

	if (count == 0 || count > LI_MIRROR_TARGETS_MAX)
		return LI_REG_NONE;
	for (size_t i = 0; i < count; i++)
		seek(m, &targets[i], &sought[i]);
	users_of(m, &sought[0], &users);
	for (size_t u = 0; u < users.count; u++) {
		const struct li_user *user = users.at[u];
		enum li_reg_state state = agreed(m, user, sought, count);
		bool all = true;

		for (size_t i = 1; i < count && all; i++) {
			struct li_user_list others = {.count = 0};

			users_of(m, &sought[i], &others);
			all = has(&others, user);
		}
		if (!all || state == LI_REG_NONE || best == LI_REG_REGISTERED)
			continue;
		best = state;
		*again = user->again;
	}
	return best;
}

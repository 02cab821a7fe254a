/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/cx_visited.h"

void li_cx_names(const struct li_mirror *m, const struct li_event *event,
	struct li_cx_names *out)
{
	const struct li_party *impu =
		li_look_role(event, LI_ROLE_CX_PUBLIC_IDENTITY);
	struct li_key keys[LI_ID_KEYS_MAX];

	out->pair = (struct li_pair){.impi = NULL};
	if (impu) {
		out->impu = li_look_own(impu);
		out->pair.impu = &out->impu;
	}
	if (event->cx.user_name.n &&
		li_identity_parse(LI_ID_IMPI, event->cx.user_name,
			&out->text) == LI_OK) {
		li_identity_keys_given(&out->text, &m->options.secret, keys);
		out->impi = keys[0];
		out->pair.impi = &out->impi;
		out->pair.impi_text = &out->text;
	}
}

enum li_reg_state li_cx_state(struct li_mirror *m, const struct li_event *event)
{
	struct li_cx_names names;
	struct li_user *user;
	struct li_ident *id;

	li_cx_names(m, event, &names);
	user = li_look_user(m, &names.pair, false);
	if (!user)
		return LI_REG_NONE;
	if (!names.pair.impu)
		return li_user_state(m, user);
	id = li_user_impu(m, user, names.impu);
	return id ? (enum li_reg_state)id->state : LI_REG_NONE;
}

void li_cx_set_state(struct li_mirror *m, struct li_change *change,
	struct li_user *user, struct li_ident *impu, enum li_reg_state state)
{
	struct li_ident *id = NULL;

	while ((id = li_user_impus(m, user, id))) {
		if (id != impu && (impu->set == 0 || id->set != impu->set))
			continue;
		id->state = (uint8_t)state;
		li_look_implied(m, change, id);
	}
}

/* The users of every party of a role. */
static void users_of(const struct li_mirror *m, const struct li_event *event,
	enum li_role role, struct li_user_list *list)
{
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		if (p->role != role || !li_cx_speaks_of(event, p))
			continue;
		for (size_t k = 0; k < p->key_count; k++)
			li_user_find(m, p->keys[k], list);
	}
}

/* Set the states of what the event names of a user, or of all that the user
 * has when it names no IMPU, and tell of them; with `to` NULL only tell. */
static void touch(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, struct li_user *user,
	const enum li_reg_state *to)
{
	struct li_ident *id = NULL;
	bool named = false;

	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		if (p->role != LI_ROLE_CX_PUBLIC_IDENTITY)
			continue;
		named = true;
		id = li_user_impu(m, user, li_look_own(p));
		if (id)
			li_cx_set_state(m, change, user, id,
				to ? *to : (enum li_reg_state)id->state);
	}
	id = NULL;
	while (!named && (id = li_user_impus(m, user, id))) {
		if (to)
			id->state = (uint8_t)*to;
		li_look_implied(m, change, id);
	}
}

/* The users that the event speaks of. An IMPI that is named speaks for its own
 * registrations only: another IMPI may share the IMPU. TS 29.228 cl. 6.1.2 */
static void concerned(const struct li_mirror *m, const struct li_event *event,
	struct li_user_list *list)
{
	struct li_user_list impu_users = {.count = 0};
	struct li_cx_names names;

	users_of(m, event, LI_ROLE_CX_USER_NAME, list);
	if (list->count)
		return;
	users_of(m, event, LI_ROLE_CX_PUBLIC_IDENTITY, &impu_users);
	li_cx_names(m, event, &names);
	if (!names.pair.impi) {
		*list = impu_users;
		return;
	}
	for (size_t i = 0; i < impu_users.count; i++)
		if (!impu_users.at[i]->named)
			list->at[list->count++] = impu_users.at[i];
}

/* An emergency registration stays when the HSS takes all others back.
 * TS 29.228 cl. 6.1.3 */
static bool stays(const struct li_mirror *m, const struct li_event *event,
	const struct li_user *user)
{
	struct li_binding *b = NULL;

	while (event->cx.command == LI_CX_RTR &&
		(b = li_user_bindings(m, user, b)))
		if (b->flags & LI_BINDING_SOS)
			return true;
	return false;
}

void li_cx_leave(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, enum li_reg_state state)
{
	struct li_user_list list = {.count = 0};

	concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++) {
		struct li_user *user = list.at[i];

		li_cx_visited_tell(m, user, change);
		touch(m, event, change, user,
			stays(m, event, user) ? NULL : &state);
		if (li_user_state(m, user) != LI_REG_NONE)
			continue;
		user->by_cx = user->again = false;
		li_user_unbind_all(m, user);
		if (!user->binding_count)
			user->end_s = m->now_s + LI_USER_GRACE_S;
		li_user_arm(m, user);
	}
}

void li_cx_concern(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	struct li_user_list list = {.count = 0};

	concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++) {
		li_cx_visited_tell(m, list.at[i], change);
		touch(m, event, change, list.at[i], NULL);
	}
}

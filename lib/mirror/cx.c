/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"

bool li_cx_impi(const struct li_event *event, struct li_identity *out)
{
	return event->cx.user_name.n &&
		li_identity_parse(LI_ID_IMPI, event->cx.user_name, out) ==
		LI_OK;
}

enum li_reg_state li_cx_state(struct li_mirror *m, const struct li_event *event)
{
	struct li_identity impi, impu;
	bool has_impi = li_cx_impi(event, &impi);
	bool has_impu = li_look_parse(event, LI_ROLE_CX_PUBLIC_IDENTITY, &impu);
	struct li_user *user = li_look_user(m, has_impi ? &impi : NULL,
		has_impu ? &impu : NULL, false);
	struct li_ident *id;

	if (!user)
		return LI_REG_NONE;
	id = has_impu ? li_user_impu(user, &impu) : NULL;
	if (id)
		return (enum li_reg_state)id->state;
	return has_impu ? LI_REG_NONE : li_user_state(user);
}

void li_cx_set_state(struct li_mirror *m, struct li_change *change,
	struct li_user *user, struct li_ident *impu, enum li_reg_state state)
{
	for (struct li_ident *id = user->impus; id; id = id->next) {
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
	struct li_identity impu;
	bool named = false;

	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];
		struct li_ident *id;

		if (p->role != LI_ROLE_CX_PUBLIC_IDENTITY)
			continue;
		named = true;
		if (li_identity_parse(LI_ID_IMPU, p->text, &impu))
			continue;
		id = li_user_impu(user, &impu);
		if (id)
			li_cx_set_state(m, change, user, id,
				to ? *to : (enum li_reg_state)id->state);
	}
	for (struct li_ident *id = user->impus; id && !named; id = id->next) {
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
	struct li_identity impi;

	users_of(m, event, LI_ROLE_CX_USER_NAME, list);
	if (list->count)
		return;
	users_of(m, event, LI_ROLE_CX_PUBLIC_IDENTITY, &impu_users);
	if (!li_cx_impi(event, &impi)) {
		*list = impu_users;
		return;
	}
	for (size_t i = 0; i < impu_users.count; i++)
		if (!impu_users.at[i]->impi)
			list->at[list->count++] = impu_users.at[i];
}

void li_cx_leave(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, enum li_reg_state state)
{
	struct li_user_list list = {.count = 0};

	concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++) {
		struct li_user *user = list.at[i];

		touch(m, event, change, user, &state);
		if (li_user_state(user) != LI_REG_NONE)
			continue;
		li_user_unbind_all(m, user);
		user->due_s = m->now_s + LI_USER_GRACE_S;
		li_user_arm(m, user);
	}
}

void li_cx_concern(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	struct li_user_list list = {.count = 0};

	concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++)
		touch(m, event, change, list.at[i], NULL);
}

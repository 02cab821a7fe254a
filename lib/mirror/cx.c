/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/cx_visited.h"

enum { GPP = 10415 };

/* The party that User-Name is, if it is one. */
static const struct li_party *user_name(const struct li_event *event)
{
	for (size_t i = 0; i < event->party_count; i++)
		if (event->parties[i].role == LI_ROLE_CX_USER_NAME &&
			event->parties[i].key_count &&
			li_slice_eq(event->parties[i].text,
				event->cx.user_name))
			return &event->parties[i];
	return NULL;
}

void li_cx_names(const struct li_mirror *m, const struct li_event *event,
	struct li_cx_names *out)
{
	const struct li_party *impu =
		li_event_party(event, LI_ROLE_CX_PUBLIC_IDENTITY);
	const struct li_party *impi = user_name(event);
	struct li_key keys[LI_ID_KEYS_MAX];

	out->pair = (struct li_pair){.impi = NULL};
	if (impu) {
		out->impu = li_look_own(impu);
		out->pair.impu = &out->impu;
	}
	if (event->cx.user_name.n == 0)
		return;
	if (impi) {
		out->impi = impi->keys[0];
	} else {
		if (li_identity_parse(LI_ID_IMPI, event->cx.user_name,
			    &out->text))
			return;
		li_identity_keys_given(&out->text, &m->options.secret, keys);
		out->impi = keys[0];
	}
	out->pair.impi = &out->impi;
}

struct li_user *li_cx_user(struct li_mirror *m, const struct li_event *event,
	struct li_cx_names *names)
{
	struct li_user *user = li_look_user(m, &names->pair, false);

	/* The text is only for a user that has no name. */
	if (user && (user->named || !names->pair.impi))
		return user;
	if (names->pair.impi &&
		li_identity_parse(LI_ID_IMPI, event->cx.user_name,
			&names->text) == LI_OK)
		names->pair.impi_text = &names->text;
	return li_look_user(m, &names->pair, true);
}

/* The IMPU's state, whoever has it. */
static enum li_reg_state of_all(const struct li_mirror *m, struct li_key impu)
{
	struct li_user_list list = {.count = 0};
	enum li_reg_state most = LI_REG_NONE;

	li_user_find(m, impu, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct li_ident *id = li_user_impu(m, list.at[i], impu);

		if (id &&
			(id->state == LI_REG_REGISTERED ||
				(id->state != LI_REG_NONE &&
					most != LI_REG_REGISTERED)))
			most = (enum li_reg_state)id->state;
	}
	return most;
}

enum li_reg_state li_cx_state(struct li_mirror *m, const struct li_event *event)
{
	struct li_cx_names names;
	struct li_user *user;
	struct li_ident *id;

	li_cx_names(m, event, &names);
	if (names.pair.impu && !names.pair.impi)
		return of_all(m, names.impu);
	user = li_look_user(m, &names.pair, false);
	if (!user)
		return LI_REG_NONE;
	if (!names.pair.impu)
		return li_user_state(m, user);
	id = li_user_impu(m, user, names.impu);
	return id ? (enum li_reg_state)id->state : LI_REG_NONE;
}

bool li_cx_is_experimental(const struct li_cx *cx, uint32_t code)
{
	return cx->answered && cx->experimental && cx->result_vendor == GPP &&
		cx->result == code;
}

bool li_cx_granted(const struct li_cx *cx)
{
	bool base = cx->answered && !cx->experimental;

	switch (cx->command) {
	case LI_CX_UAR: /* FIRST_, SUBSEQUENT_REGISTRATION */
		return li_cx_is_experimental(cx, 2001) ||
			li_cx_is_experimental(cx, 2002) ||
			(base && cx->result == 2001);
	case LI_CX_SAR: /* SUCCESS_SERVER_NAME_NOT_STORED */
		return li_cx_is_experimental(cx, 2004) ||
			(base && cx->result == 2001);
	case LI_CX_RTR: /* LIMITED_SUCCESS: all but emergency registrations */
		return base && (cx->result == 2001 || cx->result == 2002);
	case LI_CX_LIR:
	case LI_CX_MAR:
	case LI_CX_PPR: return base && cx->result == 2001;
	}
	return false;
}

struct li_key li_cx_own(const struct li_mirror *m, const struct li_ident *impu)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_identity text;

	li_ident_unpack(&m->users.hosts, impu, &text);
	li_identity_keys_wanted(&text, &m->options.secret, keys);
	return keys[0];
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

/* An IMPI that is named speaks for its own registrations only: another IMPI may
 * share the IMPU. TS 29.228 cl. 6.1.2 */
void li_cx_concerned(const struct li_mirror *m, const struct li_event *event,
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

/* Tell of the IMPUs of a user that are concerned: all, or those of the sets of
 * the ones that are named. */
static void tell(struct li_mirror *m, const struct li_event *event,
	struct li_change *change, const struct li_user *user)
{
	struct li_ident *id = NULL, *of;
	bool named = li_event_party(event, LI_ROLE_CX_PUBLIC_IDENTITY);

	while (!named && (id = li_user_impus(m, user, id)))
		li_look_implied(m, change, id);
	for (size_t i = 0; named && i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		of = p->role == LI_ROLE_CX_PUBLIC_IDENTITY
			? li_user_impu(m, user, li_look_own(p))
			: NULL;
		while (of && (id = li_user_impus(m, user, id)))
			if (id == of || (of->set && id->set == of->set))
				li_look_implied(m, change, id);
	}
}

void li_cx_concern(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	struct li_user_list list = {.count = 0};

	li_cx_concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++) {
		li_cx_visited_tell(m, list.at[i], change);
		tell(m, event, change, list.at[i]);
	}
}

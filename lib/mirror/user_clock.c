/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/inside.h"

enum { LOOKED_AT = 16 }; /* candidates for an eviction */

static struct li_user *at(const struct li_mirror *m, uint32_t ref)
{
	return li_slab_at(&m->users.slab, ref);
}

void li_user_stop(struct li_mirror *m, struct li_user *user)
{
	if (!user->timed)
		return;
	if (user->prev)
		at(m, user->prev)->next = user->next;
	else
		m->users.slots[user->slot] = user->next;
	if (user->next)
		at(m, user->next)->prev = user->prev;
	user->next = user->prev = 0;
	user->timed = false;
}

/* When the next thing happens to the user. */
static uint32_t due(const struct li_mirror *m, const struct li_user *user)
{
	const struct li_binding *b = NULL;
	uint32_t first = user->end_s;

	while ((b = li_user_bindings(m, user, b)))
		if (b->due_s < first)
			first = b->due_s;
	return first;
}

void li_user_arm(struct li_mirror *m, struct li_user *user)
{
	uint32_t when = due(m, user);
	uint32_t *slot;

	if (when < m->users.at_s)
		when = m->users.at_s;
	when %= LI_USER_SLOTS;
	if (user->timed && user->slot == when)
		return;
	li_user_stop(m, user);
	slot = &m->users.slots[when];
	user->slot = when & (LI_USER_SLOTS - 1);
	user->next = *slot;
	if (user->next)
		at(m, user->next)->prev = user->self;
	*slot = user->self;
	user->timed = true;
}

/* One contact that is past its time goes; false when there is none. */
static bool drop_one(struct li_mirror *m, struct li_user *user)
{
	struct li_binding *b = NULL;

	while ((b = li_user_bindings(m, user, b)))
		if (b->due_s <= m->now_s)
			return li_user_unbind(m, user, b->uri);
	return false;
}

/* The last contact ran out. Unless Cx has it registered still, whose word that
 * is then, it is no longer registered, and after a grace time no longer known.
 * RFC 3261 cl. 10.3; TS 29.228 cl. 6.1.2 */
static void run_out(struct li_mirror *m, struct li_user *user)
{
	if (li_user_in_cx(m, user))
		user->sip_gone = true;
	if (user->sip_gone) {
		user->end_s = m->now_s + m->options.registration_age_s;
		return;
	}
	li_user_set_state(m, user, 0, LI_REG_NONE);
	user->end_s = m->now_s + LI_USER_GRACE_S;
}

/* Do what the clock was set for. */
static void ring(struct li_mirror *m, struct li_user *user)
{
	bool had = user->binding_count;

	m->expired++;
	if (user->end_s <= m->now_s) {
		li_user_free(m, user);
		return;
	}
	while (drop_one(m, user))
		;
	if (had && !user->binding_count)
		run_out(m, user);
	li_user_arm(m, user);
}

void li_user_tick(struct li_mirror *m, size_t *work)
{
	struct li_users *us = &m->users;

	/* After a long sleep one lap sees every slot. */
	if (m->now_s > us->at_s && m->now_s - us->at_s > LI_USER_SLOTS)
		us->at_s = m->now_s - LI_USER_SLOTS;
	for (; us->at_s <= m->now_s && *work; us->at_s++) {
		uint32_t ref = us->slots[us->at_s % LI_USER_SLOTS];

		while (ref) {
			struct li_user *user = at(m, ref);

			ref = user->next;
			*work -= *work > 0;
			if (due(m, user) <= m->now_s)
				ring(m, user);
		}
	}
}

/* Of some in a slot the one whose time comes first and who is no target; who
 * may be one is in *spared. */
static struct li_user *first_of(struct li_mirror *m, uint32_t ref,
	struct li_user **spared)
{
	struct li_user *first = NULL;

	for (int n = 0; ref && n < LOOKED_AT; n++) {
		struct li_user *user = at(m, ref);

		ref = user->next;
		if (first && due(m, user) >= due(m, first))
			continue;
		if (li_room_wants(m, user))
			*spared = user;
		else
			first = user;
	}
	return first;
}

void li_user_evict(struct li_mirror *m)
{
	struct li_users *us = &m->users;
	struct li_user *first = NULL, *spared = NULL;

	for (uint32_t i = 0; i < LI_USER_SLOTS && !first; i++)
		first = first_of(m, us->slots[(us->at_s + i) % LI_USER_SLOTS],
			&spared);
	if (!first)
		first = spared;
	if (!first)
		return;
	li_user_free(m, first);
	m->evicted++;
}

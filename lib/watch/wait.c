/* SPDX-License-Identifier: BSD-3-Clause */
#include "watch/wait.h"

enum {
	ROLES = LI_ROLE_CX_PUBLIC_IDENTITY | LI_ROLE_CX_USER_NAME | LI_ROLE_TO |
		LI_ROLE_AUTH_USERNAME,
};

static struct li_slice keep(struct li_slice s, char room[LI_SECURITY_TEXT])
{
	if (s.n > LI_SECURITY_TEXT)
		s.n = LI_SECURITY_TEXT;
	if (s.n)
		memcpy(room, s.p, s.n);
	return li_slice(room, s.n);
}

bool li_wait_put(struct li_wait *wait, const struct li_security_event *e,
	uint64_t origin, const struct li_event *event)
{
	struct li_waiting *w = wait->slots;

	while (w < wait->slots + LI_WAIT_MAX && w->due_us)
		w++;
	if (w == wait->slots + LI_WAIT_MAX)
		return false;
	*w = (struct li_waiting){
		.due_us = event->mono_us + LI_WAIT_US,
		.origin = origin,
		.e = *e,
	};
	w->e.node = keep(e->node, w->node);
	w->e.peer = keep(e->peer, w->peer);
	w->e.server = keep(e->server, w->server);
	for (size_t i = 0;
		i < event->party_count && w->key_count < LI_WAIT_KEYS; i++)
		if (event->parties[i].role & ROLES &&
			event->parties[i].key_count)
			w->keys[w->key_count++] = event->parties[i].keys[0];
	wait->count++;
	return true;
}

static bool is_of(const struct li_waiting *w, const struct li_event *event)
{
	for (size_t i = 0; i < event->party_count; i++) {
		const struct li_party *p = &event->parties[i];

		if (!(p->role & ROLES) || !p->key_count)
			continue;
		for (size_t k = 0; k < w->key_count; k++)
			if (li_key_eq(w->keys[k], p->keys[0]))
				return true;
	}
	return false;
}

void li_wait_explain(struct li_wait *wait, const struct li_event *event)
{
	for (size_t i = 0; wait->count && i < LI_WAIT_MAX; i++)
		if (wait->slots[i].due_us && is_of(&wait->slots[i], event)) {
			wait->slots[i].due_us = 0;
			wait->count--;
		}
}

bool li_wait_due(struct li_wait *wait, int64_t mono_us,
	struct li_security_event *e, uint64_t *origin)
{
	for (size_t i = 0; wait->count && i < LI_WAIT_MAX; i++) {
		struct li_waiting *w = &wait->slots[i];

		if (!w->due_us || w->due_us > mono_us)
			continue;
		*e = w->e;
		*origin = w->origin;
		w->due_us = 0;
		wait->count--;
		return true;
	}
	return false;
}

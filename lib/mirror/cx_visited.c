/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"
#include "mirror/cx_visited.h"

enum { /* TS 29.229 cl. 6.3.24 */
	DE_REGISTRATION = 1,
};

struct li_slice li_cx_visited_name(const struct li_mirror *m, uint16_t network)
{
	return network ? li_intern_text(&m->users.hosts, network)
		       : (struct li_slice){0};
}

/* Put a network in place of one. */
static void put(struct li_mirror *m, uint16_t *at, struct li_slice name)
{
	uint16_t before = *at;

	*at = name.n ? li_intern_take(&m->users.hosts, &m->options.secret, name)
		     : 0;
	if (before)
		li_intern_give(&m->users.hosts, before);
}

void li_cx_visited_asked(struct li_mirror *m, const struct li_event *event,
	struct li_user *user, struct li_change *change)
{
	const struct li_cx *cx = &event->cx;
	struct li_slice name = cx->visited_network;

	/* A user that leaves does not register. */
	if (!name.n || cx->authorization_type == DE_REGISTRATION)
		return;
	change->visited = name;
	/* TS 33.107 cl. 7A.2.3.1 */
	change->visited_changed = !user ||
		!li_slice_eq(name, li_cx_visited_name(m, user->attempt));
	/* An attempt that is refused changes nothing: only FIRST_ and
	 * SUBSEQUENT_REGISTRATION, or SUCCESS with capabilities, accept one.
	 * TS 29.228 cl. 6.1.1.1; TS 29.229 cl. 6.2.1 */
	if (user && change->visited_changed && li_cx_granted(cx))
		put(m, &user->attempt, name);
}

void li_cx_visited_assigned(struct li_mirror *m, const struct li_event *event,
	struct li_user *user, struct li_change *change)
{
	struct li_slice attempt = li_cx_visited_name(m, user->attempt);

	if (!attempt.n)
		return;
	change->visited = attempt;
	change->visited_changed = user->attempt != user->visited;
	/* TS 29.228 cl. 6.1.2.1 */
	if (change->visited_changed && li_cx_granted(&event->cx))
		put(m, &user->visited, attempt);
}

void li_cx_visited_tell(const struct li_mirror *m, const struct li_user *user,
	struct li_change *change)
{
	if (!change->visited.n)
		change->visited = li_cx_visited_name(m, user->visited);
}

void li_cx_visited_set(struct li_mirror *m, struct li_user *user,
	struct li_slice visited, struct li_slice attempt)
{
	put(m, &user->visited, visited);
	put(m, &user->attempt, attempt);
}

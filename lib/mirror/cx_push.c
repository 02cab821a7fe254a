/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/cx.h"

/* What the HSS pushes: it takes registrations back (RTR/RTA), or has another
 * profile (PPR/PPA). TS 29.228 cl. 6.1.3, 6.2.2 */

enum reason { /* TS 29.229 cl. 6.3.17 */
	PERMANENT_TERMINATION = 0,
	NEW_SERVER_ASSIGNED = 1,
	SERVER_CHANGE = 2,
	REMOVE_SCSCF = 3,
};

enum { LIMITED_SUCCESS = 2002 };

/* What stays although the HSS took it back: emergency registrations, which the
 * S-CSCF names. TS 29.228 cl. 6.1.3 */
static struct li_cx_end end_of(const struct li_event *event)
{
	int32_t reason = event->cx.reason_code;
	struct li_cx_end end = {
		.stored = false,
		/* All registrations are ended, and the UE is asked to register
		 * anew. TS 29.228 cl. 6.1.3.1 */
		.all = reason == SERVER_CHANGE,
	};

	if (event->cx.result == LIMITED_SUCCESS) {
		end.but = &event->cx_more;
		end.guessed = event->crowded; /* not all of them were read */
	}
	return end;
}

/* A contact of an emergency registration tells of one in SIP, whatever the
 * S-CSCF named. */
static bool has_emergency(const struct li_mirror *m, const struct li_user *user)
{
	struct li_binding *b = NULL;

	while ((b = li_user_bindings(m, user, b)))
		if (b->flags & LI_BINDING_SOS)
			return true;
	return false;
}

static bool is_spared(const struct li_mirror *m, const struct li_event *event)
{
	struct li_user_list list = {.count = 0};
	bool spared = false;

	if (event->cx.reason_code == SERVER_CHANGE)
		return false;
	li_cx_concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++)
		spared = spared || has_emergency(m, list.at[i]);
	return spared;
}

/* Another S-CSCF has the user; only the old one forgets it. If the one that is
 * asked is the one that is known to serve it, the user is registered nowhere
 * that is known of. TS 29.228 cl. 8.1.1 */
static bool is_elsewhere(const struct li_mirror *m,
	const struct li_event *event)
{
	struct li_user_list list = {.count = 0};

	if (event->cx.reason_code != NEW_SERVER_ASSIGNED)
		return false;
	li_cx_concerned(m, event, &list);
	for (size_t i = 0; i < list.count; i++)
		if (li_cx_is_serving(m, event, list.at[i]))
			return false;
	return true;
}

static void terminate(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	struct li_cx_end end = end_of(event);
	struct li_user_list list = {.count = 0};

	if (!event->cx.answered) {
		/* It may have been carried out or not, and may come again. */
		li_cx_concerned(m, event, &list);
		for (size_t i = 0; i < list.count; i++)
			list.at[i]->stale = true;
		if (list.count)
			change->contradictions |= LI_CONTRADICTION_STALE;
	}
	if (!li_cx_granted(&event->cx) || is_elsewhere(m, event) ||
		(!end.but && is_spared(m, event)))
		li_cx_concern(m, event, change);
	else
		li_cx_leave(m, event, change, &end);
}

/* It is sent for one IMPI of those that share the IMPUs, and counts for all:
 * the profile is the IMPUs'. TS 29.228 cl. 6.2.2 */
static void push(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	if (li_cx_granted(&event->cx))
		li_cx_profile(m, event, change, NULL, NULL);
}

void li_cx_push_apply(struct li_mirror *m, const struct li_event *event,
	struct li_change *change)
{
	if (event->cx.command == LI_CX_RTR)
		terminate(m, event, change);
	else
		push(m, event, change);
}

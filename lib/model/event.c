/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/event.h"

bool li_cx_success(const struct li_cx *cx)
{
	if (!cx->answered || cx->result < 2000 || cx->result > 2999)
		return false;
	/* The number alone says nothing: an Experimental-Result counts only as
	 * 3GPP's. TS 29.229 cl. 6.2 */
	return !cx->experimental || cx->result_vendor == 10415;
}

static size_t count_of(const struct li_event *event, enum li_role role)
{
	size_t n = 0;

	for (size_t i = 0; i < event->party_count; i++)
		n += event->parties[i].role == role;
	return n;
}

/* The last party of the role that has most. */
static struct li_party *most(struct li_event *event, size_t *count)
{
	uint8_t counts[32] = {0};
	size_t role = 0;

	_Static_assert(LI_EVENT_IDENTITIES_MAX < UINT8_MAX, "they count it");
	for (size_t i = 0; i < event->party_count; i++) {
		size_t bit = (size_t)__builtin_ctz(event->parties[i].role);

		if (++counts[bit] > counts[role])
			role = bit;
	}
	*count = counts[role];
	for (size_t i = event->party_count; i > 0; i--)
		if (event->parties[i - 1].role == 1U << role)
			return &event->parties[i - 1];
	return NULL;
}

struct li_party *li_event_room(struct li_event *event, enum li_role role)
{
	struct li_party *last;
	size_t n;

	if (event->party_count < LI_EVENT_IDENTITIES_MAX)
		return &event->parties[event->party_count++];
	event->crowded = true;
	last = most(event, &n);
	return count_of(event, role) + 1 < n ? last : NULL;
}

const struct li_party *li_event_party(const struct li_event *event,
	enum li_role role)
{
	for (size_t i = 0; i < event->party_count; i++)
		if (event->parties[i].role == role &&
			event->parties[i].key_count)
			return &event->parties[i];
	return NULL;
}

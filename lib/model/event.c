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

/* The last of this role whom nobody looks for, or NULL. */
static struct li_party *unwanted(struct li_event *event, enum li_role role,
	const struct li_asks *asks)
{
	for (size_t i = event->party_count; i > 0; i--)
		if (event->parties[i - 1].role == role &&
			!asks->wants(asks->data, &event->parties[i - 1]))
			return &event->parties[i - 1];
	return NULL;
}

/* The same of any role that has several. */
static struct li_party *unwanted_any(struct li_event *event,
	const struct li_asks *asks)
{
	for (size_t i = event->party_count; i > 0; i--)
		if (count_of(event, event->parties[i - 1].role) > 1 &&
			!asks->wants(asks->data, &event->parties[i - 1]))
			return &event->parties[i - 1];
	return NULL;
}

struct li_party *li_event_room_for(struct li_event *event,
	const struct li_party *party, const struct li_asks *asks)
{
	struct li_party *last, *out;
	bool wanted;
	size_t n;

	if (event->party_count < LI_EVENT_IDENTITIES_MAX)
		return &event->parties[event->party_count++];
	event->crowded = true;
	wanted = asks->wants(asks->data, party);
	last = most(event, &n);
	if (!wanted && count_of(event, party->role) + 1 >= n)
		return NULL;
	out = unwanted(event, last->role, asks);
	return out || !wanted ? out : unwanted_any(event, asks);
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

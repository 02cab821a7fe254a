/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/wheel.h"

enum {
	LOOKED_AT = 16, /* in a search for who is first */
	SPARED = 64,    /* passed over on the way */
};

static struct li_alarm **slot_of(struct li_wheel *wheel, uint32_t due_s)
{
	return &wheel->slots[due_s % LI_WHEEL_SLOTS];
}

void li_wheel_stop(struct li_wheel *wheel, struct li_alarm *timer)
{
	if (!timer->back)
		return;
	*timer->back = timer->next;
	if (timer->next)
		timer->next->back = timer->back;
	timer->next = NULL;
	timer->back = NULL;
	wheel->count--;
}

void li_wheel_set(struct li_wheel *wheel, struct li_alarm *timer,
	uint32_t due_s)
{
	struct li_alarm **slot;

	if (due_s < wheel->at_s)
		due_s = wheel->at_s;
	if (timer->back && timer->due_s == due_s)
		return;
	li_wheel_stop(wheel, timer);
	slot = slot_of(wheel, due_s);
	timer->due_s = due_s;
	timer->next = *slot;
	timer->back = slot;
	if (timer->next)
		timer->next->back = &timer->next;
	*slot = timer;
	wheel->count++;
}

struct li_alarm *li_wheel_due(struct li_wheel *wheel, uint32_t now_s,
	size_t *work)
{
	struct li_alarm *t;

	/* After a long sleep one lap sees every slot. */
	if (now_s - wheel->at_s > LI_WHEEL_SLOTS && now_s > wheel->at_s)
		wheel->at_s = now_s - LI_WHEEL_SLOTS;
	for (; wheel->at_s <= now_s && *work; wheel->at_s++) {
		for (t = *slot_of(wheel, wheel->at_s); t; t = t->next) {
			if (*work)
				(*work)--;
			if (t->due_s > now_s)
				continue;
			li_wheel_stop(wheel, t);
			return t;
		}
	}
	return NULL;
}

/* A search for who goes off first. */
struct search {
	li_wheel_spare_fn spare;
	const void *data;
	struct li_alarm *first, *spared;
	size_t left, spares; /* to be looked at */
};

/* A slot may hold a whole second of a flood: not all of it is looked at. */
static void search_slot(struct search *s, struct li_alarm *t)
{
	for (; t && s->left; t = t->next) {
		s->left--;
		if (s->first && t->due_s >= s->first->due_s)
			continue;
		if (!s->spare || !s->spare(t, s->data)) {
			s->first = t;
			continue;
		}
		if (!s->spared || t->due_s < s->spared->due_s)
			s->spared = t;
		if (s->spares) {
			s->spares--;
			s->left++;
		}
	}
}

struct li_alarm *li_wheel_first(const struct li_wheel *wheel,
	li_wheel_spare_fn spare, const void *data)
{
	struct search s = {.spare = spare,
		.data = data,
		.left = LOOKED_AT,
		.spares = SPARED};

	for (uint32_t i = 0;
		i < LI_WHEEL_SLOTS && wheel->count && !s.first && s.left; i++)
		search_slot(&s,
			wheel->slots[(wheel->at_s + i) % LI_WHEEL_SLOTS]);
	return s.first ? s.first : s.spared;
}

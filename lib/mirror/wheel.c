/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/wheel.h"

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

struct li_alarm *li_wheel_first(const struct li_wheel *wheel)
{
	for (uint32_t i = 0; i < LI_WHEEL_SLOTS && wheel->count; i++) {
		struct li_alarm
			*t = wheel->slots[(wheel->at_s + i) % LI_WHEEL_SLOTS],
			*first = t;

		for (; t; t = t->next)
			if (t->due_s < first->due_s)
				first = t;
		if (first)
			return first;
	}
	return NULL;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/health.h"

bool li_health_note(struct li_health *h, bool open, int64_t now_us,
	int64_t down_us)
{
	const enum li_health_state to = open ? LI_HEALTH_UP : LI_HEALTH_DOWN;
	const int64_t wait_us = open ? LI_HEALTH_UP_US : down_us;

	if (h->since_us == 0 || h->open != open) {
		h->open = open;
		h->since_us = now_us;
	}
	if (h->state == to || now_us - h->since_us < wait_us)
		return false;
	h->state = to;
	return true;
}

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * delay.c - see delay.h.
 */
#include "delay.h"

#include <string.h>

void delay_reset(struct delay *d)
{
	memset(d->steps, 0, sizeof(d->steps));
	d->count = 0;
}

void delay_sent(struct delay *d, uint32_t n, uint64_t now_us)
{
	d->sent_us[n % DELAY_PENDING] = now_us;
}

void delay_answered(struct delay *d, uint32_t n, uint64_t now_us)
{
	uint64_t step =
		(now_us - d->sent_us[n % DELAY_PENDING]) / DELAY_STEP_US;

	d->steps[step < DELAY_STEPS ? step : DELAY_STEPS]++;
	d->count++;
}

uint32_t delay_of(const struct delay *d, uint32_t percent)
{
	uint64_t want = ((uint64_t)d->count * percent + 99) / 100, seen = 0;

	for (uint32_t step = 0; step <= DELAY_STEPS; step++) {
		seen += d->steps[step];
		if (seen >= want)
			return (step + 1) * DELAY_STEP_US;
	}
	return DELAY_STEPS * DELAY_STEP_US;
}

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * delay.h - how long answers took, as a distribution.
 *
 * Threads  One.
 * Memory   A struct delay is large: keep it static.
 * Spec     none.
 */
#ifndef CXLOAD_DELAY_H
#define CXLOAD_DELAY_H

#include <stdint.h>

enum {
	DELAY_STEP_US = 5,
	DELAY_STEPS = 200000,   /* longer ones count as a second */
	DELAY_PENDING = 1 << 14 /* requests under way at once, at most */
};

struct delay {
	uint64_t sent_us[DELAY_PENDING];
	uint32_t steps[DELAY_STEPS + 1];
	uint32_t count;
};

/* Forget all that was counted; what is under way stays so. */
void delay_reset(struct delay *d);

/* Request number n was sent; its answer came. */
void delay_sent(struct delay *d, uint32_t n, uint64_t now_us);
void delay_answered(struct delay *d, uint32_t n, uint64_t now_us);

/* What so many of a hundred took at most, in microseconds. */
uint32_t delay_of(const struct delay *d, uint32_t percent);

#endif

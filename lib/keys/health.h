/* SPDX-License-Identifier: BSD-3-Clause
 *
 * health.h - does a KMS answer? One that did not, three times in a row, is left
 * alone for a while, so that a dead one delays no stream again and again.
 *
 * Floor    4: base, net.
 * Threads  The loop's.
 * Memory   A value.
 * Spec     TS 33.107 cl. 7A.7.3 (a timer, then the failure is told)
 */
#ifndef LI_KEYS_HEALTH_H
#define LI_KEYS_HEALTH_H

#include <stdbool.h>
#include <stddef.h>

#include "net/backoff.h"

enum { LI_KMS_SILENT_MAX = 3 }; /* in a row */

struct li_kms_health {
	unsigned int silent; /* in a row */
	int64_t until_us;    /* it is left alone, on a monotonic clock */
	struct li_backoff backoff;
};

/* Begin, as if it had answered. seed is any number, another for each. */
void li_kms_health_init(struct li_kms_health *h, uint64_t seed);

/* Is it left alone now? */
bool li_kms_health_rests(const struct li_kms_health *h, int64_t now_us);

/* Are all of these, which are `count` places in `all`? */
bool li_kms_health_all_rest(const struct li_kms_health *all,
	const uint8_t *places, size_t count, int64_t now_us);

/* It did not answer. true: from now on it is left alone, and was not before it
 * fell silent: worth a line of the log. */
bool li_kms_health_silent(struct li_kms_health *h, int64_t now_us);

/* It answered, whatever it said. true: it had been left alone. */
bool li_kms_health_answered(struct li_kms_health *h);

#endif

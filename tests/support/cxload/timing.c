/* SPDX-License-Identifier: BSD-3-Clause
 *
 * timing.c - see timing.h.
 */
#include "timing.h"

#include <stdlib.h>

#include "load.h"

enum {
	WARMUP = 2000,
	KEPT_PERCENT = 90,
};

bool timing_run(struct link *l, uint32_t count, uint32_t seed,
	struct timing *result)
{
	uint64_t state = welch_begin(seed);
	uint64_t *samples = calloc(count, sizeof(*samples));
	bool whole = samples != NULL;

	*result = (struct timing){.sent = {0}};
	for (uint32_t i = 0; i < WARMUP + count && whole; i++) {
		const unsigned int user = welch_user(&state);
		uint64_t took_ns;

		whole = load_one(l, i + 1, user, &took_ns);
		result->sent[user]++;
		if (whole && i >= WARMUP)
			samples[i - WARMUP] = welch_sample(took_ns, user);
	}
	if (whole)
		welch_judge(samples, count, KEPT_PERCENT, &result->got);
	free(samples);
	return whole;
}

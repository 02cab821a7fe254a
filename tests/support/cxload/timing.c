/* SPDX-License-Identifier: BSD-3-Clause
 *
 * timing.c - see timing.h.
 */
#include "timing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

enum {
	WARMUP = 2000,
	KEPT_PERCENT = 90, /* what the machine disturbs is above */
	CLASS = 1,         /* the lowest bit of a sample is whose it is */
};

/* xorshift64*: the same on every machine. */
static uint64_t draw(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1dULL;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

struct moments {
	double n, mean, squares;
};

/* Welford's way, which loses nothing to large numbers. */
static void add(struct moments *m, double x)
{
	const double from_before = x - m->mean;

	m->n++;
	m->mean += from_before / m->n;
	m->squares += from_before * (x - m->mean);
}

static void judge(const uint64_t *samples, struct timing *r)
{
	struct moments m[2] = {{.n = 0}, {.n = 0}};
	double error;

	for (uint32_t i = 0; i < r->kept; i++)
		add(&m[samples[i] & CLASS], (double)(samples[i] >> 1) / 1e3);
	error = m[0].squares / (m[0].n - 1) / m[0].n +
		m[1].squares / (m[1].n - 1) / m[1].n;
	r->t = (m[0].mean - m[1].mean) / sqrt(error);
	r->mean_us[0] = m[0].mean;
	r->mean_us[1] = m[1].mean;
}

bool timing_run(struct link *l, uint32_t count, uint32_t seed,
	struct timing *result)
{
	uint64_t state = 0x9e3779b97f4a7c15ULL ^ seed;
	uint64_t *samples = calloc(count, sizeof(*samples));
	bool whole = samples != NULL;

	*result = (struct timing){.samples = count,
		.kept = (uint32_t)((uint64_t)count * KEPT_PERCENT / 100)};
	for (uint32_t i = 0; i < WARMUP + count && whole; i++) {
		const uint32_t user = (uint32_t)(draw(&state) >> 63);
		uint64_t took_ns;

		whole = load_one(l, i + 1, user, &took_ns);
		result->sent[user]++;
		if (whole && i >= WARMUP)
			samples[i - WARMUP] = took_ns << 1 | user;
	}
	if (whole && result->kept > 100) {
		qsort(samples, count, sizeof(*samples), by_value);
		judge(samples, result);
	}
	free(samples);
	return whole;
}

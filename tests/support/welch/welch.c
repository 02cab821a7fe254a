/* SPDX-License-Identifier: BSD-3-Clause */
#include "welch.h"

#include <math.h>
#include <stdlib.h>

enum {
	CLASS = 1, /* the lowest bit of a sample is whose it is */
	FEWEST = 100,
};

uint64_t welch_begin(uint32_t seed)
{
	return 0x9e3779b97f4a7c15ULL ^ seed;
}

/* xorshift64*, of which the highest bit is the best. */
unsigned int welch_user(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (unsigned int)(*state * 0x2545f4914f6cdd1dULL >> 63);
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

static void judge(const uint64_t *samples, struct welch *r)
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

void welch_judge(uint64_t *samples, uint32_t count, unsigned int kept_percent,
	struct welch *result)
{
	*result = (struct welch){.samples = count,
		.kept = (uint32_t)((uint64_t)count * kept_percent / 100)};
	if (result->kept <= FEWEST)
		return;
	qsort(samples, count, sizeof(*samples), by_value);
	judge(samples, result);
}

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * orders DATA CAPTURE [PAUSE] - a real trace as taps may show it: each message
 * up to half a second late, some twice, some not at all. Whatever the order,
 * the mirror ends as after the trace in its own order (without what was lost),
 * and each task is told the same messages, in the same sessions.
 *
 * PAUSE is how many milliseconds more go by between what users do. At the
 * trace's own clock they call within half a second of their registration:
 * which of both was first nothing tells then, nor whether the session knows
 * the device, so that only the records are compared.
 */
#include <stdio.h>
#include <stdlib.h>

#include "orders.h"

enum { VARIANTS = 1000, JITTER_US = 500000, SAY = 5 };

static struct orders_trace trace;
static struct orders_shown shown[ORDERS_MESSAGES * 2], ordered[ORDERS_MESSAGES];
static struct orders_end want, got;
static uint64_t seed = 1;

static unsigned int draw(unsigned int below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (unsigned int)(seed >> 33) % below;
}

static int by_time(const void *a, const void *b)
{
	const struct orders_shown *x = a, *y = b;

	if (x->at_us != y->at_us)
		return x->at_us < y->at_us ? -1 : 1;
	return (x->message > y->message) - (x->message < y->message);
}

/* One of three variants loses messages, one of six many of them. */
static unsigned int lost_of_100(unsigned int variant)
{
	switch (variant % 6) {
	case 0: return 5;
	case 3: return 30;
	default: return 0;
	}
}

/* Shake the trace: *n are shown; returns how many of the trace are left. */
static size_t shake(unsigned int variant, size_t *n)
{
	unsigned int lost = lost_of_100(variant);
	size_t left = 0;

	*n = 0;
	for (size_t i = 0; i < trace.count; i++) {
		int64_t at_us = trace.messages[i].at_us;

		if (draw(100) < lost)
			continue;
		ordered[left++] = (struct orders_shown){i, at_us};
		for (unsigned int copies = 1 + draw(2); copies; copies--)
			shown[(*n)++] = (struct orders_shown){i,
				at_us + (int64_t)draw(JITTER_US)};
	}
	qsort(shown, *n, sizeof(*shown), by_time);
	return left;
}

/* Are the ends the same but for numbers of correlation, which the message seen
 * first gives? Sessions are the same when they hold the same messages. */
static bool same_records(size_t n)
{
	static unsigned int copies[ORDERS_MESSAGES];
	bool same = true;

	memset(copies, 0, sizeof(copies));
	for (size_t i = 0; i < n; i++)
		copies[shown[i].message]++;
	for (size_t t = 0; t < ORDERS_TASKS; t++) {
		for (size_t i = 0; i < trace.count; i++) {
			const struct orders_told *w = &want.told[t][i];
			const struct orders_told *g = &got.told[t][i];

			if (g->records != w->records * copies[i] ||
				g->session != w->session)
				same = false;
		}
	}
	return same;
}

int main(int argc, char **argv)
{
	size_t wrong_state = 0, wrong_records = 0, records = 0, last = 0;

	if (argc < 3 || !orders_load(argv[1], argv[2], &trace))
		return 2;
	if (argc > 3)
		orders_stretch(&trace, (unsigned int)atoi(argv[3]));
	for (unsigned int v = 0; v < VARIANTS; v++) {
		size_t n, left = shake(v, &n);
		bool state, same;

		if (v == 0 || left != trace.count || last != left)
			orders_run(&trace, ordered, left, &want);
		last = left;
		orders_run(&trace, shown, n, &got);
		state = argc == 3 || got.digest == want.digest;
		same = same_records(n);
		records += got.records;
		wrong_state += !state;
		wrong_records += !same;
		if ((!state || !same) && wrong_state + wrong_records < SAY)
			printf("variant %u: state %s, records %s\n", v,
				state ? "same" : "other",
				same ? "same" : "other");
	}
	printf("%zu messages, %d variants: %zu end in another state, %zu with "
	       "other records; %zu records in all\n",
		trace.count, VARIANTS, wrong_state, wrong_records, records);
	return wrong_state || wrong_records || records == 0;
}

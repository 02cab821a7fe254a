/* SPDX-License-Identifier: BSD-3-Clause
 *
 * warrants - what a million warrants cost, against 1,024 octets for each.
 *
 * Memory as malloc counts it, of all that the screen took; the processor's time
 * to load them, the mean and the longest time to put one more in; and a bystander's
 * INVITE screened among a million and with one, in turns, medians over the
 * rounds.
 *
 * usage: bench_warrants [WARRANTS]
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "screen/screen.h"

enum {
	WARRANTS = 1000000,
	MORE = 100000, /* put in one by one behind them */
	AT_ONCE = 256, /* tasks made for the load before they are timed */
	EVENTS = 512,
	ROUNDS = 101,
	OCTETS = 1024, /* that one may take */
};

static const struct li_hash_secret secret = {.k0 = 3, .k1 = 5};
static struct li_event events[EVENTS];

static int64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int64_t now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

static int64_t worked_ns(void)
{
	return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

static size_t taken(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

/* tel:+49001234567, sip:+49001234567@ims.example or sip:u1234567@ims.example,
 * so that a target has one to three keys. */
static void name(struct li_identity *id, size_t i)
{
	char text[64];
	int n = snprintf(text, sizeof(text),
		i % 3 == 0           ? "tel:+49%09zu"
			: i % 3 == 1 ? "sip:+49%09zu@ims.example"
				     : "sip:u%09zu@ims.example",
		i);

	if (li_identity_parse(LI_ID_IMPU, li_slice(text, (size_t)n), id))
		abort();
}

static void fill_task(struct li_task *t, size_t i)
{
	t->row = (int64_t)i + 1;
	t->ends_us = INT64_MAX;
	t->target_count = 1;
	name(&t->targets[0], i);
}

/* A call between people whom nobody asks for. */
static void fill_event(struct li_event *e, size_t i)
{
	static const enum li_role roles[] = {LI_ROLE_FROM, LI_ROLE_TO,
		LI_ROLE_REQUEST_URI, LI_ROLE_P_ASSERTED, LI_ROLE_P_ASSERTED,
		LI_ROLE_P_CALLED_PARTY};

	e->source = LI_SOURCE_SIP;
	e->sip.method = LI_SIP_INVITE;
	e->sip.is_request = true;
	for (size_t p = 0; p < sizeof(roles) / sizeof(roles[0]); p++) {
		struct li_party *party = &e->parties[e->party_count++];
		struct li_identity id;

		name(&id, 100000000 + i * 8 + p);
		party->role = roles[p];
		party->kind = LI_ID_IMPU;
		party->key_count = (uint8_t)li_identity_keys_given(&id, &secret,
			party->keys);
	}
}

static struct li_screen *load(size_t count, int64_t *ns)
{
	static struct li_task tasks[AT_ONCE];
	struct li_screen *s;
	int64_t from;

	if (li_screen_new(&secret, &s))
		abort();
	from = worked_ns();
	li_screen_expect(s, count);
	*ns = worked_ns() - from;
	for (size_t i = 0; i < count; i += AT_ONCE) {
		size_t n = count - i < AT_ONCE ? count - i : AT_ONCE;

		for (size_t k = 0; k < n; k++)
			fill_task(&tasks[k], i + k);
		from = worked_ns();
		for (size_t k = 0; k < n; k++)
			if (li_screen_put(s, &tasks[k]))
				abort();
		*ns += worked_ns() - from;
	}
	return s;
}

static void put_more(struct li_screen *s, size_t count)
{
	static struct li_task task;
	int64_t total = 0, longest = 0;

	for (size_t i = 0; i < MORE; i++) {
		int64_t from, ns;

		fill_task(&task, count + i);
		from = now_ns();
		if (li_screen_put(s, &task))
			abort();
		ns = now_ns() - from;
		total += ns;
		longest = ns > longest ? ns : longest;
	}
	printf("put: mean %.2f us, longest %.2f ms\n",
		(double)total / MORE / 1e3, (double)longest / 1e6);
}

static double round_of(struct li_screen *s)
{
	static const struct li_change change = {.from_opener = true};
	const struct li_hit *hits;
	int64_t from = now_ns();
	size_t n = 0;

	for (size_t i = 0; i < EVENTS; i++)
		n += li_screen_match(s, &events[i], &change, &hits);
	if (n)
		abort();
	return (double)(now_ns() - from) / EVENTS;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void compare(struct li_screen *one, struct li_screen *many)
{
	static double a[ROUNDS], b[ROUNDS];

	for (size_t i = 0; i < ROUNDS; i++) {
		a[i] = round_of(one);
		b[i] = round_of(many);
	}
	qsort(a, ROUNDS, sizeof(*a), by_value);
	qsort(b, ROUNDS, sizeof(*b), by_value);
	printf("bystander: %.0f ns with one, %.0f ns with all\n", a[ROUNDS / 2],
		b[ROUNDS / 2]);
}

int main(int argc, char **argv)
{
	size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : WARRANTS, before;
	struct li_screen *one, *many;
	int64_t ns;
	double octets;

	for (size_t i = 0; i < EVENTS; i++)
		fill_event(&events[i], i);
	one = load(1, &ns);
	before = taken();
	many = load(count, &ns);
	octets = (double)(taken() - before) / (double)count;
	printf("load: %zu in %.2f s; by its own count %zu octets each\n", count,
		(double)ns / 1e9, li_screen_bytes(many) / count);
	compare(one, many);
	put_more(many, count);
	li_screen_free(one);
	li_screen_free(many);
	printf("bench warrants value=%.0f unit=octets/warrant against=%d "
	       "ratio=%.2f\n",
		octets, OCTETS, octets / OCTETS);
	return 0;
}

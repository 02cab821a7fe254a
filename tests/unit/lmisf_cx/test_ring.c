/* SPDX-License-Identifier: BSD-3-Clause */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#include "base/clock.h"
#include "lmisf_cx/ring.h"
#include "unit.h"

static bool put(struct li_ring *ring, const void *p, size_t n)
{
	struct li_ring_place place;

	if (!li_ring_reserve(ring, n, &place))
		return false;
	memcpy(place.p, p, n);
	li_ring_commit(place);
	return true;
}

static struct li_ring *make(size_t octets)
{
	struct li_ring *ring = NULL;

	CU_ASSERT_EQUAL_FATAL(li_ring_new(octets, &ring), LI_OK);
	return ring;
}

static void test_ring__gives_back_what_was_put_in_order(void)
{
	struct li_ring *ring = make(1);
	struct li_slice first, s;

	CU_ASSERT_FALSE(li_ring_next(ring, &s));
	CU_ASSERT(put(ring, "one", 3));
	CU_ASSERT(put(ring, "second", 6));
	CU_ASSERT(li_ring_ready(ring));
	CU_ASSERT_FATAL(li_ring_next(ring, &first));
	CU_ASSERT_FATAL(li_ring_next(ring, &s));
	CU_ASSERT(li_slice_is(first, "one"));
	CU_ASSERT(li_slice_is(s, "second"));
	CU_ASSERT_FALSE(li_ring_ready(ring));
	CU_ASSERT_FALSE(li_ring_next(ring, &s));
	li_ring_release(ring);
	li_ring_release(ring); /* of nothing does nothing */
	CU_ASSERT_FALSE(li_ring_next(ring, &s));
	li_ring_free(ring);
}

static void test_ring__holds_back_what_is_not_committed(void)
{
	struct li_ring *ring = make(1);
	struct li_ring_place first;
	struct li_slice s;

	CU_ASSERT_FATAL(li_ring_reserve(ring, 3, &first));
	CU_ASSERT(put(ring, "later", 5));
	CU_ASSERT_FALSE(li_ring_next(ring, &s));
	memcpy(first.p, "now", 3);
	li_ring_commit(first);
	CU_ASSERT_FATAL(li_ring_next(ring, &s));
	CU_ASSERT(li_slice_is(s, "now"));
	li_ring_free(ring);
}

static void test_ring__refuses_when_full_and_takes_again(void)
{
	static uint8_t octets[1000];
	struct li_ring *ring = make(64 << 10);
	struct li_slice s;
	size_t held = 0;

	while (put(ring, octets, sizeof(octets)))
		held++;
	CU_ASSERT(held >= 60 && held <= 66);
	for (int i = 0; i < 1000; i++) {
		CU_ASSERT_FATAL(li_ring_next(ring, &s));
		CU_ASSERT_EQUAL(s.n, sizeof(octets));
		CU_ASSERT_FALSE(put(ring, octets, sizeof(octets)));
		li_ring_release(ring);
		/* the end of the memory may be left out once a round */
		if (put(ring, octets, sizeof(octets)))
			continue;
		CU_ASSERT_FATAL(li_ring_next(ring, &s));
		li_ring_release(ring);
		CU_ASSERT(put(ring, octets, sizeof(octets)));
	}
	li_ring_free(ring);
}

static void test_ring__refuses_what_can_never_fit(void)
{
	struct li_ring *ring = make(1);
	struct li_ring_place place;

	CU_ASSERT_FALSE(li_ring_reserve(ring, 0, &place));
	CU_ASSERT_FALSE(li_ring_reserve(ring, 64 << 10, &place));
	CU_ASSERT_FALSE(li_ring_reserve(ring, SIZE_MAX, &place));
	CU_ASSERT(li_ring_reserve(ring, 32 << 10, &place));
	li_ring_free(ring);
}

/* What is taken as it comes stays where it is warm. */
static void test_ring__begins_again_when_it_is_empty(void)
{
	static uint8_t octets[3000];
	struct li_ring *ring = make(64 << 10);
	struct li_ring_place place, first;
	struct li_slice s;

	CU_ASSERT_FATAL(li_ring_reserve(ring, 100, &first));
	li_ring_commit(first);
	for (int i = 0; i < 1000; i++) {
		CU_ASSERT(put(ring, octets, (size_t)i * 3 + 1));
		while (li_ring_next(ring, &s))
			continue;
		li_ring_release(ring);
		CU_ASSERT_FATAL(li_ring_reserve(ring, 100, &place));
		CU_ASSERT_PTR_EQUAL(place.p, first.p);
		li_ring_commit(place);
	}
	/* not while one is under way, and all of it can be filled */
	CU_ASSERT_FATAL(li_ring_next(ring, &s));
	CU_ASSERT_FATAL(li_ring_reserve(ring, 100, &place));
	li_ring_release(ring);
	CU_ASSERT_PTR_NOT_EQUAL(place.p, first.p);
	CU_ASSERT_FALSE(li_ring_next(ring, &s));
	CU_ASSERT(put(ring, octets, sizeof(octets)));
	li_ring_commit(place);
	CU_ASSERT_FATAL(li_ring_next(ring, &s));
	CU_ASSERT_EQUAL(s.n, 100);
	CU_ASSERT_FATAL(li_ring_next(ring, &s));
	CU_ASSERT_EQUAL(s.n, sizeof(octets));
	li_ring_free(ring);
}

/* --- many producers ------------------------------------------------------ */

enum { PRODUCERS = 4, EACH = 60000 };

static struct {
	struct li_ring *ring;
	_Atomic uint64_t refused;
} shared;

struct record {
	uint32_t producer, number;
	uint8_t fill[256];
};

static void *produce(void *arg)
{
	struct record r = {.producer = *(const uint32_t *)arg};

	for (uint32_t i = 0; i < EACH; i++) {
		size_t more = (i * 7 + r.producer * 31) % sizeof(r.fill);

		r.number = i;
		memset(r.fill, (uint8_t)i, more);
		while (!put(shared.ring, &r,
			offsetof(struct record, fill) + more)) {
			shared.refused++;
			sched_yield();
		}
	}
	return NULL;
}

/* Is this record whole, and newer than the last of its producer? */
static bool sound(struct li_slice s, int64_t last[PRODUCERS])
{
	const struct record *r = (const void *)s.p;
	size_t more = s.n - offsetof(struct record, fill);

	if (r->producer >= PRODUCERS || (int64_t)r->number <= last[r->producer])
		return false;
	last[r->producer] = r->number;
	for (size_t i = 0; i < more; i++)
		if (r->fill[i] != (uint8_t)r->number)
			return false;
	return more == (r->number * 7 + r->producer * 31) % sizeof(r->fill);
}

static void test_ring__loses_and_mixes_nothing_of_many_producers(void)
{
	static const uint32_t ids[PRODUCERS] = {0, 1, 2, 3};
	int64_t last[PRODUCERS] = {-1, -1, -1, -1};
	pthread_t threads[PRODUCERS];
	uint64_t seen = 0, bad = 0;
	struct li_slice s;

	shared.ring = make(64 << 10);
	for (size_t i = 0; i < PRODUCERS; i++)
		pthread_create(&threads[i], NULL, produce,
			(void *)(uintptr_t)&ids[i]);
	while (seen < (uint64_t)PRODUCERS * EACH) {
		if (!li_ring_next(shared.ring, &s)) {
			li_ring_release(shared.ring);
			sched_yield();
			continue;
		}
		seen++;
		bad += !sound(s, last);
		if (seen % 16 == 0)
			li_ring_release(shared.ring);
	}
	li_ring_release(shared.ring);
	for (size_t i = 0; i < PRODUCERS; i++)
		pthread_join(threads[i], NULL);
	CU_ASSERT_EQUAL(bad, 0);
	CU_ASSERT(shared.refused > 0); /* it was full now and then */
	CU_ASSERT_FALSE(li_ring_next(shared.ring, &s));
	li_ring_free(shared.ring);
}

/* --- begun again while they come ------------------------------------------- */

enum { FEW = 2, MANY = 100000 };

/* How many of each were taken. It orders nothing: that is for the ring to do. */
static struct {
	struct li_ring *ring;
	_Atomic uint32_t taken[FEW];
	_Atomic uint32_t refused;
	_Atomic bool over;
} brief;

/* One at a time, so that the ring is empty again and again, at all its places. */
static void *produce_briefly(void *arg)
{
	const uint32_t id = *(const uint32_t *)arg;
	uint32_t both[2] = {id, 0};

	for (uint32_t n = 0; n < MANY; n++) {
		both[1] = n;
		while (!put(brief.ring, both, sizeof(both))) {
			if (brief.over)
				return NULL;
			brief.refused++;
			sched_yield();
		}
		for (uint32_t looks = 1; atomic_load_explicit(&brief.taken[id],
						 memory_order_relaxed) <= n;
			looks++) {
			if (brief.over)
				return NULL;
			if (looks % 64 == 0)
				sched_yield();
		}
	}
	return NULL;
}

/* Take all that come, each in its turn; false when one does not. */
static bool take_briefly(void)
{
	const int64_t until_us = li_clock_mono_us() + 60000000;
	uint32_t next[FEW] = {0}, sum = 0, empty = 0;
	struct li_slice s;

	while (sum < FEW * MANY) {
		const uint32_t *both;

		if (!li_ring_next(brief.ring, &s)) {
			li_ring_release(brief.ring);
			if (++empty % 64 == 0)
				sched_yield();
			if (empty % 4096 == 0 && li_clock_mono_us() > until_us)
				return false;
			continue;
		}
		both = (const void *)s.p;
		if (s.n != 2 * sizeof(*both) || both[0] >= FEW ||
			both[1] != next[both[0]])
			return false;
		next[both[0]]++;
		sum++;
		atomic_store_explicit(&brief.taken[both[0]], next[both[0]],
			memory_order_relaxed);
	}
	li_ring_release(brief.ring);
	return true;
}

/* Nobody is refused who has room, and nothing is passed over, whoever comes while
 * the ring goes back to its first octet. */
static void test_ring__begins_again_while_some_come(void)
{
	static const uint32_t ids[FEW] = {0, 1};
	pthread_t threads[FEW];

	brief.ring = make(64 << 10);
	for (size_t i = 0; i < FEW; i++)
		pthread_create(&threads[i], NULL, produce_briefly,
			(void *)(uintptr_t)&ids[i]);
	CU_ASSERT_TRUE(take_briefly());
	brief.over = true;
	for (size_t i = 0; i < FEW; i++)
		pthread_join(threads[i], NULL);
	CU_ASSERT_EQUAL(brief.refused, 0);
	li_ring_free(brief.ring);
}

UNIT_MAIN("lmisf_cx.ring", UNIT_TEST(test_ring__begins_again_while_some_come),
	UNIT_TEST(test_ring__gives_back_what_was_put_in_order),
	UNIT_TEST(test_ring__holds_back_what_is_not_committed),
	UNIT_TEST(test_ring__refuses_when_full_and_takes_again),
	UNIT_TEST(test_ring__refuses_what_can_never_fit),
	UNIT_TEST(test_ring__begins_again_when_it_is_empty),
	UNIT_TEST(test_ring__loses_and_mixes_nothing_of_many_producers))

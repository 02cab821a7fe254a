/* SPDX-License-Identifier: BSD-3-Clause */
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "lmisf_cx/bell.h"
#include "unit.h"

/* One who has work and one who sleeps when there is none. The work is told of by
 * an atomic, as the ring does it; all that orders the two is the bell's. */

enum {
	ROUNDS = 100000,
	LOST_MS = 1000, /* who sleeps so long was not woken */
	SPREAD = 127,   /* of how the two are apart when they meet */
	LINE = 128,     /* octets of one, and its neighbour */
	LOOKS = 256,    /* before the other one is let run */
};

/* Each in a line of the caches for itself: what one of them writes is then on its
 * way to the other for as long as it may be. */
static struct {
	_Alignas(LINE) struct li_bell bell;
	_Alignas(LINE) _Atomic uint32_t made;
	_Alignas(LINE) _Atomic uint32_t rung;
	_Alignas(LINE) _Atomic uint32_t seen;
	_Alignas(LINE) _Atomic bool over;
} shared;

/* Wait without sleeping: the two are to meet. */
static bool await_seen(uint32_t n)
{
	uint32_t looks = 0;

	while (atomic_load_explicit(&shared.seen, memory_order_acquire) != n) {
		if (atomic_load_explicit(&shared.over, memory_order_relaxed))
			return false;
		if (++looks % LOOKS == 0)
			sched_yield();
	}
	return true;
}

static void dawdle(uint32_t n)
{
	for (volatile uint32_t i = 0; i < n; i++)
		continue;
}

static void *produce(void *arg)
{
	(void)arg;
	for (uint32_t n = 1; n <= ROUNDS && await_seen(n - 1); n++) {
		dawdle(n * 7 % SPREAD);
		atomic_store_explicit(&shared.made, n, memory_order_release);
		li_bell_ring(&shared.bell);
		atomic_store(&shared.rung, n);
	}
	return NULL;
}

/* Sleep until there is work; false when it was rung for that long ago. Who is
 * held up himself has not rung yet. */
static bool sleep_once(uint32_t seen)
{
	const int64_t began_us = li_clock_mono_us();

	li_bell_settle(&shared.bell);
	if (atomic_load_explicit(&shared.made, memory_order_acquire) != seen)
		return true;
	li_bell_sleep(&shared.bell, -1, LOST_MS);
	return li_clock_mono_us() - began_us < (int64_t)LOST_MS * 1000 ||
		atomic_load(&shared.rung) == seen;
}

static void check_wakes(bool kernel_fence)
{
	uint32_t seen = 0, lost = 0;
	pthread_t thread;

	atomic_store(&shared.made, 0);
	atomic_store(&shared.rung, 0);
	atomic_store(&shared.seen, 0);
	atomic_store(&shared.over, false);
	CU_ASSERT_EQUAL_FATAL(li_bell_init(&shared.bell), LI_OK);
	if (!kernel_fence)
		shared.bell.kernel_fence = false;
	CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, produce, NULL), 0);
	while (seen < ROUNDS && !lost) {
		dawdle(seen * 11 % SPREAD);
		lost += !sleep_once(seen);
		seen = atomic_load_explicit(&shared.made, memory_order_acquire);
		atomic_store_explicit(&shared.seen, seen, memory_order_release);
	}
	atomic_store(&shared.over, true);
	pthread_join(thread, NULL);
	CU_ASSERT_EQUAL(lost, 0);
	CU_ASSERT_EQUAL(seen, ROUNDS);
	li_bell_fini(&shared.bell);
}

/* Who has no right to the kernel's fence may not leave out his own. */
static void test_bell__has_a_fence_of_the_kernel_or_says_so(void)
{
	struct li_bell bell;

	CU_ASSERT_EQUAL_FATAL(li_bell_init(&bell), LI_OK);
	CU_ASSERT(!bell.kernel_fence ||
		syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0,
			0) == 0);
	li_bell_fini(&bell);
}

/* Neither passes the other by, whoever has the fence. */
static void test_bell__wakes_who_is_about_to_sleep(void)
{
	check_wakes(true);
}

static void test_bell__wakes_without_a_fence_of_the_kernel(void)
{
	check_wakes(false);
}

UNIT_MAIN("lmisf_cx.bell",
	UNIT_TEST(test_bell__has_a_fence_of_the_kernel_or_says_so),
	UNIT_TEST(test_bell__wakes_who_is_about_to_sleep),
	UNIT_TEST(test_bell__wakes_without_a_fence_of_the_kernel))

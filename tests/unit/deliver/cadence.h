/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cadence.h - when keepalives go, by a clock that the test owns:
 * li_clock_mono_us() is wrapped by the linker.
 *
 * Floor    tests: deliver.
 * Threads  One.
 * Memory   The world's.
 * Spec     TS 103 221-2 cl. 6.2.4; TS 102 232-1 cl. 6.3.4
 */
#ifndef UNIT_DELIVER_CADENCE_H
#define UNIT_DELIVER_CADENCE_H

#include "deliver/link_inside.h"
#include "peer.h"

enum {
	BEAT_S = 60,
	TURNS_MAX =
		20000, /* of a millisecond at most, for what a moment does */
};

static int64_t clock_us = 1000000;

/* What is looked at of the world of a format. */
struct cadence {
	struct li_loop *loop;
	struct li_link *link;
	struct peer *peer;
	uint32_t *due;
};

int64_t __wrap_li_clock_mono_us(void);
int64_t __wrap_li_clock_mono_us(void)
{
	return clock_us;
}

/* Let all be done that is to be done at this moment, answers included. */
static inline void settle(const struct cadence *w)
{
	int i = 0;

	do {
		li_link_wake(w->link);
		CU_ASSERT_EQUAL(li_loop_turn(w->loop, 1000), LI_OK);
	} while (++i < TURNS_MAX &&
		(li_link_state(w->link) != LI_LINK_OPEN ||
			!w->link->keepalive.armed || w->link->window.count ||
			w->link->out.n || !li_link_drained(w->link)));
	CU_ASSERT_TRUE(i < TURNS_MAX);
}

static inline void pass(const struct cadence *w, int seconds)
{
	clock_us += (int64_t)seconds * 1000000;
	/* What is due by the clock is found at the end of a turn. */
	CU_ASSERT_EQUAL(li_loop_turn(w->loop, 0), LI_OK);
	settle(w);
}

/* How many keepalives come in this second, with so many records more. */
static inline size_t second(const struct cadence *w, uint32_t more)
{
	const size_t before = w->peer->keepalives;

	*w->due += more;
	pass(w, 1);
	return w->peer->keepalives - before;
}

/* Whatever is sent between, there is a keepalive each BEAT_S seconds of the
 * connection, and at no other time but behind records. */
static inline void check_beats(const struct cadence *w,
	uint32_t (*records)(int second))
{
	settle(w);
	CU_ASSERT_EQUAL(w->peer->keepalives, 1);
	for (int s = 1; s <= 6 * BEAT_S; s++) {
		const uint32_t more = records(s);

		CU_ASSERT_EQUAL(second(w, more),
			(size_t)(more > 0) + (s % BEAT_S == 0));
	}
}

/* One that is late moves none behind it. */
static inline void check_late_beat(const struct cadence *w)
{
	settle(w);
	pass(w, BEAT_S + BEAT_S / 2);
	CU_ASSERT_EQUAL(w->peer->keepalives, 2);
	for (int s = 1; s <= 2 * BEAT_S; s++)
		CU_ASSERT_EQUAL(second(w, 0), s % BEAT_S == BEAT_S / 2);
}

static inline uint32_t no_records(int s)
{
	(void)s;
	return 0;
}

/* Now and then, at a beat, right before and right after one. */
static inline uint32_t some_records(int s)
{
	static const int at[] = {1, 7, 30, 58, 59, 60, 61, 100, 119, 121, 180,
		239, 240, 241, 300, 359};

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		if (s == at[i])
			return 1 + (uint32_t)s % 3;
	return 0;
}

#endif

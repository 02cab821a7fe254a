/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "mirror/kit_calls.h"

/* A proxy's workers race, and every hop shows a message again: whatever comes
 * within half a second of another may have changed places with it. The state
 * at the end is that of the ordered trace. */

enum { ORDERS = 1000, JITTER_MS = 500, COPIES = 3 };

#define INVITE LI_SIP_INVITE
#define ACK LI_SIP_ACK
#define PRACK LI_SIP_PRACK
#define UPDATE LI_SIP_UPDATE
#define CANCEL LI_SIP_CANCEL
#define BYE LI_SIP_BYE

/* RFC 3262, 3311: preconditions, then hold by re-INVITE, refused and again */
static const struct step held[] = {
	{0, false, INVITE, 0, 1, NULL, "1"},
	{10, false, INVITE, 100, 1, NULL, NULL},
	{40, false, INVITE, 183, 1, "b1", "1"},
	{60, false, PRACK, 0, 2, "b1", NULL},
	{80, false, PRACK, 200, 2, "b1", NULL},
	{90, false, UPDATE, 0, 3, "b1", "2"},
	{110, false, UPDATE, 200, 3, "b1", "2"},
	{300, false, INVITE, 180, 1, "b1", NULL},
	{2000, false, INVITE, 200, 1, "b1", NULL},
	{2020, false, ACK, 0, 1, "b1", NULL},
	{9000, true, INVITE, 0, 1, "b1", "3 hold"},
	{9040, true, INVITE, 491, 1, "b1", NULL},
	{9050, true, ACK, 0, 1, "b1", NULL},
	{9700, true, INVITE, 0, 2, "b1", "4 hold"},
	{9740, true, INVITE, 200, 2, "b1", "3"},
	{9750, true, ACK, 0, 2, "b1", NULL},
};

/* RFC 3261 cl. 13.2.2.4, RFC 6228: branches, one lives and is left */
static const struct step forked[] = {
	{0, false, INVITE, 0, 1, NULL, "1"},
	{30, false, INVITE, 407, 1, "p", NULL},
	{40, false, ACK, 0, 1, "p", NULL},
	{60, false, INVITE, 0, 2, NULL, "1"},
	{90, false, INVITE, 180, 2, "b1", NULL},
	{95, false, INVITE, 183, 2, "b2", "1"},
	{99, false, INVITE, 180, 2, "b3", NULL},
	{200, false, INVITE, 486, 2, "b1", NULL},
	{210, false, ACK, 0, 2, "b1", NULL},
	{250, false, INVITE, 199, 2, "b2", NULL},
	{400, false, INVITE, 200, 2, "b3", "1"},
	{420, false, ACK, 0, 2, "b3", NULL},
};

/* RFC 3261 cl. 9.1 */
static const struct step cancelled[] = {
	{0, false, INVITE, 0, 1, NULL, "1"},
	{10, false, INVITE, 100, 1, NULL, NULL},
	{100, false, INVITE, 180, 1, "b1", NULL},
	{110, false, INVITE, 180, 1, "b2", NULL},
	{300, false, CANCEL, 0, 1, NULL, NULL},
	{310, false, CANCEL, 200, 1, "c", NULL},
	{330, false, INVITE, 487, 1, "b1", NULL},
	{340, false, ACK, 0, 1, "b1", NULL},
};

/* RFC 3261 cl. 15: a CANCEL that is crossed, then BYE */
static const struct step crossed[] = {
	{0, false, INVITE, 0, 1, NULL, NULL},
	{100, false, INVITE, 180, 1, "b1", NULL},
	{300, false, CANCEL, 0, 1, NULL, NULL},
	{305, false, INVITE, 200, 1, "b1", "1"},
	{310, false, CANCEL, 200, 1, "b1", NULL},
	{320, false, ACK, 0, 1, "b1", "1"},
	{330, true, BYE, 0, 1, "b1", NULL},
	{350, true, BYE, 200, 1, "b1", NULL},
};

/* The offer is in the 200, its answer in the ACK: RFC 3261 cl. 13.2.1 */
static const struct step late_offer[] = {
	{0, false, INVITE, 0, 1, NULL, NULL},
	{100, false, INVITE, 180, 1, "b1", NULL},
	{300, false, INVITE, 200, 1, "b1", "1"},
	{320, false, ACK, 0, 1, "b1", "1 hold"},
};

static const struct step refused[] = {
	{0, false, INVITE, 0, 1, NULL, "1"},
	{50, false, INVITE, 302, 1, "b1", NULL},
	{60, false, ACK, 0, 1, "b1", NULL},
};

static const struct {
	const char *name;
	const struct step *steps;
	size_t count;
	enum li_session_state end;
} calls[] = {
	{"held", held, sizeof(held) / sizeof(held[0]), LI_SESSION_CONFIRMED},
	{"forked", forked, sizeof(forked) / sizeof(forked[0]),
		LI_SESSION_CONFIRMED},
	{"cancelled", cancelled, sizeof(cancelled) / sizeof(cancelled[0]),
		LI_SESSION_GONE},
	{"crossed", crossed, sizeof(crossed) / sizeof(crossed[0]),
		LI_SESSION_GONE},
	{"late offer", late_offer, sizeof(late_offer) / sizeof(late_offer[0]),
		LI_SESSION_CONFIRMED},
	{"refused", refused, sizeof(refused) / sizeof(refused[0]),
		LI_SESSION_GONE},
};

static uint64_t seed = 1;

static unsigned int draw(unsigned int below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (unsigned int)(seed >> 33) % below;
}

static int by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	return (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms);
}

/* The messages as a tap may show them. */
static size_t shake(const struct step *from, size_t n,
	struct step out[CALL_MAX * COPIES])
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		for (unsigned int c = draw(COPIES) + 1; c; c--) {
			out[k] = from[i];
			out[k++].at_ms += (int)draw(JITTER_MS);
		}
	}
	qsort(out, k, sizeof(*out), by_time);
	return k;
}

static void say(const char *name, const struct step *steps, size_t n)
{
	printf("%s:", name);
	for (size_t i = 0; i < n; i++)
		printf(" %s%d/%u/%u/%s", steps[i].back ? "<" : "",
			steps[i].method, steps[i].status, steps[i].cseq,
			steps[i].tag ? steps[i].tag : "");
	printf(" -> %d, held by %d\n", change.session_after, change.held_by);
}

static void test_orders__end_in_the_state_of_the_ordered_trace(void)
{
	static struct step shaken[CALL_MAX * COPIES];
	size_t wrong = 0;

	for (size_t c = 0; c < sizeof(calls) / sizeof(calls[0]); c++) {
		uint64_t want;

		fresh_usual();
		run_steps(calls[c].steps, calls[c].count);
		CU_ASSERT_EQUAL(change.session_after, calls[c].end);
		want = li_mirror_digest(mirror);
		for (size_t i = 0; i < ORDERS; i++) {
			size_t n =
				shake(calls[c].steps, calls[c].count, shaken);

			fresh_usual();
			run_steps(shaken, n);
			if (li_mirror_digest(mirror) == want)
				continue;
			if (wrong++ < 3)
				say(calls[c].name, shaken, n);
		}
	}
	CU_ASSERT_EQUAL(wrong, 0);
}

/* RFC 3261 cl. 14.1: a re-INVITE that is refused leaves what was agreed */
static void test_orders__differ_when_the_end_does(void)
{
	static const size_t lengths[] = {1, 10, 12, 16};
	uint64_t ends[4];

	for (size_t i = 0; i < 4; i++) {
		fresh_usual();
		run_steps(held, lengths[i]);
		ends[i] = li_mirror_digest(mirror);
	}
	CU_ASSERT_EQUAL(ends[1], ends[2]);
	CU_ASSERT_TRUE(
		ends[0] != ends[1] && ends[1] != ends[3] && ends[0] != ends[3]);
	fresh_usual();
	CU_ASSERT_EQUAL(li_mirror_digest(mirror), 0);
	li_mirror_free(mirror);
	mirror = NULL;
}

UNIT_MAIN("mirror.orders",
	UNIT_TEST(test_orders__end_in_the_state_of_the_ordered_trace),
	UNIT_TEST(test_orders__differ_when_the_end_does))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"

/* A flood of bystanders: what has no room is counted and the ADMF is told, and
 * no record of a target is missing. TS 33.127 cl. 5.3.2.4, cl. 8.1 */

enum { SECOND_US = 1000000, ROOM = 64, FLOOD = 1000 };
static const int64_t start_us = 1700000000000000;

struct bench {
	struct place place;
	struct li_flow *flow;
	int64_t mono_us;
};

static void set_up(struct bench *b)
{
	struct li_flow_options o = {.place = place_make(&b->place),
		.max_sessions = ROOM,
		.reporting = true};

	b->mono_us = SECOND_US;
	place_put(&o.place, LI_ID_IMPU, "sip:alice@ims.example");
	CU_ASSERT_EQUAL_FATAL(li_flow_open(&o, &b->flow, NULL), LI_OK);
}

static void tear_down(struct bench *b)
{
	li_flow_close(b->flow);
	place_remove(&b->place);
}

/* Time passes; how many reports are there? */
static uint64_t tick(struct bench *b, int64_t seconds)
{
	b->mono_us += seconds * SECOND_US;
	CU_ASSERT_EQUAL(li_flow_tick(b->flow, start_us + b->mono_us,
				b->mono_us),
		LI_OK);
	return li_flow_reports(b->flow);
}

static void take(struct bench *b, const char *text)
{
	const struct li_packet p = {.octets = li_slice_str(text),
		.from = {.family = 4, .ip = {192, 0, 2, 1}},
		.at_us = start_us + b->mono_us,
		.mono_us = b->mono_us};

	CU_ASSERT_EQUAL(li_flow_take_sip(b->flow, &p), LI_OK);
}

static void invite(struct bench *b, const char *from, unsigned int n)
{
	char text[512];

	snprintf(text, sizeof(text),
		"INVITE sip:bob@ims.example SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%u\r\n"
		"From: <sip:%s@ims.example>;tag=%u\r\n"
		"To: <sip:bob@ims.example>\r\nCall-ID: %u@ue\r\n"
		"CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n",
		n, from, n, n);
	take(b, text);
}

static void test_shed__tells_the_admf_and_misses_no_target(void)
{
	struct bench b = {.flow = NULL};
	uint64_t told;

	set_up(&b);
	told = tick(&b, 1);
	for (unsigned int n = 0; n < FLOOD; n++) {
		invite(&b, "carol", n);
		if (n % 10 == 9)
			invite(&b, "alice", FLOOD + n);
	}
	CU_ASSERT_EQUAL(li_flow_commit(b.flow), LI_OK);
	CU_ASSERT_EQUAL(li_flow_counts(b.flow)->iris, FLOOD / 10);
	CU_ASSERT_EQUAL(tick(&b, 1), told + 1);
	CU_ASSERT_TRUE(li_flow_counts(b.flow)->shed >= FLOOD - ROOM);
	/* A flood that lasts is told of once a minute. */
	invite(&b, "carol", 2 * FLOOD);
	CU_ASSERT_EQUAL(tick(&b, 1), told + 1);
	for (unsigned int n = 0; n < FLOOD; n++)
		invite(&b, "carol", 3 * FLOOD + n);
	CU_ASSERT_EQUAL(tick(&b, 60), told + 2);
	tear_down(&b);
}

UNIT_MAIN("flow.shed",
	UNIT_TEST(test_shed__tells_the_admf_and_misses_no_target))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "place.h"

#define START_US INT64_C(1700000000000000)
#define WHO "001010000000001@ims.mnc001.mcc001.3gppnetwork.org"
#define HEAD                                                                   \
	"From: <sip:" WHO ">;tag=f\r\nTo: <sip:" WHO ">\r\n"                   \
	"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"                       \
	"Call-ID: c@ue\r\nCSeq: 1 REGISTER\r\n"                                \
	"Contact: <sip:192.0.2.1>;expires=600;"                                \
	"+sip.instance=\"<urn:gsma:imei:35999900-999999-0>\"\r\n"
#define TAIL "Content-Length: 0\r\n\r\n"
#define PDU(type, length, format)                                              \
	"\0\5\0" type "\0\0\0\x28\0\0\0" length "\0" format                    \
	"\0\5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

/* TS 33.128 cl. 7.10: of that IMSI, another IMEI, bearerModified */
static const char notice[] = PDU("\1", "\x35",
	"\2") "\x30\x33\x81\5\4\x13\x11\x0f\1\xa2\x2a\xbf\x65\x27\x81\x0f"
	      "001010000000001\x82\x0e"
	      "35123400123456\x83\1\5\x88\1\2";
static const char other_type[] = PDU("\x09", "\0", "\2");
static const char empty[] = PDU("\1", "\0", "\2");
static const char keepalive[] =
	"\0\5\0\3\0\0\0\x30\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	"\0\0\0\0\0\0\0\x08\0\4\0\0\0\7";

static struct li_packet packet(const char *octets, size_t n, uint64_t sequence)
{
	return (struct li_packet){.octets = li_slice(octets, n),
		.at_us = START_US,
		.mono_us = 1,
		.sequence = sequence};
}

static void take(struct li_flow *flow, const char *octets, size_t n,
	uint64_t sequence)
{
	const struct li_packet p = packet(octets, n - 1, sequence);

	CU_ASSERT_EQUAL(li_flow_take_lite(flow, &p), LI_OK);
}

/* A user registers with a device. */
static void settle(struct li_flow *flow)
{
	static const char *const both[] =
		{"REGISTER sip:ims.example SIP/2.0\r\nAuthorization: Digest "
		 "username=\"" WHO "\"\r\n" HEAD TAIL,
			"SIP/2.0 200 OK\r\n" HEAD TAIL};

	for (int i = 0; i < 2; i++) {
		const struct li_packet p = packet(both[i], strlen(both[i]), 0);

		CU_ASSERT_EQUAL(li_flow_take_sip(flow, &p), LI_OK);
	}
}

static void open_flow(struct place *place, struct li_watch_rules *rules,
	struct li_flow **flow)
{
	struct li_flow_options o = {.place = place_make(place)};

	*rules = li_watch_rules_usual();
	rules->lite = true;
	o.watch = rules;
	CU_ASSERT_EQUAL_FATAL(li_flow_open(&o, flow, NULL), LI_OK);
}

static uint64_t stored(struct li_flow *flow)
{
	struct li_store_counts counts = {0};

	CU_ASSERT_EQUAL(li_flow_commit(flow), LI_OK);
	CU_ASSERT_EQUAL(li_flow_stored(flow, START_US, &counts), LI_OK);
	return counts.security_events;
}

/* TS 103 221-2 cl. 5.2.2, 5.4.1: each is counted as what it is. */
static void test_lite__counts_what_it_is_given(void)
{
	struct li_watch_rules rules;
	struct li_flow *flow = NULL;
	struct place place;

	open_flow(&place, &rules, &flow);
	take(flow, notice, sizeof(notice), 0);
	take(flow, notice, sizeof(notice), 0);
	take(flow, keepalive, sizeof(keepalive), 0);
	take(flow, other_type, sizeof(other_type), 0);
	take(flow, empty, sizeof(empty), 0);
	CU_ASSERT_EQUAL(li_flow_counts(flow)->packets, 5);
	CU_ASSERT_EQUAL(li_flow_counts(flow)->bearers, 2);
	CU_ASSERT_EQUAL(li_flow_counts(flow)->keepalives, 1);
	CU_ASSERT_EQUAL(li_flow_counts(flow)->unsupported, 1);
	CU_ASSERT_EQUAL(li_flow_counts(flow)->malformed, 1);
	CU_ASSERT_FALSE(li_flow_dirty(flow)); /* nothing of it is written */
	li_flow_close(flow);
	place_remove(&place);
}

/* H9 is kept; what stood in the ring and was stored is not kept twice. */
static void test_lite__keeps_what_the_watch_says(void)
{
	for (uint64_t settled = 0; settled <= 9; settled += 9) {
		const struct li_uuid name = {{7}};
		struct li_watch_rules rules;
		struct li_flow *flow = NULL;
		struct place place;
		uint64_t committed;

		open_flow(&place, &rules, &flow);
		CU_ASSERT_EQUAL(li_flow_ring(flow, &name, settled, &committed),
			LI_OK);
		settle(flow);
		take(flow, notice, sizeof(notice), 9);
		CU_ASSERT_EQUAL(li_flow_taken(flow), 9);
		CU_ASSERT_EQUAL(stored(flow), settled ? 0 : 1);
		take(flow, notice, sizeof(notice), 10);
		CU_ASSERT_EQUAL(stored(flow), settled ? 0 : 1);
		li_flow_close(flow);
		place_remove(&place);
	}
}

UNIT_MAIN("flow.lite", UNIT_TEST(test_lite__counts_what_it_is_given),
	UNIT_TEST(test_lite__keeps_what_the_watch_says))

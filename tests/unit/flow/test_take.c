/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "place.h"

/* Many at once are taken as one by one: the same counts, the same records. */

enum { CALLS = 7, MESSAGES = 9, ODD = 4, ALL = CALLS * MESSAGES + ODD };

static const struct {
	const char *first, *cseq;
	bool tagged;
} life[MESSAGES] = {
	{"REGISTER sip:ims.example SIP/2.0", "7 REGISTER", false},
	{"SIP/2.0 200 OK", "7 REGISTER", true},
	{"REGISTER sip:ims.example SIP/2.0", "7 REGISTER", false},
	{"INVITE sip:bob@ims.example SIP/2.0", "1 INVITE", false},
	{"SIP/2.0 180 Ringing", "1 INVITE", true},
	{"SIP/2.0 200 OK", "1 INVITE", true},
	{"ACK sip:bob@ims.example SIP/2.0", "1 ACK", true},
	{"BYE sip:bob@ims.example SIP/2.0", "2 BYE", true},
	{"SIP/2.0 200 OK", "2 BYE", true},
};

static char texts[ALL][512];
static struct li_packet packets[ALL];

static void write_message(char text[512], unsigned int call, unsigned int at)
{
	/* each other call is the target's */
	snprintf(text, 512,
		"%s\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%u%u\r\n"
		"From: <sip:%s@ims.example>;tag=%u\r\n"
		"To: <sip:bob@ims.example>%s\r\nCall-ID: %u@ue\r\n"
		"CSeq: %s\r\nContent-Length: 0\r\n\r\n",
		life[at].first, call, at, call % 2 ? "alice" : "carol", call,
		life[at].tagged ? ";tag=b" : "", call, life[at].cseq);
}

/* Calls one message after the other, all at the same time, and what is none. */
static void write_all(void)
{
	static const char *const odd[ODD] = {"\r\n\r\n", "GET / HTTP/1.1\r\n",
		"\xf8\x01", "INVITE sip:alice@ims.example SIP/2.0\r\n\r\n"};
	unsigned int n = 0;

	for (unsigned int at = 0; at < MESSAGES; at++) {
		for (unsigned int call = 0; call < CALLS; call++)
			write_message(texts[n++], call, at);
		if (at < ODD)
			snprintf(texts[n++], 512, "%s", odd[at]);
	}
	for (unsigned int i = 0; i < ALL; i++)
		packets[i] = (struct li_packet){
			.octets = li_slice_str(texts[i]),
			.at_us = 1700000000000000 + i,
			.mono_us = 1 + i,
		};
}

static void open_flow(struct place *place, struct li_flow **flow)
{
	struct li_flow_options o = {.place = place_make(place)};

	place_put(&o.place, LI_ID_IMPU, "sip:alice@ims.example");
	CU_ASSERT_EQUAL_FATAL(li_flow_open(&o, flow, NULL), LI_OK);
}

/* What is counted when so many are given at a time. */
static struct li_flow_counts take_by(size_t at_once)
{
	struct li_flow_counts counts;
	struct li_flow *flow = NULL;
	struct place place;

	open_flow(&place, &flow);
	for (size_t at = 0; at < ALL; at += at_once)
		CU_ASSERT_EQUAL(li_flow_take_all(flow, packets + at,
					ALL - at < at_once ? ALL - at
							   : at_once),
			LI_OK);
	CU_ASSERT_EQUAL(li_flow_commit(flow), LI_OK);
	counts = *li_flow_counts(flow);
	li_flow_close(flow);
	place_remove(&place);
	return counts;
}

static void test_take__takes_many_as_one_by_one(void)
{
	struct li_flow_counts one, many;

	write_all();
	one = take_by(1);
	/* three calls of the target, and a broken message that names it */
	CU_ASSERT_EQUAL(one.iris, CALLS / 2 * MESSAGES + 1);
	CU_ASSERT_EQUAL(one.sip, CALLS * MESSAGES + 1);
	CU_ASSERT_EQUAL(one.packets, ALL);
	for (size_t at_once = 2; at_once <= ALL; at_once++) {
		many = take_by(at_once);
		CU_ASSERT_EQUAL(memcmp(&one, &many, sizeof(one)), 0);
	}
	many = take_by(ALL);
	CU_ASSERT_EQUAL(many.keepalives, 1);
	CU_ASSERT_EQUAL(many.malformed, 1);
}

static void test_take__takes_hep_and_sip_together(void)
{
	static const char zipped[] = "HEP3\0\36\0\0\0\1\0\7\2\0\0\0\13\0\7\1"
				     "\0\0\0\20\0\12data";
	const struct li_packet both[] = {
		{.octets = li_slice(zipped, sizeof(zipped) - 1), .hep = true},
		{.octets = li_slice_str(texts[0]), .at_us = 1, .mono_us = 1},
		{.octets = li_slice(zipped, sizeof(zipped) - 1), .hep = true},
	};
	struct li_flow *flow = NULL;
	struct place place;

	write_all();
	open_flow(&place, &flow);
	CU_ASSERT_EQUAL(li_flow_take_all(flow, both, 3), LI_OK);
	CU_ASSERT_EQUAL(li_flow_take_all(flow, both, 0), LI_OK);
	CU_ASSERT_EQUAL(li_flow_counts(flow)->hep_compressed, 2);
	CU_ASSERT_EQUAL(li_flow_counts(flow)->sip, 1);
	li_flow_close(flow);
	place_remove(&place);
}

UNIT_MAIN("flow.take", UNIT_TEST(test_take__takes_many_as_one_by_one),
	UNIT_TEST(test_take__takes_hep_and_sip_together))

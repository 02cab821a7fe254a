/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/packet.h"
#include "unit.h"

/* 10.0.0.1 -> 10.0.0.2, UDP, ten octets */
static const uint8_t v4[30] = {0x45, 0, 0, 30, 0, 1, 0x40, 0, 64, 17, 0, 0, 10,
	0, 0, 1, 10, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

static uint8_t frame[256];

static li_err decode(enum li_link link, size_t n, struct li_ip *out)
{
	struct li_slice packet;
	li_err err = li_packet_link(link, li_slice(frame, n), 0, &packet);

	return err ? err : li_packet_ip(packet, 0, out);
}

static void test_packet__reads_a_header(void)
{
	struct li_ip ip;

	memcpy(frame, v4, sizeof(v4));
	CU_ASSERT_EQUAL_FATAL(decode(LI_LINK_IP, sizeof(v4), &ip), LI_OK);
	CU_ASSERT_EQUAL(ip.payload.n, 10);
	CU_ASSERT_EQUAL(ip.payload.p[0], 1);
	CU_ASSERT_EQUAL(ip.from.family, 4);
	CU_ASSERT_EQUAL(ip.from.ip[3], 1);
	CU_ASSERT_EQUAL(ip.from.ip[4], 0);
	CU_ASSERT_EQUAL(ip.from.port, 0);
	CU_ASSERT_EQUAL(ip.to.ip[3], 2);
	CU_ASSERT_EQUAL(ip.proto, 17);
	CU_ASSERT(!ip.fragment);
	/* Padding behind the packet is none of it. */
	memset(frame + sizeof(v4), 'x', 16);
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, sizeof(v4) + 16, &ip), LI_OK);
	CU_ASSERT_EQUAL(ip.payload.n, 10);
}

/* One octet of the packet set to another value makes of it ... */
static void test_packet__tells_what_does_not_fit(void)
{
	static const struct {
		size_t at;
		uint8_t value;
		li_err err;
		bool fragment;
	} cases[] = {
		{9, 6, LI_OK, false},
		{6, 0x20, LI_OK, true},          /* more fragments */
		{7, 1, LI_OK, true},             /* a later fragment */
		{6, 0x80, LI_OK, false},         /* reserved flag */
		{0, 0x44, LI_EMALFORMED, false}, /* header of 16 octets */
		{0, 0x4f, LI_EMALFORMED, false}, /* longer than all */
		{0, 0x55, LI_ENOTFOUND, false},  /* IP version 5 */
		{3, 31, LI_EMALFORMED, false},   /* longer than the frame */
		{3, 19, LI_EMALFORMED, false},   /* than its header */
		{3, 0, LI_OK, false},            /* not segmented yet */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_ip ip = {.id = 7};

		memcpy(frame, v4, sizeof(v4));
		frame[cases[i].at] = cases[i].value;
		CU_ASSERT_EQUAL(decode(LI_LINK_IP, sizeof(v4), &ip),
			cases[i].err);
		CU_ASSERT_EQUAL(ip.fragment, cases[i].fragment);
		if (cases[i].err)
			CU_ASSERT_EQUAL(ip.id, 7);
	}
}

static void test_packet__reads_every_link_and_refuses_every_cut(void)
{
	static const struct {
		enum li_link link;
		size_t head, type;
	} links[] = {{LI_LINK_ETHERNET, 14, 12}, {LI_LINK_IP, 0, 0},
		{LI_LINK_SLL, 16, 14}, {LI_LINK_SLL2, 20, 0},
		{LI_LINK_LOOPBACK, 4, 0}};
	struct li_ip ip;

	for (size_t l = 0; l < sizeof(links) / sizeof(links[0]); l++) {
		size_t head = links[l].head;

		memset(frame, 0, sizeof(frame));
		if (head)
			frame[links[l].type] = 8;
		memcpy(frame + head, v4, sizeof(v4));
		for (size_t n = 0; n < head + sizeof(v4); n++)
			CU_ASSERT_EQUAL(decode(links[l].link, n, &ip),
				LI_EMALFORMED);
		CU_ASSERT_EQUAL(decode(links[l].link, head + sizeof(v4), &ip),
			LI_OK);
		CU_ASSERT_EQUAL(ip.from.ip[3], 1);
	}
}

#define ADDRESSES 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1
#define LABEL(last) 0, 6, 0x40 | (last), 64

/* RFC 2516 cl. 4; RFC 1661 cl. 2, 6.5; RFC 3032 cl. 2.1; RFC 4448 cl. 4.6 */
static const struct {
	size_t n;
	li_err err;
	uint8_t head[40];
} behind[] = {
	{22, LI_OK, {ADDRESSES, 0x88, 0x64, 0x11, 0, 0, 7, 0, 32, 0, 0x21}},
	{21, LI_OK, {ADDRESSES, 0x88, 0x64, 0x11, 0, 0, 7, 0, 31, 0x21}},
	{26, LI_OK,
		{ADDRESSES, 0x81, 0, 0, 5, 0x88, 0x64, 0x11, 0, 0, 7, 0, 32, 0,
			0x21}},
	{18, LI_OK, {ADDRESSES, 0x88, 0x47, LABEL(1)}},
	{26, LI_OK, {ADDRESSES, 0x88, 0x48, LABEL(0), LABEL(0), LABEL(1)}},
	{36, LI_OK,
		{ADDRESSES, 0x88, 0x47, LABEL(1), 0, 0, 0, 0, ADDRESSES, 8, 0}},
	/* configuration of PPP, discovery's code */
	{22, LI_ENOTFOUND,
		{ADDRESSES, 0x88, 0x64, 0x11, 0, 0, 7, 0, 32, 0xc0, 0x21}},
	{22, LI_ENOTFOUND,
		{ADDRESSES, 0x88, 0x64, 0x11, 9, 0, 7, 0, 32, 0, 0x21}},
	/* longer than the frame; no room for a protocol */
	{22, LI_EMALFORMED,
		{ADDRESSES, 0x88, 0x64, 0x11, 0, 0, 7, 0, 33, 0, 0x21}},
	{22, LI_EMALFORMED,
		{ADDRESSES, 0x88, 0x64, 0x11, 0, 0, 7, 0, 1, 0, 0x21}},
	/* a frame without control word cannot be told */
	{32, LI_ENOTFOUND, {ADDRESSES, 0x88, 0x47, LABEL(1), ADDRESSES, 8, 0}},
};

static void test_packet__finds_ip_behind_sessions_and_labels(void)
{
	struct li_ip ip;

	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
		size_t n = behind[i].n;

		memset(frame, 0, sizeof(frame));
		memcpy(frame, behind[i].head, n);
		memcpy(frame + n, v4, sizeof(v4));
		ip.payload.n = 0;
		CU_ASSERT_EQUAL(decode(LI_LINK_ETHERNET, n + sizeof(v4), &ip),
			behind[i].err);
		if (behind[i].err)
			continue;
		CU_ASSERT_EQUAL(ip.payload.n, 10);
		for (size_t cut = 0; cut < n + sizeof(v4); cut++)
			CU_ASSERT_NOT_EQUAL(decode(LI_LINK_ETHERNET, cut, &ip),
				LI_OK);
	}
}

/* Nobody nests frames in pseudo wires, or stacks labels, without end. */
static void test_packet__bounds_labels(void)
{
	static const uint8_t wire[] = {ADDRESSES, 0x88, 0x47, LABEL(1), 0, 0, 0,
		0};
	static const uint8_t label[] = {LABEL(0)};
	struct li_slice packet;

	for (size_t at = 0; at < 110; at += sizeof(wire))
		memcpy(frame + at, wire, sizeof(wire));
	CU_ASSERT_EQUAL(li_packet_link(LI_LINK_ETHERNET, li_slice(frame, 110),
				0, &packet),
		LI_ENOTFOUND);
	for (size_t at = 14; at + 4 < sizeof(frame); at += 4)
		memcpy(frame + at, label, sizeof(label));
	CU_ASSERT_EQUAL(li_packet_link(LI_LINK_ETHERNET,
				li_slice(frame, sizeof(frame)), 0, &packet),
		LI_ENOTFOUND);
}

/* RFC 8200 cl. 4 */
static void test_packet__bounds_tags_and_extension_headers(void)
{
	static const uint8_t ip6[] = {0x60, 0, 0, 0, 0, 160, 60, 64};
	struct li_ip ip;

	memset(frame, 0, sizeof(frame));
	for (size_t i = 12; i < 12 + 5 * 4; i += 4) {
		frame[i] = 0x81;
		frame[i + 1] = 0;
	}
	CU_ASSERT_EQUAL(decode(LI_LINK_ETHERNET, sizeof(frame), &ip),
		LI_ENOTFOUND);
	memset(frame, 0, sizeof(frame));
	memcpy(frame, ip6, sizeof(ip6));
	for (size_t i = 40; i < 200; i += 8)
		frame[i] = 60; /* destination options without end */
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 200, &ip), LI_OK);
	CU_ASSERT_EQUAL(ip.proto, 60); /* no transport that is read */
}

/* Its length counts words of four octets, and IPv4 has it too.
 * RFC 4302 cl. 2.2, cl. 3.1.1 */
static void test_packet__steps_over_authentication_headers(void)
{
	static const uint8_t ip6[] = {0x60, 0, 0, 0, 0, 32, 51, 64};
	struct li_ip ip;

	memset(frame, 0, sizeof(frame));
	memcpy(frame, ip6, sizeof(ip6));
	frame[40] = 17;
	frame[41] = 4; /* 24 octets */
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 72, &ip), LI_OK);
	CU_ASSERT_EQUAL(ip.proto, 17);
	CU_ASSERT_EQUAL(ip.payload.n, 8);
	frame[41] = 7; /* beyond the end */
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 72, &ip), LI_EMALFORMED);
	memcpy(frame, v4, sizeof(v4));
	frame[9] = 51;
	frame[20] = 17;
	frame[21] = 0;
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, sizeof(v4), &ip), LI_OK);
	CU_ASSERT_EQUAL(ip.proto, 17);
	CU_ASSERT_EQUAL(ip.payload.n, 2);
}

/* A jumbogram says its length in an option: RFC 2675 cl. 3 */
static void test_packet__takes_all_of_ipv6_without_a_length(void)
{
	static const uint8_t ip6[] = {0x60, 0, 0, 0, 0, 0, 17, 64};
	struct li_ip ip;

	memset(frame, 0, sizeof(frame));
	memcpy(frame, ip6, sizeof(ip6));
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 60, &ip), LI_OK);
	CU_ASSERT_EQUAL(ip.payload.n, 20);
	frame[6] = 0;
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 60, &ip), LI_EMALFORMED);
}

/* RFC 8200 cl. 4.5 */
static void test_packet__reads_fragment_headers(void)
{
	static const uint8_t ip6[] = {0x60, 0, 0, 0, 0, 16, 44, 64};
	static const uint8_t part[8] = {17, 0, 0x01, 0x01, 1, 2, 3, 4};
	struct li_ip ip;

	memset(frame, 0, sizeof(frame));
	memcpy(frame, ip6, sizeof(ip6));
	memcpy(frame + 40, part, sizeof(part));
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 56, &ip), LI_OK);
	CU_ASSERT(ip.fragment);
	CU_ASSERT(ip.more);
	CU_ASSERT_EQUAL(ip.offset, 256);
	CU_ASSERT_EQUAL(ip.id, 0x01020304);
	CU_ASSERT_EQUAL(ip.proto, 17);
	CU_ASSERT_EQUAL(ip.payload.n, 8);
	frame[42] = frame[43] = 0; /* all there is: RFC 6946 cl. 4 */
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 56, &ip), LI_OK);
	CU_ASSERT(!ip.fragment);
	frame[5] = 7;
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 56, &ip), LI_EMALFORMED);
}

UNIT_MAIN("intake.packet", UNIT_TEST(test_packet__reads_a_header),
	UNIT_TEST(test_packet__tells_what_does_not_fit),
	UNIT_TEST(test_packet__reads_every_link_and_refuses_every_cut),
	UNIT_TEST(test_packet__finds_ip_behind_sessions_and_labels),
	UNIT_TEST(test_packet__bounds_labels),
	UNIT_TEST(test_packet__bounds_tags_and_extension_headers),
	UNIT_TEST(test_packet__steps_over_authentication_headers),
	UNIT_TEST(test_packet__takes_all_of_ipv6_without_a_length),
	UNIT_TEST(test_packet__reads_fragment_headers))

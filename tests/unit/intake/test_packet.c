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
	li_err err = li_packet_link(link, li_slice(frame, n), &packet);

	return err ? err : li_packet_ip(packet, out);
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
	UNIT_TEST(test_packet__bounds_tags_and_extension_headers),
	UNIT_TEST(test_packet__steps_over_authentication_headers),
	UNIT_TEST(test_packet__reads_fragment_headers))

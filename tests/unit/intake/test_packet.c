/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/packet.h"
#include "unit.h"

/* 10.0.0.1:5060 -> 10.0.0.2:5062, "hi" */
static const uint8_t v4[] = {
	0x45,
	0,
	0,
	30,
	0,
	1,
	0x40,
	0,
	64,
	17,
	0,
	0,
	10,
	0,
	0,
	1,
	10,
	0,
	0,
	2,
	0x13,
	0xc4,
	0x13,
	0xc6,
	0,
	10,
	0,
	0,
	'h',
	'i',
};

static uint8_t frame[256];

static li_err decode(enum li_link link, size_t n, struct li_datagram *out)
{
	return li_packet_decode(link, li_slice(frame, n), out);
}

static void test_packet__reads_a_datagram(void)
{
	struct li_datagram d = {.number = 5, .at_us = 6};

	memcpy(frame, v4, sizeof(v4));
	CU_ASSERT_EQUAL_FATAL(decode(LI_LINK_IP, sizeof(v4), &d), LI_OK);
	CU_ASSERT(li_slice_is(d.payload, "hi"));
	CU_ASSERT_EQUAL(d.from.family, 4);
	CU_ASSERT_EQUAL(d.from.ip[3], 1);
	CU_ASSERT_EQUAL(d.from.ip[4], 0);
	CU_ASSERT_EQUAL(d.from.port, 5060);
	CU_ASSERT_EQUAL(d.to.ip[3], 2);
	CU_ASSERT_EQUAL(d.to.port, 5062);
	CU_ASSERT_EQUAL(d.ip_proto, 17);
	CU_ASSERT_EQUAL(d.number, 5);
	CU_ASSERT_EQUAL(d.at_us, 6);
	/* Padding behind the packet is none of it. */
	memset(frame + sizeof(v4), 'x', 16);
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, sizeof(v4) + 16, &d), LI_OK);
	CU_ASSERT_EQUAL(d.payload.n, 2);
}

/* One octet of the packet set to another value makes of it ... */
static void test_packet__tells_what_is_not_read(void)
{
	static const struct {
		size_t at;
		uint8_t value;
		li_err err;
	} cases[] = {
		{9, 6, LI_EUNSUPPORTED},    /* TCP */
		{9, 132, LI_EUNSUPPORTED},  /* SCTP */
		{9, 1, LI_ENOTFOUND},       /* ICMP */
		{6, 0x20, LI_EUNSUPPORTED}, /* more fragments */
		{7, 1, LI_EUNSUPPORTED},    /* a later fragment */
		{0, 0x44, LI_EMALFORMED},   /* header of 16 octets */
		{0, 0x4f, LI_EMALFORMED},   /* header longer than all */
		{0, 0x55, LI_ENOTFOUND},    /* IP version 5 */
		{3, 31, LI_EMALFORMED},     /* longer than the frame */
		{3, 19, LI_EMALFORMED},     /* shorter than its header */
		{25, 11, LI_EMALFORMED},    /* UDP longer than the packet */
		{25, 7, LI_EMALFORMED},     /* UDP shorter than its header */
		{25, 9, LI_OK},             /* UDP shorter than the packet */
		{6, 0x80, LI_OK},           /* reserved flag */
	};
	struct li_datagram d = {.number = 7};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memcpy(frame, v4, sizeof(v4));
		frame[cases[i].at] = cases[i].value;
		CU_ASSERT_EQUAL(decode(LI_LINK_IP, sizeof(v4), &d),
			cases[i].err);
		if (cases[i].err)
			CU_ASSERT_EQUAL(d.from.family, 0);
		d = (struct li_datagram){0};
	}
}

static void test_packet__refuses_every_cut(void)
{
	static const enum li_link links[] = {LI_LINK_ETHERNET, LI_LINK_IP,
		LI_LINK_SLL, LI_LINK_SLL2};
	static const size_t heads[] = {14, 0, 16, 20}, types[] = {12, 0, 14, 0};
	struct li_datagram d = {0};

	for (size_t l = 0; l < 4; l++) {
		memset(frame, 0, sizeof(frame));
		if (heads[l])
			frame[types[l]] = 8;
		memcpy(frame + heads[l], v4, sizeof(v4));
		for (size_t n = 0; n < heads[l] + sizeof(v4); n++)
			CU_ASSERT_EQUAL(decode(links[l], n, &d), LI_EMALFORMED);
		CU_ASSERT_EQUAL(decode(links[l], heads[l] + sizeof(v4), &d),
			LI_OK);
	}
}

static void test_packet__bounds_tags_and_extension_headers(void)
{
	static const uint8_t ip6[] = {0x60, 0, 0, 0, 0, 160, 60, 64};
	struct li_datagram d = {0};

	memset(frame, 0, sizeof(frame));
	for (size_t i = 12; i < 12 + 5 * 4; i += 4) {
		frame[i] = 0x81;
		frame[i + 1] = 0;
	}
	CU_ASSERT_EQUAL(decode(LI_LINK_ETHERNET, sizeof(frame), &d),
		LI_ENOTFOUND);
	memset(frame, 0, sizeof(frame));
	memcpy(frame, ip6, sizeof(ip6));
	for (size_t i = 40; i < 200; i += 8)
		frame[i] = 60; /* destination options without end */
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 200, &d), LI_ENOTFOUND);
	frame[6] = 51; /* AH of 24 octets, then a header beyond the end */
	frame[40] = 43;
	frame[41] = 4;
	frame[65] = 255;
	CU_ASSERT_EQUAL(decode(LI_LINK_IP, 200, &d), LI_EMALFORMED);
}

UNIT_MAIN("intake.packet", UNIT_TEST(test_packet__reads_a_datagram),
	UNIT_TEST(test_packet__tells_what_is_not_read),
	UNIT_TEST(test_packet__refuses_every_cut),
	UNIT_TEST(test_packet__bounds_tags_and_extension_headers))

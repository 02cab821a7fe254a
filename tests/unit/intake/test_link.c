/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Links that are no Ethernet: what is in front of the IP packet.
 */
#include "intake/pcap_walk.h"
#include "unit.h"

enum { PACKET = 40, HEAD = 24 };

/* A frame: the head given, then IPv6's octets. */
static uint8_t frame[HEAD + PACKET];

static li_err find(enum li_link link, const uint8_t *head, size_t n,
	struct li_slice *out)
{
	memset(frame, 0, sizeof(frame));
	memcpy(frame, head, n);
	frame[n] = 0x60;
	return li_packet_link(link, li_slice(frame, n + PACKET), 0, out);
}

static void test_link__finds_ip_behind_each_head(void)
{
	static const struct {
		int linktype;
		size_t n;
		uint8_t head[HEAD];
	} cases[] = {
		{9, 4, {0xff, 3, 0, 0x57}}, /* RFC 1662 cl. 3.1 */
		{9, 3, {0xff, 3, 0x57}},    /* RFC 1661 cl. 6.5 */
		{9, 2, {0, 0x57}},
		{9, 1, {0x57}},
		{9, 8, {0xff, 3, 2, 0x81, 0, 1, 1, 64}}, /* RFC 3032 cl. 4.3 */
		{50, 4, {0xff, 3, 0, 0x21}},
		{50, 4, {0x0f, 0, 0x86, 0xdd}}, /* Cisco's */
		{50, 4, {0x8f, 0, 8, 0}},
		{104, 4, {0x0f, 0, 0x86, 0xdd}},
		{104, 8, {0x0f, 0, 0x88, 0x47, 0, 1, 1, 64}},
		{204, 5, {1, 0xff, 3, 0, 0x57}},
		{204, 5, {0, 0x0f, 0, 0x86, 0xdd}},
		{51, 8, {0x11, 0, 0, 1, 0, PACKET + 2, 0, 0x57}},
		{219, 8, {0, 1, 0, 64, 0, 2, 1, 64}},
		{219, 22, {0, 2, 1, 64, [20] = 0x86, 0xdd}}, /* RFC 4448 */
		{240, 18, {[16] = 0x86, 0xdd}},
		/* IEEE 802.3 with SNAP: RFC 1042 */
		{1, 22, {[13] = 48, 0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_slice ip = {0};
		enum li_link link = LI_LINK_UNKNOWN;

		CU_ASSERT(li_walk_link(cases[i].linktype, &link));
		CU_ASSERT_EQUAL(find(link, cases[i].head, cases[i].n, &ip),
			LI_OK);
		CU_ASSERT(ip.p == frame + cases[i].n && ip.n == PACKET);
	}
}

/* What may hold SIP and is not read is told apart from what holds none. */
static void test_link__tells_what_it_does_not_read(void)
{
	static const struct {
		enum li_link link;
		li_err err;
		uint8_t head[4];
	} cases[] = {
		{LI_LINK_PPP, LI_EUNSUPPORTED, {0xff, 3, 0, 0x2d}},
		{LI_LINK_PPP, LI_EUNSUPPORTED, {0xff, 3, 0, 0x2f}},
		{LI_LINK_PPP, LI_EUNSUPPORTED, {0xff, 3, 0, 0x3d}},
		{LI_LINK_PPP, LI_EUNSUPPORTED, {0xff, 3, 0, 0x53}},
		{LI_LINK_PPP, LI_EUNSUPPORTED, {0xff, 3, 0, 0xfd}},
		{LI_LINK_PPP, LI_ENOTFOUND, {0xff, 3, 0xc0, 0x21}}, /* LCP */
		{LI_LINK_PPP, LI_ENOTFOUND, {0x8f, 0, 0x80, 0x35}},
		{LI_LINK_ETHERNET, LI_ENOTFOUND, {0}},
		{LI_LINK_UNKNOWN, LI_EUNSUPPORTED, {0}},
	};
	struct li_slice ip;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(find(cases[i].link, cases[i].head, 4, &ip),
			cases[i].err);
}

static void test_link__refuses_a_head_that_is_short(void)
{
	static const uint8_t ppp[4] = {0xff, 3, 0, 0x57};
	struct li_slice ip;

	for (enum li_link l = LI_LINK_ETHERNET; l <= LI_LINK_LAST; l++)
		CU_ASSERT_NOT_EQUAL(li_packet_link(l, li_slice(ppp, 0), 0, &ip),
			LI_OK);
	for (size_t n = 0; n <= sizeof(ppp); n++)
		CU_ASSERT_EQUAL(li_packet_link(LI_LINK_PPP, li_slice(ppp, n), 0,
					&ip),
			LI_EMALFORMED);
}

/* RFC 2675 cl. 2: the length stands in an option, and what is behind is none of
 * it. */
static void test_link__reads_a_jumbogram(void)
{
	static uint8_t jumbo[40 + 8 + 70000 + 6] =
		{0x60, [6] = 0, [40] = 17, [42] = 0xc2, 4, 0, 1, 0x11, 0x78};
	struct li_ip ip;

	CU_ASSERT_EQUAL(li_packet_ip(li_slice(jumbo, sizeof(jumbo)), 0, &ip),
		LI_OK);
	CU_ASSERT_EQUAL(ip.proto, 17);
	CU_ASSERT_EQUAL(ip.payload.n, 70000);
	jumbo[47] = 0x7f; /* more than there is */
	CU_ASSERT_EQUAL(li_packet_ip(li_slice(jumbo, sizeof(jumbo)), 0, &ip),
		LI_EMALFORMED);
}

/* RFC 7401 cl. 5.1, RFC 5533 cl. 5.1 */
static void test_link__steps_over_hip_and_shim6(void)
{
	uint8_t packet[40 + 24] = {0x60, [5] = 24, 139, [40] = 140, [48] = 17};
	struct li_ip ip;

	CU_ASSERT_EQUAL(li_packet_ip(li_slice(packet, sizeof(packet)), 0, &ip),
		LI_OK);
	CU_ASSERT_EQUAL(ip.proto, 17);
	CU_ASSERT_EQUAL(ip.payload.n, 8);
}

UNIT_MAIN("intake.link", UNIT_TEST(test_link__finds_ip_behind_each_head),
	UNIT_TEST(test_link__tells_what_it_does_not_read),
	UNIT_TEST(test_link__refuses_a_head_that_is_short),
	UNIT_TEST(test_link__reads_a_jumbogram),
	UNIT_TEST(test_link__steps_over_hip_and_shim6))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "tunneling.h"

static void test_wire_tunnel__finds_sip_over_ipv6(void)
{
	make_sip();
	CU_ASSERT(arrives(0));
}

/* RFC 2003 cl. 3, RFC 2473 cl. 3, RFC 4213 cl. 3 */
static void test_wire_tunnel__steps_over_ip_in_ip(void)
{
	make_sip();
	wrap_ip4(41, 0);
	CU_ASSERT(arrives(1));
	wrap_ip4(4, 0);
	CU_ASSERT(arrives(2));
	wrap_ip6(4);
	CU_ASSERT(arrives(3));
	wrap_ip6(41);
	CU_ASSERT(arrives(4));
	wrap_ip6(41);
	CU_ASSERT(arrives(5));
	wrap_ip6(41); /* seven deep: nobody's */
	begin();
	send_built();
	CU_ASSERT_EQUAL(got.n, 0);
	CU_ASSERT_EQUAL(counts->refused, 1);
	end();
}

/* RFC 2784 cl. 2.1, RFC 2890 cl. 2 */
static void test_wire_tunnel__steps_over_gre(void)
{
	static const struct {
		size_t n;
		uint8_t head[24];
		bool ethernet;
	} cases[] = {
		{4, {0, 0, 0x86, 0xdd}, false},
		{8, {0x80, 0, 0x86, 0xdd}, false},
		{16, {0xb0, 0, 0x86, 0xdd}, false},
		{8, {0x10, 0, 0x65, 0x58}, true},
		{4, {0, 0, 0x88, 0xbe}, true},                 /* ERSPAN I */
		{16, {0x10, 0, 0x88, 0xbe, [8] = 0x10}, true}, /* II */
		{20, {0x10, 0, 0x22, 0xeb, [8] = 0x20}, true}, /* III */
		{20, {0x10, 0, 0x22, 0xeb, [18] = 0x88}, false},
		{24, {0, 0, 0x22, 0xeb, [15] = 1}, true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make_sip();
		if (cases[i].ethernet)
			wrap_ethernet();
		wrap(cases[i].head, cases[i].n);
		wrap_ip4(47, 0);
		CU_ASSERT(arrives(1));
	}
}

/* RFC 2637 cl. 4.1; RFC 4023 cl. 4.2; RFC 1661 cl. 6.5 */
static void test_wire_tunnel__steps_over_gre_with_ppp_and_labels(void)
{
	enum { N = sizeof(sip) - 1 + 8 + 40 }; /* of the packet */
	static const struct {
		size_t n;
		uint8_t head[24];
	} cases[] = {
		{16,
			{0x30, 1, 0x88, 0x0b, 0, N + 4, 0, 7, 0, 0, 0, 1, 0xff,
				3, 0, 0x57}},
		{18, {0x30, 0x81, 0x88, 0x0b, 0, N + 2, 0, 7, [16] = 0, 0x57}},
		{13, {0x30, 1, 0x88, 0x0b, 0, N + 1, 0, 7, [12] = 0x57}},
		{8, {0, 0, 0x88, 0x0b, 0xff, 3, 0, 0x57}},
		{12, {0, 0, 0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64}},
		{8, {0, 0, 0x88, 0x48, 0, 2, 1, 64}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make_sip();
		wrap(cases[i].head, cases[i].n);
		wrap_ip4(47, 0);
		CU_ASSERT(arrives(1));
	}
}

/* Of a jumbogram the length of UDP is 0: RFC 2675 cl. 4. Over IPv4 it is none. */
static void test_wire_tunnel__reads_udp_that_says_no_length(void)
{
	make_sip();
	built.p[44] = built.p[45] = 0;
	CU_ASSERT(arrives(0));
	put(sip, sizeof(sip) - 1);
	wrap_udp(5060, 5062);
	built.p[4] = built.p[5] = 0;
	wrap_ip4(17, 0);
	begin();
	send_built();
	CU_ASSERT_EQUAL(got.n, 0);
	CU_ASSERT_EQUAL(counts->malformed, 1);
	end();
}

/* RFC 3378 cl. 3 */
static void test_wire_tunnel__steps_over_etherip(void)
{
	static const uint8_t head[2] = {0x30, 0};

	make_sip();
	wrap_ethernet();
	wrap(head, sizeof(head));
	wrap_ip4(97, 0);
	CU_ASSERT(arrives(1));
	built.p[20] = 0x40;
	begin();
	send_built();
	CU_ASSERT_EQUAL(got.n, 0);
	CU_ASSERT_EQUAL(counts->malformed, 1);
	end();
}

/* RFC 7510 cl. 3 */
static void test_wire_tunnel__steps_over_labels_in_udp(void)
{
	static const uint8_t labels[8] = {0, 1, 0, 64, 0, 2, 1, 64};
	static const uint8_t wire_head[8] = {0, 2, 1, 64};

	make_sip();
	wrap(labels, sizeof(labels));
	wrap_udp(50000, 6635);
	wrap_ip6(17);
	CU_ASSERT(arrives(1));
	make_sip();
	wrap_ethernet();
	wrap(wire_head, sizeof(wire_head));
	wrap_udp(50000, 6635);
	wrap_ip6(17);
	CU_ASSERT(arrives(1));
	/* whose port it is otherwise */
	put(sip, sizeof(sip) - 1);
	wrap_udp(5060, 6635);
	wrap_ip6(17);
	CU_ASSERT(arrives(0));
}

static void test_wire_tunnel__counts_gre_that_is_not_read(void)
{
	static const uint8_t heads[][4] = {{0x40, 0, 8, 0}, {0, 1, 8, 0},
		{0, 0, 0x80, 0x0b}, {0xb0, 0, 8, 0}};

	begin();
	for (size_t i = 0; i < 4; i++) {
		put("12345678", 8);
		wrap(heads[i], 4);
		wrap_ip6(47);
		send_built();
	}
	CU_ASSERT_EQUAL(counts->unsupported, 2);
	CU_ASSERT_EQUAL(counts->other, 1);
	CU_ASSERT_EQUAL(counts->malformed, 1);
	end();
}

/* RFC 7348 cl. 5; draft-ietf-nvo3-vxlan-gpe cl. 3.1; RFC 8926 cl. 3.4 */
static void test_wire_tunnel__steps_over_vxlan_and_geneve(void)
{
	static const struct {
		size_t n;
		uint16_t port;
		bool ethernet;
		uint8_t head[16];
	} cases[] = {
		{8, 4789, true, {8, 0, 0, 0, 0, 1, 2, 0}},
		{8, 8472, true, {8, 0, 0, 0, 0, 1, 2, 0}},
		{8, 4790, false, {12, 0, 0, 2, 0, 1, 2, 0}},
		{8, 4790, true, {12, 0, 0, 3, 0, 1, 2, 0}},
		{8, 6081, true, {0, 0, 0x65, 0x58, 0, 1, 2, 0}},
		{8, 6081, false, {0, 0, 0x86, 0xdd, 0, 1, 2, 0}},
		{16, 6081, true, {2, 0x40, 0x65, 0x58, 0, 1, 2, 0}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make_sip();
		if (cases[i].ethernet)
			wrap_ethernet();
		wrap(cases[i].head, cases[i].n);
		wrap_udp(50000, cases[i].port);
		wrap_ip4(17, 0);
		CU_ASSERT(arrives(1));
	}
}

static void test_wire_tunnel__takes_what_else_comes_to_a_port_as_it_is(void)
{
	static const struct {
		uint16_t port;
		uint8_t head[8];
	} cases[] = {
		{4789, {8, 0, 0, 1, 0, 1, 2, 0}},
		{4789, {0, 0, 0, 0, 0, 1, 2, 0}},
		{4790, {12, 0, 0, 4, 0, 1, 2, 0}}, /* NSH */
		{4790, {12, 0, 0, 3, 0, 1, 2, 1}},
		{6081, {0x40, 0, 0x65, 0x58, 0, 1, 2, 0}}, /* version 1 */
		{6081, {0, 0x80, 0x65, 0x58, 0, 1, 2, 0}}, /* of the tunnel */
		{6081, {0, 0, 0x88, 0x47, 0, 1, 2, 0}},
		{6081, {0x3f, 0, 0x65, 0x58, 0, 1, 2, 0}}, /* cut short */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put("12345678901234567890", 20);
		wrap(cases[i].head, 8);
		wrap_udp(50000, cases[i].port);
		wrap_ip4(17, 0);
		begin();
		send_built();
		CU_ASSERT_EQUAL(got.n, 1);
		CU_ASSERT_EQUAL(got.last.to.port, cases[i].port);
		CU_ASSERT_EQUAL(counts->tunnels, 0);
		end();
	}
}

static void gtpu(const uint8_t *options, size_t n)
{
	size_t length = built.n + n;
	const uint8_t head[8] = {(uint8_t)(0x30 | (n ? 4 : 0)), 255,
		(uint8_t)(length >> 8), (uint8_t)length, 0, 0, 0, 9};

	if (n)
		wrap(options, n);
	wrap(head, sizeof(head));
	wrap_udp(2152, 2152);
	wrap_ip6(17);
}

/* TS 29.281 cl. 5.1, 5.2.1; TS 38.415 cl. 5.5.2 (PDU session container) */
static void test_wire_tunnel__finds_sip_inside_gtpu(void)
{
	static const uint8_t container[] = {0, 0, 0, 0x85, 1, 0x10, 9, 0};
	static const uint8_t two[] = {0, 0, 0, 0xc0, 1, 0, 1, 0x85, 2, 0, 9, 1,
		2, 3, 4, 0};
	static const uint8_t endless[] = {0, 0, 0, 0x85, 0, 0, 0, 0};

	make_sip();
	gtpu(NULL, 0);
	CU_ASSERT(arrives(1));
	gtpu(NULL, 0); /* twice: between two networks */
	CU_ASSERT(arrives(2));
	make_sip();
	gtpu(container, sizeof(container));
	CU_ASSERT(arrives(1));
	make_sip();
	gtpu(two, sizeof(two));
	CU_ASSERT(arrives(1));
	make_sip();
	gtpu(endless, sizeof(endless));
	begin();
	send_built();
	CU_ASSERT_EQUAL(got.n, 1); /* as any datagram */
	CU_ASSERT_EQUAL(got.last.to.port, 2152);
	end();
}

static void test_wire_tunnel__takes_sip_on_a_tunnels_port_as_sip(void)
{
	static const uint16_t ports[] = {2152, 4789, 4500};

	for (size_t i = 0; i < 3; i++) {
		put(sip, sizeof(sip) - 1);
		wrap_udp(5060, ports[i]);
		wrap_ip6(17);
		CU_ASSERT(arrives(0));
	}
}

/* RFC 4168; RFC 9260 cl. 3.3.1 */
static void test_wire_tunnel__reads_data_chunks_of_sctp(void)
{
	uint8_t data[16] = {0, 3, 0, sizeof(sip) - 1 + 16};
	static const uint8_t head[28] = {0x13, 0xc4, 0x13, 0xc6, [12] = 3, 0, 0,
		16};

	put(sip, sizeof(sip) - 1);
	wrap(data, sizeof(data));
	wrap(head, sizeof(head)); /* a SACK is in front of it */
	wrap_ip6(132);
	CU_ASSERT(arrives(0));
	built.p[40 + 28 + 1] = 2; /* a first fragment only */
	begin();
	send_built();
	CU_ASSERT_EQUAL(counts->unsupported, 1);
	built.p[40 + 28 + 3] = 3;
	send_built();
	CU_ASSERT_EQUAL(counts->malformed, 1);
	CU_ASSERT_EQUAL(got.n, 0);
	end();
}

UNIT_MAIN("intake.wire_tunnel",
	UNIT_TEST(test_wire_tunnel__finds_sip_over_ipv6),
	UNIT_TEST(test_wire_tunnel__steps_over_ip_in_ip),
	UNIT_TEST(test_wire_tunnel__steps_over_gre),
	UNIT_TEST(test_wire_tunnel__steps_over_gre_with_ppp_and_labels),
	UNIT_TEST(test_wire_tunnel__reads_udp_that_says_no_length),
	UNIT_TEST(test_wire_tunnel__steps_over_etherip),
	UNIT_TEST(test_wire_tunnel__steps_over_labels_in_udp),
	UNIT_TEST(test_wire_tunnel__counts_gre_that_is_not_read),
	UNIT_TEST(test_wire_tunnel__steps_over_vxlan_and_geneve),
	UNIT_TEST(test_wire_tunnel__takes_what_else_comes_to_a_port_as_it_is),
	UNIT_TEST(test_wire_tunnel__finds_sip_inside_gtpu),
	UNIT_TEST(test_wire_tunnel__takes_sip_on_a_tunnels_port_as_sip),
	UNIT_TEST(test_wire_tunnel__reads_data_chunks_of_sctp))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "wiring.h"

static const char sip[] = "OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n";

/* Put padding, trailer, check value and ESP header around what was built.
 * RFC 4303 cl. 2 */
static void wrap_esp(uint8_t next, size_t iv, size_t icv)
{
	static const uint8_t head[16] = {0, 0, 0x12, 0x34, 0, 0, 0, 1, 0xa5,
		0x17, 0xee, 2, 0x99, 0x41, 0x77, 8};
	uint8_t pad = 0;

	for (; (built.n + pad + 2) % 4; pad++)
		built.p[built.n + pad] = (uint8_t)(pad + 1);
	built.n += pad;
	built.p[built.n++] = pad;
	built.p[built.n++] = next;
	for (size_t i = 0; i < icv; i++)
		built.p[built.n++] = (uint8_t)(0xc7 + i * 53);
	wrap(head, 8 + iv);
}

static const struct {
	size_t iv, icv;
} shapes[] = {{0, 12}, {0, 16}, {8, 16}, {0, 24}, {0, 32}};

/* What a registered terminal and its P-CSCF say. TS 33.203 cl. 7.1, RFC 2410
 * cl. 2, RFC 4543 cl. 3.1, RFC 4868 cl. 2.6 */
static void test_wire_esp__finds_udp_in_the_clear(void)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		begin();
		put(sip, sizeof(sip) - 1);
		wrap_udp(5064, 6000);
		wrap_esp(17, shapes[i].iv, shapes[i].icv);
		wrap_ip6(50);
		send_built();
		CU_ASSERT_EQUAL(got.n, 1);
		CU_ASSERT_STRING_EQUAL(got.text[0], sip);
		CU_ASSERT_EQUAL(got.last.to.port, 6000);
		CU_ASSERT_EQUAL(counts->encrypted, 0);
		end();
	}
}

/* Make the checksum of a TCP segment right, from 2001:db8::1 to ::2.
 * RFC 9293 cl. 3.1 */
static void sum_tcp(void)
{
	uint32_t total = 2 * (0x2001 + 0x0db8) + 1 + 2 + 6 + (uint32_t)built.n;

	for (size_t i = 0; i < built.n; i++)
		total += i % 2 ? built.p[i] : (uint32_t)built.p[i] << 8;
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	built.p[16] = (uint8_t)(~total >> 8);
	built.p[17] = (uint8_t)~total;
}

static void test_wire_esp__finds_tcp_in_the_clear(void)
{
	for (int good = 0; good < 2; good++) {
		begin();
		put(sip, sizeof(sip) - 1);
		wrap_tcp(5064, 6000, 1, 0);
		sum_tcp();
		built.p[16] ^= (uint8_t)!good;
		wrap_esp(6, 0, 12);
		/* from ::1, as wrap_ip6() has it, but host in two places */
		wrap_ip6_from(0, 50);
		built.p[23] = 1;
		send_built();
		CU_ASSERT_EQUAL(got.n, (size_t)good);
		CU_ASSERT_EQUAL(counts->encrypted, (uint64_t)!good);
		end();
	}
}

static void test_wire_esp__finds_a_tunnels_packet_in_the_clear(void)
{
	begin();
	put(sip, sizeof(sip) - 1);
	wrap_udp(5064, 6000);
	wrap_ip6(17);
	wrap_esp(41, 0, 12);
	wrap_ip4(50, 0);
	send_built();
	put(sip, sizeof(sip) - 1);
	wrap_udp(5064, 6000);
	wrap_ip4(17, 0);
	wrap_esp(4, 0, 16);
	wrap_udp(4500, 4500); /* RFC 3948 cl. 2.1 */
	wrap_ip6(17);
	send_built();
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_STRING_EQUAL(got.text[1], sip);
	CU_ASSERT_EQUAL(got.last.from.family, 4);
	end();
}

static void test_wire_esp__counts_what_is_encrypted(void)
{
	uint32_t x = 1;

	begin();
	for (int i = 0; i < 20000; i++) {
		for (built.n = 0; built.n < 120; built.n++) {
			x = x * 1664525 + 1013904223;
			built.p[built.n] = (uint8_t)(x >> 24);
		}
		wrap_ip6(50);
		send_built();
	}
	CU_ASSERT_EQUAL(got.n, 0);
	CU_ASSERT_EQUAL(counts->encrypted, 20000);
	put("short", 5);
	wrap_ip6(50);
	send_built();
	CU_ASSERT_EQUAL(counts->malformed, 1);
	end();
}

/* RFC 4303 cl. 2.4 */
static void test_wire_esp__checks_padding_and_lengths(void)
{
	/* from the end: check value 12, next header, length of the padding */
	static const size_t at[] = {13, 14, 15};

	for (size_t i = 0; i < 3; i++) {
		begin();
		put(sip, sizeof(sip) - 2); /* makes padding of one octet */
		wrap_udp(5064, 6000);
		wrap_esp(17, 0, 12);
		wrap_ip6(50);
		built.p[built.n - at[i]] ^= 0x40;
		send_built();
		CU_ASSERT_EQUAL(got.n, 0);
		CU_ASSERT_EQUAL(counts->encrypted, 1);
		end();
	}
}

/* RFC 8446 cl. 5.1 */
static void test_wire_esp__counts_tls_on_sip_ports(void)
{
	static const uint8_t hello[] = {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3};

	begin();
	for (uint16_t port = 5060; port < 5063; port++) {
		put(hello, sizeof(hello));
		wrap_tcp(40000, port, 1, 0);
		wrap_ip6(6);
		send_built();
	}
	CU_ASSERT_EQUAL(counts->encrypted, 2);
	CU_ASSERT_EQUAL(got.n, 0);
	end();
}

/* RFC 3320 cl. 7: the first five bits are set */
static void test_wire_esp__marks_compressed_signalling(void)
{
	static const uint8_t message[] = {0xf8, 1, 2, 3, 4};

	begin();
	put(message, sizeof(message));
	wrap_udp(5064, 6000);
	wrap_esp(17, 0, 12);
	wrap_ip6(50);
	send_built();
	CU_ASSERT(got.last.sigcomp);
	put(message, sizeof(message));
	wrap_udp(40000, 5060);
	wrap_ip6(17);
	send_built();
	CU_ASSERT(got.last.sigcomp);
	put(message, sizeof(message));
	wrap_tcp(40000, 5060, 9, 0);
	wrap_ip6(6);
	send_built();
	CU_ASSERT(got.last.sigcomp);
	CU_ASSERT_EQUAL(got.last.ip_proto, 6);
	put(message, sizeof(message));
	wrap_udp(40000, 53); /* anything may begin so elsewhere */
	wrap_ip6(17);
	send_built();
	CU_ASSERT_EQUAL(got.n, 4);
	CU_ASSERT(!got.last.sigcomp);
	CU_ASSERT_EQUAL(counts->sigcomp, 3);
	end();
}

/* No packet is opened without end, whatever it says is inside. */
static void test_wire_esp__bounds_how_deep_it_goes(void)
{
	for (int depth = 2; depth <= 2000; depth += 1998) {
		begin();
		put(sip, sizeof(sip) - 1);
		wrap_udp(5064, 6000);
		for (int i = 0; i < depth; i++) {
			wrap_esp(17, 0, 0);
			wrap_udp(4500, 4500);
		}
		wrap_ip6(17);
		send_built();
		CU_ASSERT_EQUAL(got.n, depth == 2);
		CU_ASSERT_EQUAL(counts->refused, depth != 2);
		end();
	}
}

UNIT_MAIN("intake.wire_esp", UNIT_TEST(test_wire_esp__finds_udp_in_the_clear),
	UNIT_TEST(test_wire_esp__finds_tcp_in_the_clear),
	UNIT_TEST(test_wire_esp__finds_a_tunnels_packet_in_the_clear),
	UNIT_TEST(test_wire_esp__counts_what_is_encrypted),
	UNIT_TEST(test_wire_esp__checks_padding_and_lengths),
	UNIT_TEST(test_wire_esp__bounds_how_deep_it_goes),
	UNIT_TEST(test_wire_esp__counts_tls_on_sip_ports),
	UNIT_TEST(test_wire_esp__marks_compressed_signalling))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_scan.h"
#include "intake/tcp_stream.h"
#include "wiring.h"

#define M1                                                                     \
	"OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 4\r\n\r\nbody"
#define M2 "SIP/2.0 200 OK\r\nCall-ID: 2\r\nl: 0\r\n\r\n"
#define M3 "MESSAGE sip:c SIP/2.0\r\nContent-Length: 10\r\n\r\n0123456789"

static const char stream[] = M1 M2 M3;
static const size_t len = sizeof(stream) - 1, len1 = sizeof(M1) - 1,
		    len2 = sizeof(M2) - 1;
static uint32_t base; /* sequence number of the stream's first octet */

static void segment(uint32_t sequence, uint8_t flags, const char *p, size_t n)
{
	put(p, n);
	wrap_tcp(40000, 5060, sequence, flags);
	wrap_ip6(6);
	send_built();
}

/* Octets [from, to) of the stream. */
static void part(size_t from, size_t to)
{
	segment(base + (uint32_t)from, 0, stream + from, to - from);
}

static void syn(uint32_t sequence)
{
	begin();
	base = sequence + 1;
	segment(sequence, LI_TCP_SYN, NULL, 0);
}

static bool three(void)
{
	return got.n == 3 && strcmp(got.text[0], M1) == 0 &&
		strcmp(got.text[1], M2) == 0 && strcmp(got.text[2], M3) == 0 &&
		counts->gaps == 0 && got.last.ip_proto == 6 &&
		got.last.from.port == 40000 && got.last.to.port == 5060;
}

static void test_wire_tcp__cuts_several_messages_out_of_a_segment(void)
{
	syn(1);
	part(0, len);
	CU_ASSERT(three());
	CU_ASSERT_EQUAL(counts->streams, 1);
	CU_ASSERT_EQUAL(counts->segments, 1);
	end();
}

static void test_wire_tcp__joins_a_message_over_many_segments(void)
{
	for (size_t step = 1; step < 40; step++) {
		syn((uint32_t)step * 77);
		for (size_t at = 0; at < len; at += step)
			part(at, at + step < len ? at + step : len);
		CU_ASSERT(three());
		end();
	}
}

static void test_wire_tcp__orders_what_comes_in_any_order(void)
{
	for (size_t step = 5; step < 40; step++) {
		size_t n = (len + step - 1) / step;

		syn(1000);
		for (size_t i = n; i-- > 0;)
			part(i * step,
				i * step + step < len ? i * step + step : len);
		CU_ASSERT(three());
		end();
		syn(1000);
		for (size_t i = 0; i < n; i++) { /* neighbours swapped */
			size_t at = (i ^ 1) < n ? (i ^ 1) * step : i * step;

			part(at, at + step < len ? at + step : len);
		}
		CU_ASSERT(three());
		end();
	}
}

static void test_wire_tcp__ignores_what_was_sent_again(void)
{
	syn(1);
	part(0, 30);
	part(0, 30);
	part(10, 60);
	part(50, 100);
	part(40, 100);
	part(100, len);
	part(0, len);
	segment(base + (uint32_t)len - 1, 0, "x", 1); /* a keep-alive probe */
	CU_ASSERT(three());
	end();
}

static void test_wire_tcp__of_octets_that_come_twice_the_first_count(void)
{
	char lie[sizeof(stream)];

	memset(lie, 'X', sizeof(lie));
	syn(1);
	part(20, 40);                   /* held */
	segment(base + 10, 0, lie, 12); /* its last 2 contradict */
	segment(base + 30, 0, lie, 20); /* 40 to 50 are new, and a lie */
	part(0, 10);
	CU_ASSERT_EQUAL(got.n, 0);
	end();
	syn(1);
	part(20, 40);
	part(0, 10);
	segment(base, 0, lie, 10);
	segment(base + 20, 0, lie, 20);
	part(5, len); /* 20 to 40 came before */
	CU_ASSERT(three());
	end();
}

/* RFC 9293 cl. 3.4 */
static void test_wire_tcp__lets_sequence_numbers_wrap(void)
{
	for (uint32_t before = 1; before < len; before += 7) {
		syn(0xffffffff - before);
		part(60, len);
		part(0, 20);
		part(20, 60);
		CU_ASSERT(three());
		end();
	}
}

static void test_wire_tcp__begins_in_the_middle(void)
{
	begin();
	base = 5000;
	part(20, len1 + 20); /* an end, then a start inside of the segment */
	part(len1 + 20, len);
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_STRING_EQUAL(got.text[0], M2);
	CU_ASSERT_STRING_EQUAL(got.text[1], M3);
	CU_ASSERT_EQUAL(counts->gaps, 1);
	end();
}

/* RFC 3261 cl. 7.1, cl. 7.2 */
static void test_wire_tcp__finds_sip_on_any_port(void)
{
	begin();
	put(M2, len2);
	wrap_tcp(33000, 44000, 77, 0);
	wrap_ip4(6, 0);
	send_built();
	CU_ASSERT_EQUAL(got.n, 1);
	CU_ASSERT_EQUAL(got.last.from.port, 33000);
	CU_ASSERT_EQUAL(got.last.from.family, 4);
	CU_ASSERT_EQUAL(counts->gaps, 0);
	end();
}

static void test_wire_tcp__tells_both_ways_apart(void)
{
	begin();
	base = 1;
	part(0, 50);
	put(M2, len2);
	wrap_tcp(5060, 40000, 1, 0);
	wrap_ip6(6);
	send_built();
	part(50, len1);
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_STRING_EQUAL(got.text[0], M2);
	CU_ASSERT_STRING_EQUAL(got.text[1], M1);
	end();
}

UNIT_MAIN("intake.wire_tcp",
	UNIT_TEST(test_wire_tcp__cuts_several_messages_out_of_a_segment),
	UNIT_TEST(test_wire_tcp__joins_a_message_over_many_segments),
	UNIT_TEST(test_wire_tcp__orders_what_comes_in_any_order),
	UNIT_TEST(test_wire_tcp__ignores_what_was_sent_again),
	UNIT_TEST(test_wire_tcp__of_octets_that_come_twice_the_first_count),
	UNIT_TEST(test_wire_tcp__lets_sequence_numbers_wrap),
	UNIT_TEST(test_wire_tcp__begins_in_the_middle),
	UNIT_TEST(test_wire_tcp__finds_sip_on_any_port),
	UNIT_TEST(test_wire_tcp__tells_both_ways_apart))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/tcp_stream.h"
#include "wiring.h"

#define MESSAGE "INFO sip:x SIP/2.0\r\nContent-Length: 400\r\n\r\n"

static char message[sizeof(MESSAGE) - 1 + 400];

static void segment(uint16_t port, uint32_t sequence, uint8_t flags,
	const char *p, size_t n)
{
	put(p, n);
	wrap_tcp(port, 5060, sequence, flags);
	wrap_ip6(6);
	send_built();
}

static void begin_bounded(size_t streams, size_t octets)
{
	const struct li_wire_options o = {.streams_max = streams,
		.stream_octets = octets};

	memset(message, 'x', sizeof(message));
	memcpy(message, MESSAGE, sizeof(MESSAGE) - 1);
	begin_with(&o);
}

static void test_wire_tcp_bounds__connections_that_say_nothing_push_none_out(
	void)
{
	begin_bounded(64, 1 << 20);
	for (uint16_t port = 1; port <= 40; port++)
		segment(port, 100, 0, message, 200);
	for (uint16_t port = 1000; port < 3000; port++)
		segment(port, 1, LI_TCP_SYN, NULL, 0);
	for (uint16_t port = 1; port <= 40; port++)
		segment(port, 300, 0, message + 200, sizeof(message) - 200);
	CU_ASSERT_EQUAL(got.n, 40);
	CU_ASSERT_EQUAL(counts->refused, 0);
	end();
}

static void test_wire_tcp_bounds__forgets_the_stream_quiet_for_longest(void)
{
	begin_bounded(10, 1 << 20);
	for (uint16_t port = 1; port <= 10; port++)
		segment(port, 100, 0, message, 200);
	segment(1, 300, 0, message + 200, 10); /* not quiet */
	segment(11, 100, 0, message, 200);
	CU_ASSERT_EQUAL(counts->refused, 1);
	segment(1, 310, 0, message + 210, sizeof(message) - 210);
	CU_ASSERT_EQUAL(got.n, 1);
	segment(2, 300, 0, message + 200, sizeof(message) - 200);
	CU_ASSERT_EQUAL(got.n, 1);
	segment(3, 300, 0, message + 200, sizeof(message) - 200);
	CU_ASSERT_EQUAL(got.n, 2);
	end();
}

static void test_wire_tcp_bounds__holds_so_many_octets_back(void)
{
	begin_bounded(1000, 2000);
	for (uint16_t port = 1; port <= 20; port++)
		segment(port, 100, 0, message, 200);
	CU_ASSERT_EQUAL(counts->refused, 10);
	segment(20, 300, 0, message + 200, sizeof(message) - 200);
	CU_ASSERT_EQUAL(got.n, 1);
	segment(1, 300, 0, message + 200, sizeof(message) - 200);
	CU_ASSERT_EQUAL(got.n, 1);
	segment(1, 100 + sizeof(message), 0, message, sizeof(message));
	CU_ASSERT_EQUAL(got.n, 2);
	end();
}

static void test_wire_tcp_bounds__other_protocols_are_not_kept(void)
{
	static const char http[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	begin_bounded(4, 100);
	for (uint16_t port = 1; port < 100; port++) {
		segment(port, 1, LI_TCP_SYN, NULL, 0);
		segment(port, 2, 0, http, sizeof(http) - 1);
		segment(port, 2 + sizeof(http) - 1, 0, message + 60, 300);
	}
	CU_ASSERT_EQUAL(counts->refused, 0);
	CU_ASSERT_EQUAL(counts->streams, 0);
	CU_ASSERT_EQUAL(counts->segments, 198);
	CU_ASSERT_EQUAL(got.n, 0);
	end();
}

static li_err refuse(const struct li_datagram *d, void *data)
{
	(void)d;
	(*(int *)data)++;
	return LI_EDB;
}

static void test_wire_tcp_bounds__an_error_of_the_callback_comes_out(void)
{
	int calls = 0;

	begin_bounded(4, 10000);
	put(message, sizeof(message));
	memcpy(built.p + built.n, message, sizeof(message));
	built.n += sizeof(message);
	wrap_tcp(40000, 5060, 1, 0);
	wrap_ip6(6);
	CU_ASSERT_EQUAL(li_wire_take(wire, LI_LINK_IP,
				li_slice(built.p, built.n), 1, refuse, &calls),
		LI_EDB);
	CU_ASSERT_EQUAL(calls, 1);
	put(message, sizeof(message));
	wrap_udp(5060, 5060);
	wrap_ip6(17);
	CU_ASSERT_EQUAL(li_wire_take(wire, LI_LINK_IP,
				li_slice(built.p, built.n), 1, refuse, &calls),
		LI_EDB);
	CU_ASSERT_EQUAL(calls, 2);
	end();
}

UNIT_MAIN("intake.wire_tcp_bounds",
	UNIT_TEST(
		test_wire_tcp_bounds__connections_that_say_nothing_push_none_out),
	UNIT_TEST(test_wire_tcp_bounds__forgets_the_stream_quiet_for_longest),
	UNIT_TEST(test_wire_tcp_bounds__holds_so_many_octets_back),
	UNIT_TEST(test_wire_tcp_bounds__other_protocols_are_not_kept),
	UNIT_TEST(test_wire_tcp_bounds__an_error_of_the_callback_comes_out))

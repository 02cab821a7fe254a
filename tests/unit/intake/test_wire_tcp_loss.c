/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_scan.h"
#include "intake/tcp_stream.h"
#include "wiring.h"

#define M(id)                                                                  \
	"INFO sip:x SIP/2.0\r\nCall-ID: " id "\r\nContent-Length: 3\r\n\r\n-" id

static const size_t len = sizeof(M("11")) - 1;

static void segment(uint32_t sequence, uint8_t flags, const char *p, size_t n)
{
	put(p, n);
	wrap_tcp(40000, 5060, sequence, flags);
	wrap_ip6(6);
	send_built();
}

static void text(uint32_t sequence, const char *p)
{
	segment(sequence, 0, p, strlen(p));
}

static void test_wire_tcp_loss__goes_on_behind_a_lost_segment(void)
{
	begin();
	segment(99, LI_TCP_SYN, NULL, 0);
	text(100, M("11"));
	segment(100 + (uint32_t)len, 0, M("22"), 20);
	/* what follows these 20 octets is never seen */
	text(100 + 2 * (uint32_t)len, M("33"));
	CU_ASSERT_EQUAL(got.n, 1);
	tick(LI_TCP_WAIT_US);
	CU_ASSERT_EQUAL(got.n, 1);
	tick(1);
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_STRING_EQUAL(got.text[2], M("33"));
	CU_ASSERT_EQUAL(counts->gaps, 1);
	CU_ASSERT_EQUAL(got.last.at_us, 1000000);
	text(100 + 3 * (uint32_t)len, M("44"));
	CU_ASSERT_EQUAL(got.n, 4);
	end();
}

/* What was seen of a message is told as far as it goes, by whole headers, with
 * its mark: who it is of may stand there. TS 33.107 cl. 7A.3.0 */
static void test_wire_tcp_loss__gives_the_message_begun_as_far_as_it_goes(void)
{
	static const char part[] = "INFO sip:x SIP/2.0\r\nCall-ID: 2";
	static const size_t line = sizeof("INFO sip:x SIP/2.0\r\n") - 1;
	const uint32_t at = 100 + (uint32_t)len;

	for (int how = 0; how < 6; how++) {
		begin();
		segment(99, LI_TCP_SYN, NULL, 0);
		text(100, M("11"));
		segment(at, how == 0 ? LI_TCP_FIN : 0, part, sizeof(part) - 1);
		if (how == 1) /* RFC 9293 cl. 3.5.2 */
			segment(at + sizeof(part) - 1, LI_TCP_RST, NULL, 0);
		if (how == 2) { /* a segment is missing */
			text(at + 40, M("33"));
			tick(LI_TCP_WAIT_US + 1);
		}
		if (how == 3) { /* the stream goes on elsewhere */
			text(20 << 20, M("33"));
			text((20 << 20) + (uint32_t)len, M("44"));
		}
		if (how == 4)
			tick(LI_TCP_IDLE_US + 1);
		if (how == 5) /* the capture ends */
			CU_ASSERT_EQUAL(li_wire_tick(wire, INT64_MAX, keep,
						NULL),
				LI_OK);
		CU_ASSERT_FATAL(got.n >= 2);
		CU_ASSERT_EQUAL(got.length[1], line);
		CU_ASSERT_NSTRING_EQUAL(got.text[1], part, line);
		CU_ASSERT_EQUAL(got.last.cut, got.n == 2);
		CU_ASSERT_EQUAL(counts->partial, 1);
		CU_ASSERT_EQUAL(counts->unread, 0);
		end();
	}
}

/* Of less than a start line nothing can be told; it is counted. */
static void test_wire_tcp_loss__counts_what_has_no_start_line(void)
{
	begin();
	segment(99, LI_TCP_SYN, NULL, 0);
	text(100, M("11"));
	segment(100 + (uint32_t)len, LI_TCP_FIN, "INFO sip:x SIP/2.0", 18);
	CU_ASSERT_EQUAL(got.n, 1);
	CU_ASSERT_EQUAL(counts->partial, 0);
	CU_ASSERT_EQUAL(counts->unread, 1);
	end();
}

static void test_wire_tcp_loss__makes_nothing_up_of_a_gap(void)
{
	begin();
	segment(99, LI_TCP_SYN, NULL, 0);
	segment(100, 0, M("11"), len - 10);
	/* it would complete the message, were there no gap */
	segment(100 + (uint32_t)len - 5, 0, "h: 3\r\n\r\n-11", 12);
	CU_ASSERT_EQUAL(li_wire_tick(wire, INT64_MAX, keep, NULL), LI_OK);
	CU_ASSERT_EQUAL(got.n, 1);
	CU_ASSERT(got.last.cut);
	CU_ASSERT(got.length[0] < len - 10);
	CU_ASSERT_EQUAL(counts->gaps, 1);
	end();
}

static void test_wire_tcp_loss__waits_for_so_many_octets_only(void)
{
	uint32_t at = 100;

	begin();
	segment(99, LI_TCP_SYN, NULL, 0);
	for (int i = 0; i <= LI_TCP_PIECES_MAX; i++) {
		at += (uint32_t)len; /* the first one is missing */
		text(at, M("55"));
	}
	CU_ASSERT_EQUAL(got.n, LI_TCP_PIECES_MAX + 1);
	CU_ASSERT_EQUAL(counts->gaps, 1);
	CU_ASSERT_EQUAL(counts->refused, 1);
	end();
}

static void test_wire_tcp_loss__finds_the_next_start_line(void)
{
	begin();
	text(100, M("11"));
	text(100 + (uint32_t)len, "no SIP at all\r\nnor this\r\n" M("22"));
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_STRING_EQUAL(got.text[1], M("22"));
	CU_ASSERT_EQUAL(counts->gaps, 1);
	end();
}

/* A message without an end of its own is never silent: its reader finds it
 * broken. RFC 3261 cl. 20.14 */
static void test_wire_tcp_loss__gives_what_cannot_be_framed_as_it_came(void)
{
	static const char none[] = "INFO sip:x SIP/2.0\r\nCall-ID: 1\r\n\r\n";
	static const char large[] = "INFO sip:x SIP/2.0\r\n"
				    "Content-Length: 9999999\r\n\r\na: b";

	begin();
	text(100, none);
	CU_ASSERT_EQUAL(got.n, 1);
	CU_ASSERT_STRING_EQUAL(got.text[0], none);
	text(100 + sizeof(none) - 1, M("22"));
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_STRING_EQUAL(got.text[1], M("22"));
	text((uint32_t)(100 + sizeof(none) - 1 + len), large);
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_STRING_EQUAL(got.text[2], large);
	CU_ASSERT_EQUAL(counts->malformed, 2);
	end();
}

static void test_wire_tcp_loss__bounds_headers_without_an_end(void)
{
	uint32_t at = 100;

	begin();
	text(at, "INFO sip:x SIP/2.0\r\n");
	at += 20;
	for (int i = 0; i < 20000 && got.n == 0; i++, at += 10)
		text(at, "a: 345678\n");
	CU_ASSERT_EQUAL(got.n, 1);
	CU_ASSERT(got.length[0] >= LI_SIP_BLOCK_MAX);
	CU_ASSERT(got.length[0] < LI_SIP_BLOCK_MAX + 20);
	end();
}

static void test_wire_tcp_loss__steps_over_keep_alives(void)
{
	begin();
	segment(99, LI_TCP_SYN, NULL, 0);
	text(100, "\r\n\r\n"); /* RFC 5626 cl. 3.5.1 */
	text(104, "\r\n" M("11") "\r\n\r\n");
	text(104 + 2 + (uint32_t)len + 4, M("22"));
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_EQUAL(counts->gaps, 0);
	end();
}

/* RFC 5961 cl. 3.2 */
static void test_wire_tcp_loss__ends_with_fin_and_rst(void)
{
	begin();
	segment(100, LI_TCP_FIN, M("11"), len);
	CU_ASSERT_EQUAL(got.n, 1);
	text(5000000, M("22")); /* the same ports again */
	CU_ASSERT_EQUAL(got.n, 2);
	segment(77, LI_TCP_RST, NULL, 0); /* of somebody else */
	segment(5000000 + (uint32_t)len, 0, M("33"), 20);
	segment(5000020 + (uint32_t)len, LI_TCP_RST, NULL, 0);
	CU_ASSERT_EQUAL(got.n, 3); /* its first line */
	text(5000020 + (uint32_t)len, &M("33")[20]);
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_EQUAL(counts->streams, 2);
	segment(1, LI_TCP_SYN, NULL, 0); /* a new connection */
	text(2, M("44"));
	CU_ASSERT_EQUAL(got.n, 4);
	CU_ASSERT_EQUAL(counts->gaps, 0);
	end();
}

static void test_wire_tcp_loss__forgets_idle_streams(void)
{
	begin();
	segment(100, 0, M("11"), 20);
	tick(LI_TCP_IDLE_US + 1);
	CU_ASSERT_EQUAL(counts->refused, 1);
	CU_ASSERT_EQUAL(got.n, 1);
	text(120, &M("11")[20]);
	CU_ASSERT_EQUAL(got.n, 1);
	text(100 + (uint32_t)len, M("22"));
	CU_ASSERT_EQUAL(got.n, 2);
	end();
}

/* RFC 7118 cl. 4.1, RFC 6455 cl. 4.1: it is not read, and said so. */
static void test_wire_tcp_loss__counts_websockets_of_sip(void)
{
	static const struct {
		const char *head;
		bool counts;
	} cases[] = {
		{"GET / HTTP/1.1\r\nHost: a\r\n"
		 "Sec-WebSocket-Protocol: sip\r\n\r\n",
			true},
		{"GET /x HTTP/1.1\r\nsec-websocket-protocol:msrp , SIP\r\n\r\n",
			true},
		{"GET / HTTP/1.1\r\nSec-WebSocket-Protocol: sips\r\n\r\n",
			false},
		{"GET / HTTP/1.1\r\nX-Sec-WebSocket-Protocol: sip\r\n\r\n",
			false},
		{"GET / HTTP/1.1\r\nHost: sip\r\n\r\n", false},
		{"HTTP/1.1 101 x\r\nSec-WebSocket-Protocol: sip\r\n\r\n",
			false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int seen = 0; seen < 2; seen++) {
			begin();
			if (seen)
				segment(99, LI_TCP_SYN, NULL, 0);
			text(100, cases[i].head);
			CU_ASSERT_EQUAL(counts->unsupported, cases[i].counts);
			CU_ASSERT_EQUAL(got.n, 0);
			end();
		}
}

UNIT_MAIN("intake.wire_tcp_loss",
	UNIT_TEST(test_wire_tcp_loss__counts_websockets_of_sip),
	UNIT_TEST(test_wire_tcp_loss__goes_on_behind_a_lost_segment),
	UNIT_TEST(
		test_wire_tcp_loss__gives_the_message_begun_as_far_as_it_goes),
	UNIT_TEST(test_wire_tcp_loss__counts_what_has_no_start_line),
	UNIT_TEST(test_wire_tcp_loss__makes_nothing_up_of_a_gap),
	UNIT_TEST(test_wire_tcp_loss__waits_for_so_many_octets_only),
	UNIT_TEST(test_wire_tcp_loss__finds_the_next_start_line),
	UNIT_TEST(test_wire_tcp_loss__gives_what_cannot_be_framed_as_it_came),
	UNIT_TEST(test_wire_tcp_loss__bounds_headers_without_an_end),
	UNIT_TEST(test_wire_tcp_loss__steps_over_keep_alives),
	UNIT_TEST(test_wire_tcp_loss__ends_with_fin_and_rst),
	UNIT_TEST(test_wire_tcp_loss__forgets_idle_streams))

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Packets that were cut when they were captured: what is whole is told, what is
 * not is told as far as it goes, and nobody is taken for somebody else.
 */
#include "intake/tcp_stream.h"
#include "wiring.h"

static const char sip[] = "INFO sip:x SIP/2.0\r\nTo: <tel:+15551230001>\r\n"
			  "Content-Length: 8\r\n\r\nall of it";

enum { WHOLE = sizeof(sip) - 2 }; /* the last octet is none of it */

static const uint8_t ethernet[14] = {[12] = 0x86, 0xdd};

/* Send what was built, all but its last octets. */
static void send_link(enum li_link link, size_t missing)
{
	const struct li_frame frame = {.link = link,
		.at_us = now_us,
		.octets = li_slice(built.p, built.n - missing),
		.missing = missing};

	CU_ASSERT_EQUAL(li_wire_take_frame(wire, &frame, keep, NULL), LI_OK);
}

static void send_cut(size_t missing)
{
	send_link(LI_LINK_IP, missing);
}

/* What came out is the first n octets of `sip`. */
static bool came(size_t n)
{
	return got.n == 1 && got.length[0] == n &&
		memcmp(got.text[0], sip, n) == 0;
}

static void make_datagram(void)
{
	put(sip, WHOLE);
	wrap_udp(5060, 5060);
	wrap_ip6(17);
}

static void test_wire_cut__gives_a_datagram_as_far_as_it_goes(void)
{
	const size_t to = strlen("INFO sip:x SIP/2.0\r\n");
	const size_t length = strlen("INFO sip:x SIP/2.0\r\n"
				     "To: <tel:+15551230001>\r\n");

	for (size_t kept = 0; kept < WHOLE; kept++) {
		size_t want = kept < to ? 0 : kept < length ? to : length;

		if (kept >= WHOLE - 8) /* its body goes as far as it goes */
			want = kept;
		else if (kept >= WHOLE - 8 - 2)
			want = WHOLE - 8 - 2;
		begin();
		make_datagram();
		send_cut(WHOLE - kept);
		CU_ASSERT(came(want));
		CU_ASSERT(got.last.cut);
		CU_ASSERT_EQUAL(counts->cut, 1);
		CU_ASSERT_EQUAL(counts->partial, 1);
		CU_ASSERT_EQUAL(counts->malformed, 0);
		end();
	}
}

/* What of a frame is not there may be none of the message. */
static void test_wire_cut__gives_whole_what_is_whole(void)
{
	begin();
	make_datagram();
	memset(built.p + built.n, 0, 20);
	built.n += 20;
	send_cut(11);
	CU_ASSERT(came(WHOLE));
	CU_ASSERT_FALSE(got.last.cut);
	CU_ASSERT_EQUAL(counts->cut, 1);
	CU_ASSERT_EQUAL(counts->partial, 0);
	end();
}

static void test_wire_cut__counts_what_it_cannot_read(void)
{
	begin();
	make_datagram();
	send_cut(built.n - 39); /* a header */
	send_cut(built.n - 47);
	CU_ASSERT_EQUAL(got.n, 0);
	CU_ASSERT_EQUAL(counts->cut, 2);
	CU_ASSERT_EQUAL(counts->unread, 2);
	CU_ASSERT_EQUAL(counts->malformed, 0);
	/* What was not cut may not be short all the same, nor what was cut too
	 * short for what is missing. */
	built.n--;
	send_built();
	send_cut(0);
	built.n -= 10;
	send_cut(5);
	CU_ASSERT_EQUAL(got.n, 0);
	CU_ASSERT_EQUAL(counts->malformed, 2);
	CU_ASSERT_EQUAL(counts->unread, 3);
	end();
}

static void wrap_gtpu(void)
{
	const uint8_t head[8] = {0x30, 255, (uint8_t)(built.n >> 8),
		(uint8_t)built.n, 0, 0, 0, 9};

	wrap(head, sizeof(head));
	wrap_udp(2152, 2152);
	wrap_ip4(17, 0);
}

static void test_wire_cut__reads_on_inside_of_tunnels(void)
{
	static const uint8_t pppoe[6] = {0x11, 0, 0, 1, 0, 200};
	static const uint8_t vxlan[8] = {8, [6] = 7};
	static const uint8_t session[14] = {[12] = 0x88, 0x64};
	static const uint8_t ppp[2] = {0, 0x57};

	begin();
	make_datagram();
	wrap_gtpu();
	send_cut(3);
	CU_ASSERT(came(WHOLE - 3));
	end();

	begin();
	make_datagram();
	wrap(ethernet, sizeof(ethernet));
	wrap(vxlan, sizeof(vxlan));
	wrap_udp(4789, 4789);
	wrap_ip4(17, 0);
	send_cut(3);
	CU_ASSERT(came(WHOLE - 3));
	end();

	begin();
	make_datagram();
	wrap(ppp, sizeof(ppp));
	wrap(pppoe, sizeof(pppoe));
	built.p[5] = (uint8_t)(built.n - sizeof(pppoe));
	wrap(session, sizeof(session));
	send_link(LI_LINK_ETHERNET, 3);
	CU_ASSERT(came(WHOLE - 3));
	end();
}

/* The first fragment has the headers; what follows may not be put to it. */
static void test_wire_cut__reads_the_first_fragment(void)
{
	begin();
	put(sip, WHOLE);
	wrap_udp(5060, 5060);
	built.n = 64;
	wrap_frag6(17, 0, true, 9);
	wrap_ip6(44);
	send_cut(4);
	CU_ASSERT(came(strlen("INFO sip:x SIP/2.0\r\n"
			      "To: <tel:+15551230001>\r\n")));
	CU_ASSERT(got.last.cut);
	put(sip + 56, WHOLE - 56);
	wrap_frag6(17, 64, false, 9);
	wrap_ip6(44);
	send_cut(4);
	CU_ASSERT_EQUAL(got.n, 1);
	CU_ASSERT_EQUAL(counts->fragments, 2);
	CU_ASSERT_EQUAL(counts->unread, 1);
	end();
}

/* RFC 9260 cl. 3.3.1 */
static void test_wire_cut__reads_a_chunk_of_sctp(void)
{
	const uint8_t chunk[16] = {0, 3, 0, WHOLE + 16, [7] = 1};
	const uint8_t head[12] = {0x13, 0xc4, 0x13, 0xc4};

	begin();
	put(sip, WHOLE);
	wrap(chunk, sizeof(chunk));
	wrap(head, sizeof(head));
	wrap_ip6(132);
	send_cut(3);
	CU_ASSERT(came(WHOLE - 3));
	CU_ASSERT(got.last.cut);
	end();
}

/* ---- TCP ---- */

static void segment(uint32_t sequence, const char *p, size_t n, size_t missing)
{
	put(p, n);
	wrap_tcp(40000, 5060, sequence, 0);
	wrap_ip6(6);
	send_cut(missing);
}

static void test_wire_cut__goes_on_behind_what_a_stream_lacks(void)
{
	const uint32_t n = WHOLE;

	begin();
	segment(100, sip, n, 0);
	segment(100 + n, sip, n, 12); /* in its last header */
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT(got.last.cut);
	CU_ASSERT_EQUAL(got.length[1],
		strlen("INFO sip:x SIP/2.0\r\n"
		       "To: <tel:+15551230001>\r\n"));
	segment(100 + 2 * n, sip, n, 0); /* at once: nothing is waited for */
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_FALSE(got.last.cut);
	CU_ASSERT_EQUAL(got.length[2], WHOLE);
	CU_ASSERT_EQUAL(counts->gaps, 1);
	CU_ASSERT_EQUAL(counts->cut, 1);
	CU_ASSERT_EQUAL(counts->partial, 1);
	CU_ASSERT_EQUAL(counts->messages, 3);
	end();
}

/* What came before it in the capture and belongs behind it. */
static void test_wire_cut__takes_what_was_held_behind_it(void)
{
	const uint32_t n = WHOLE;

	begin();
	segment(100, sip, n, 0);
	segment(100 + 2 * n, sip, n, 0);
	CU_ASSERT_EQUAL(got.n, 1);
	segment(100 + n, sip, n, 3);
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_EQUAL(got.length[1], WHOLE - 3);
	CU_ASSERT_EQUAL(got.length[2], WHOLE);
	segment(100 + n, sip, n, 3);         /* sent again */
	segment(100 + 3 * n, sip, n, n + 4); /* nothing but half of a header */
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_EQUAL(counts->unread, 1);
	end();
}

/* All of a segment's content is missing, and some of its options. */
static void test_wire_cut__knows_the_length_of_what_it_never_saw(void)
{
	static const uint8_t options[12] = {1, 1, 8, 10};
	const uint32_t n = WHOLE;

	begin();
	segment(100, sip, n, 0);
	put(sip, n);
	wrap(options, sizeof(options));
	wrap_tcp(40000, 5060, 100 + n, 0);
	built.p[12] = 0x80;
	wrap_ip6(6);
	send_cut(n + 4);
	segment(100 + 2 * n, sip, n, 0);
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_EQUAL(got.length[1], WHOLE);
	CU_ASSERT_EQUAL(counts->gaps, 1);
	CU_ASSERT_EQUAL(counts->unread, 0);
	end();
}

UNIT_MAIN("intake.wire_cut",
	UNIT_TEST(test_wire_cut__gives_a_datagram_as_far_as_it_goes),
	UNIT_TEST(test_wire_cut__gives_whole_what_is_whole),
	UNIT_TEST(test_wire_cut__counts_what_it_cannot_read),
	UNIT_TEST(test_wire_cut__reads_on_inside_of_tunnels),
	UNIT_TEST(test_wire_cut__reads_the_first_fragment),
	UNIT_TEST(test_wire_cut__reads_a_chunk_of_sctp),
	UNIT_TEST(test_wire_cut__goes_on_behind_what_a_stream_lacks),
	UNIT_TEST(test_wire_cut__takes_what_was_held_behind_it),
	UNIT_TEST(test_wire_cut__knows_the_length_of_what_it_never_saw))

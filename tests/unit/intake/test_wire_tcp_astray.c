/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/tcp_stream.h"
#include "wiring.h"

/* Segments that the other end of a connection drops must not lead us away from
 * those that it takes. RFC 9293 cl. 3.4; RFC 5961 cl. 4 */

#define M(id)                                                                  \
	"INFO sip:x SIP/2.0\r\nCall-ID: " id "\r\nContent-Length: 3\r\n\r\n-" id

static const uint32_t len = sizeof(M("11")) - 1;

static void segment(uint32_t sequence, uint8_t flags, const char *p)
{
	put(p, p ? strlen(p) : 0);
	wrap_tcp(40000, 5060, sequence, flags);
	wrap_ip6(6);
	send_built();
}

static void begin_call(void)
{
	begin();
	segment(99, LI_TCP_SYN, NULL);
	segment(100, 0, M("11"));
}

static void test_wire_tcp_astray__is_not_led_away_by_one_far_segment(void)
{
	static const uint32_t off[] = {1000, 100000, 1 << 20, 7 << 20, 9 << 20,
		(uint32_t)-1000, (uint32_t) - (9 << 20)};

	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++) {
		begin_call();
		segment(100 + len + off[i], 0, "junk");
		tick(LI_TCP_WAIT_US + 1);
		segment(100 + len, 0, M("22"));
		now_us += LI_TCP_WAIT_US + 1;
		segment(100 + 2 * len, 0, M("33"));
		CU_ASSERT_EQUAL(got.n, 3);
		CU_ASSERT_STRING_EQUAL(got.text[2], M("33"));
		end();
	}
}

static void test_wire_tcp_astray__goes_on_in_order_after_a_pause(void)
{
	begin_call();
	segment(100 + len + 1000, 0, "junk");
	now_us += LI_TCP_WAIT_US + 1;
	segment(100 + len, 0, M("22"));
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_EQUAL(counts->gaps, 0);
	end();
}

static void test_wire_tcp_astray__is_not_led_away_by_a_syn(void)
{
	begin_call();
	segment(100 + len + 1000, LI_TCP_SYN, NULL);
	segment(100 + len, 0, M("22"));
	segment(5000000, LI_TCP_SYN, NULL);
	segment(100 + 2 * len, 0, M("33"));
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_EQUAL(counts->gaps, 0);
	end();
}

static void test_wire_tcp_astray__begins_again_with_what_follows_a_syn(void)
{
	begin();
	segment(99, LI_TCP_SYN, NULL); /* never answered */
	segment(499999, LI_TCP_SYN, NULL);
	segment(500000, 0, M("11"));
	segment(9999999, LI_TCP_SYN, NULL);
	segment(10000000, 0, M("22"));
	segment(10000000 + len, 0, M("33"));
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_EQUAL(counts->gaps, 0); /* each owed nothing: TS 33.203 7.1 */
	end();
	begin_call();
	segment(100 + len, 0, "INFO sip:x SIP/2.0\r\n"); /* and no more */
	segment(499999, LI_TCP_SYN, NULL);
	segment(500000, 0, M("22"));
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_STRING_EQUAL(got.text[2], M("22"));
	CU_ASSERT_EQUAL(counts->gaps, 1);
	end();
}

static void test_wire_tcp_astray__believes_two_that_follow_on(void)
{
	begin_call();
	segment(20 << 20, 0, M("22")); /* much was not captured */
	segment((20 << 20) + len, 0, M("33"));
	segment((20 << 20) + 2 * len, 0, M("44"));
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_EQUAL(counts->gaps, 1);
	CU_ASSERT_EQUAL(counts->refused, 1);
	end();
}

static void test_wire_tcp_astray__takes_nothing_twice_that_is_sent_again(void)
{
	begin_call();
	segment(100 + len, 0, M("22"));
	segment(99, LI_TCP_SYN, NULL);
	segment(100, 0, M("11"));
	segment(100 + len, 0, M("22"));
	segment(100 + 2 * len, 0, M("33"));
	CU_ASSERT_EQUAL(got.n, 3);
	CU_ASSERT_EQUAL(counts->refused, 0);
	end();
}

UNIT_MAIN("intake.wire_tcp_astray",
	UNIT_TEST(test_wire_tcp_astray__is_not_led_away_by_one_far_segment),
	UNIT_TEST(test_wire_tcp_astray__goes_on_in_order_after_a_pause),
	UNIT_TEST(test_wire_tcp_astray__is_not_led_away_by_a_syn),
	UNIT_TEST(test_wire_tcp_astray__begins_again_with_what_follows_a_syn),
	UNIT_TEST(test_wire_tcp_astray__believes_two_that_follow_on),
	UNIT_TEST(test_wire_tcp_astray__takes_nothing_twice_that_is_sent_again))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "tunneling.h"

/* RFC 2661 cl. 3.1 */
static void test_wire_l2tp__steps_over_version_2(void)
{
	enum { N = sizeof(sip) - 1 + 8 + 40 };
	static const struct {
		size_t n;
		uint8_t head[24];
	} cases[] = {
		{10, {0, 2, 0, 1, 0, 1, 0xff, 3, 0, 0x57}},
		{12, {0x40, 2, 0, N + 12, 0, 1, 0, 1, 0xff, 3, 0, 0x57}},
		{8, {1, 2, 0, 1, 0, 1, 0, 0x57}},
		{22,
			{0x4b, 2, 0, N + 22, 0, 1, 0, 1, 0, 1, 0, 1, 0, 4, 1, 2,
				3, 4, 0xff, 3, 0, 0x57}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make_sip();
		wrap(cases[i].head, cases[i].n);
		wrap_udp(1701, i & 1 ? 50000 : 1701);
		wrap_ip4(17, 0);
		CU_ASSERT(arrives(1));
	}
}

/* RFC 3931 cl. 4.1, 4.1.2.1, 4.6: a cookie or not, a sublayer or not */
static void test_wire_l2tp__steps_over_version_3(void)
{
	static const uint8_t zeros[16], flags[4] = {0, 3};
	static const uint8_t session[4] = {0, 0, 1, 0},
			     ppp[4] = {0xff, 3, 0, 0x57};

	for (size_t more = 0; more <= 12; more += 4) {
		make_sip();
		if (more & 4)
			wrap(ppp, sizeof(ppp));
		else
			wrap_ethernet();
		wrap(zeros, more);
		wrap(session, sizeof(session));
		wrap_ip4(115, 0);
		CU_ASSERT(arrives(1));
		built.n -= 20;
		memmove(built.p, built.p + 20, built.n);
		wrap(flags, sizeof(flags));
		wrap_udp(1701, 1701);
		wrap_ip4(17, 0);
		CU_ASSERT(arrives(1));
	}
}

static void test_wire_l2tp__counts_what_is_not_read(void)
{
	static const uint8_t control[12] = {0xc8, 2, 0, 12};
	static const uint8_t unknown[24] = {0, 0, 1, 0, 0xaa, 0xaa};

	begin();
	put(control, sizeof(control));
	wrap_udp(1701, 1701);
	wrap_ip6(17);
	send_built();
	CU_ASSERT_EQUAL(got.n, 1); /* as it is */
	put(control + 4, 8);       /* session 0: RFC 3931 cl. 4.1.1.2 */
	wrap_ip6(115);
	send_built();
	CU_ASSERT_EQUAL(counts->other, 1);
	put(unknown, sizeof(unknown));
	wrap_ip6(115);
	send_built();
	CU_ASSERT_EQUAL(counts->unsupported, 1);
	CU_ASSERT_EQUAL(got.n, 1);
	end();
}

UNIT_MAIN("intake.wire_l2tp", UNIT_TEST(test_wire_l2tp__steps_over_version_2),
	UNIT_TEST(test_wire_l2tp__steps_over_version_3),
	UNIT_TEST(test_wire_l2tp__counts_what_is_not_read))

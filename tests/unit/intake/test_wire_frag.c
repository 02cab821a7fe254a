/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/ip_frag.h"
#include "wiring.h"

enum { WHOLE = 3000, PART = 1000 };

static uint8_t datagram[WHOLE + 8];

/* A UDP datagram whose octets tell where they belong. */
static void make_datagram(void)
{
	for (size_t i = 0; i < WHOLE; i++)
		built.p[i] = (uint8_t)('a' + i % 23);
	built.n = WHOLE;
	wrap_udp(5060, 5060);
	memcpy(datagram, built.p, sizeof(datagram));
}

/* Send octets [from, to) of the datagram as an IPv6 fragment. */
static void send6(uint8_t host, uint8_t id, size_t from, size_t to)
{
	put(datagram + from, to - from);
	wrap_frag6(17, from, to < sizeof(datagram), id);
	wrap_ip6_from(host, 44);
	send_built();
}

static void send4(size_t from, size_t to)
{
	put(datagram + from, to - from);
	wrap_ip4(17,
		(uint16_t)(from / 8 | (to < sizeof(datagram) ? 0x2000 : 0)));
	send_built();
}

static bool whole(void)
{
	return got.n == 1 && got.length[0] == WHOLE &&
		got.last.from.port == 5060 && got.last.ip_proto == 17;
}

static const size_t cuts[] = {0, 1000, 2000, 2504, 3008};

static void test_wire_frag__finds_fragments_in_any_order(void)
{
	static const uint8_t orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0},
		{2, 0, 3, 1}, {1, 3, 0, 2}};

	make_datagram();
	for (size_t o = 0; o < 4; o++) {
		begin();
		for (size_t i = 0; i < 4; i++) {
			CU_ASSERT_EQUAL(got.n, 0);
			send6(1, 9, cuts[orders[o][i]], cuts[orders[o][i] + 1]);
		}
		CU_ASSERT(whole());
		CU_ASSERT_EQUAL(memcmp(got.text[0], datagram + 8, 1400), 0);
		for (size_t i = 0; i < 4; i++)
			send4(cuts[orders[o][i]], cuts[orders[o][i] + 1]);
		CU_ASSERT_EQUAL(got.n, 2);
		CU_ASSERT_EQUAL(got.last.from.family, 4);
		CU_ASSERT_EQUAL(counts->fragments, 8);
		CU_ASSERT_EQUAL(counts->reassembled, 2);
		end();
	}
}

static void test_wire_frag__takes_repetitions_and_atomic_fragments(void)
{
	make_datagram();
	begin();
	send6(1, 9, 0, 1000);
	send6(1, 9, 0, 1000); /* RFC 8200 cl. 4.5 */
	send6(1, 9, 2000, 3008);
	send6(1, 9, 2000, 3008);
	send6(1, 9, 1000, 2000);
	CU_ASSERT(whole());
	CU_ASSERT_EQUAL(counts->refused, 0);
	/* all of the packet in one fragment: RFC 6946 cl. 4 */
	send6(1, 10, 0, 3008);
	CU_ASSERT_EQUAL(got.n, 2);
	CU_ASSERT_EQUAL(counts->reassembled, 1);
	end();
}

static void test_wire_frag__refuses_what_overlaps(void)
{
	static const size_t wrong[][2] = {{992, 2000}, {8, 16}, {0, 1008},
		{3000, 3008}};

	make_datagram();
	for (size_t i = 0; i < 4; i++) {
		begin();
		send6(1, 9, 0, 1000);
		send6(1, 9, 2000, 3008);
		send6(1, 9, wrong[i][0], wrong[i][1]);
		/* nor what is still to come of it: RFC 5722 cl. 4 */
		send6(1, 9, 1000, 2000);
		CU_ASSERT_EQUAL(got.n, 0);
		CU_ASSERT_EQUAL(counts->refused, 1);
		end();
	}
}

static void test_wire_frag__refuses_a_repetition_that_differs(void)
{
	make_datagram();
	begin();
	send6(1, 9, 0, 1000);
	datagram[500] ^= 1;
	send6(1, 9, 0, 1000);
	send6(1, 9, 1000, 3008);
	CU_ASSERT_EQUAL(got.n, 0);
	CU_ASSERT_EQUAL(counts->refused, 1);
	end();
}

static void test_wire_frag__refuses_lengths_that_do_not_fit(void)
{
	make_datagram();
	begin();
	put(datagram, 1001); /* not a multiple of eight */
	wrap_frag6(17, 0, true, 9);
	wrap_ip6(44);
	send_built();
	put(datagram, 1000); /* beyond the largest packet */
	wrap_frag6(17, 65528, false, 10);
	wrap_ip6(44);
	send_built();
	put(NULL, 0);
	wrap_frag6(17, 8, true, 11);
	wrap_ip6(44);
	send_built();
	CU_ASSERT_EQUAL(counts->malformed, 3);
	CU_ASSERT_EQUAL(counts->fragments, 3);
	end();
}

/* RFC 791 cl. 3.2, RFC 8200 cl. 4.5 */
/* Pieces as small as they may be are as many as nobody honest sends. */
static void test_wire_frag__refuses_too_many_of_a_packet(void)
{
	static const struct {
		size_t each, messages;
	} rows[] = {{24, 1}, {16, 0}, {8, 0}};

	make_datagram();
	for (size_t i = 0; i < 3; i++) {
		const size_t each = rows[i].each;

		begin();
		CU_ASSERT_EQUAL(sizeof(datagram) / each < LI_FRAG_PARTS_MAX,
			rows[i].messages);
		for (size_t at = 0; at < sizeof(datagram); at += each)
			send6(1, 9, at,
				at + each < sizeof(datagram)
					? at + each
					: sizeof(datagram));
		CU_ASSERT_EQUAL(got.n, rows[i].messages);
		end();
	}
}

static void test_wire_frag__tells_packets_apart(void)
{
	make_datagram();
	begin();
	for (uint8_t id = 1; id < 5; id++)
		send6(1, id, 0, 1000);
	send6(2, 1, 1000, 3008); /* another source */
	CU_ASSERT_EQUAL(got.n, 0);
	for (uint8_t id = 1; id < 5; id++)
		send6(1, id, 1000, 3008);
	CU_ASSERT_EQUAL(got.n, 4);
	send6(2, 1, 0, 1000);
	CU_ASSERT_EQUAL(got.n, 5);
	CU_ASSERT_EQUAL(got.last.from.ip[7], 2);
	end();
}

static void test_wire_frag__waits_sixty_seconds(void)
{
	make_datagram();
	begin();
	send6(1, 9, 0, 1000);
	tick(LI_FRAG_WAIT_US);
	CU_ASSERT_EQUAL(counts->refused, 0);
	tick(1);
	CU_ASSERT_EQUAL(counts->refused, 1);
	send6(1, 9, 1000, 3008);
	CU_ASSERT_EQUAL(got.n, 0);
	now_us += LI_FRAG_WAIT_US + 1; /* the number is used again */
	send6(1, 9, 0, 1000);
	CU_ASSERT_EQUAL(got.n, 0);
	send6(1, 9, 1000, 3008);
	CU_ASSERT(whole());
	end();
}

static void test_wire_frag__one_source_does_not_starve_others(void)
{
	const struct li_wire_options few = {.fragmented_max = 16,
		.fragment_octets = 128 << 10};

	make_datagram();
	begin_with(&few);
	send6(7, 1, 0, 1000);
	for (uint8_t id = 0; id < 250; id++)
		send6(1, id, 0, 1000);
	CU_ASSERT(counts->refused > 200);
	send6(7, 1, 1000, 3008);
	CU_ASSERT(whole());
	end();
}

static void test_wire_frag__steps_over_headers_behind_fragments(void)
{
	static const uint8_t options[8] = {17, 0, 1, 4};

	make_datagram();
	begin();
	put(datagram, sizeof(datagram));
	wrap(options, sizeof(options));
	memmove(datagram, built.p, 1000);
	memmove(built.p, built.p + 1000, built.n - 1000);
	built.n -= 1000;
	wrap_frag6(60, 1000, false, 9);
	wrap_ip6(44);
	send_built();
	put(datagram, 1000);
	wrap_frag6(60, 0, true, 9);
	wrap_ip6(44);
	send_built();
	CU_ASSERT(whole());
	end();
}

UNIT_MAIN("intake.wire_frag",
	UNIT_TEST(test_wire_frag__finds_fragments_in_any_order),
	UNIT_TEST(test_wire_frag__takes_repetitions_and_atomic_fragments),
	UNIT_TEST(test_wire_frag__refuses_what_overlaps),
	UNIT_TEST(test_wire_frag__refuses_a_repetition_that_differs),
	UNIT_TEST(test_wire_frag__refuses_lengths_that_do_not_fit),
	UNIT_TEST(test_wire_frag__refuses_too_many_of_a_packet),
	UNIT_TEST(test_wire_frag__tells_packets_apart),
	UNIT_TEST(test_wire_frag__waits_sixty_seconds),
	UNIT_TEST(test_wire_frag__one_source_does_not_starve_others),
	UNIT_TEST(test_wire_frag__steps_over_headers_behind_fragments))

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A packet that is told by another one is read as li_hep_decode() reads it,
 * whatever is different in it.
 */
#include "intake/hep_like.h"
#include "hep_chunks.h"
#include "unit.h"

enum { ROOM = 512, LEARNT_WITHIN = 16 };

/* As a proxy writes them, and in another order, with IPv6, without
 * times and with an authentication key. */
static const char four[] = HEP_CHUNKS;
static const char six[] = "\0\0\0\x01\0\x07\x0a"
			  "\0\0\0\x0e\0\x09key"
			  "\0\0\0\x06\0\x16"
			  "0123456789abcdef"
			  "\0\0\0\x05\0\x16"
			  "fedcba9876543210"
			  "\0\0\0\x02\0\x07\x06"
			  "\0\0\0\x08\0\x08\x17\xac"
			  "\0\0\0\x07\0\x08\x0f\xdc"
			  "\0\0\0\x0b\0\x07\x01";

static uint8_t room[ROOM];

/* The chunks, and a payload of n octets behind them. */
static struct li_slice packet_of(const char *chunks, size_t size, size_t n)
{
	const size_t head = LI_HEP_HEADER + size, all = head + 6 + n;

	memcpy(room, "HEP3", 4);
	room[4] = (uint8_t)(all >> 8);
	room[5] = (uint8_t)(all & 0xff);
	memcpy(room + LI_HEP_HEADER, chunks, size);
	memcpy(room + head, "\0\0\0\x0f", 4);
	room[head + 4] = (uint8_t)((n + 6) >> 8);
	room[head + 5] = (uint8_t)((n + 6) & 0xff);
	memset(room + head + 6, 'x', n);
	return li_slice(room, all);
}

static bool same_address(const struct li_address *a, const struct li_address *b)
{
	return a->family == b->family && a->port == b->port &&
		(a->family == 0 || memcmp(a->ip, b->ip, sizeof(a->ip)) == 0);
}

static bool same(const struct li_hep *a, const struct li_hep *b)
{
	return same_address(&a->from, &b->from) &&
		same_address(&a->to, &b->to) && a->ip_proto == b->ip_proto &&
		a->at_us == b->at_us && a->capture_id == b->capture_id &&
		a->payload.p == b->payload.p && a->payload.n == b->payload.n;
}

/* The ways of the kinds of CPU that this one has, and the one that is taken. */
static li_hep_like_fn *const ways[] = {li_hep_like_any,
#if defined(__x86_64__)
	li_hep_like_avx2,
#endif
	li_hep_decode_like};

static bool has(li_hep_like_fn *way)
{
#if defined(__x86_64__)
	return way != li_hep_like_avx2 || __builtin_cpu_supports("avx2");
#else
	return way;
#endif
}

/* Is it read each way as it would be without those? They are what the last way
 * makes of them, as does every other. */
static bool agrees(struct li_hep_likes *likes, struct li_slice packet)
{
	const struct li_hep_likes before = *likes;
	struct li_hep want = {.ip_proto = 0};
	li_err err = li_hep_decode(packet, &want);
	bool all = true;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct li_hep_likes now = before;
		struct li_hep got = {.ip_proto = 0};

		if (!has(ways[i]))
			continue;
		all = all && ways[i](&now, packet, &got) == err &&
			same(&want, &got) &&
			(i == 0 || now.missed == likes->missed);
		*likes = now;
	}
	return all;
}

/* Know it; a copy, as others are looked at after it. */
static struct li_hep_likes known(struct li_slice packet)
{
	struct li_hep_likes likes = {.missed = 0};

	CU_ASSERT(agrees(&likes, packet));
	CU_ASSERT_EQUAL(likes.missed, 1);
	CU_ASSERT(agrees(&likes, packet));
	CU_ASSERT_EQUAL(likes.missed, 1);
	return likes;
}

/* One octet is another one, wherever it stands, and whatever it is. */
static void try_octets(const char *chunks, size_t size)
{
	struct li_slice packet = packet_of(chunks, size, 200);
	const struct li_hep_likes likes = known(packet);

	for (size_t at = 0; at < LI_HEP_HEADER + size + 6; at++) {
		const uint8_t was = room[at];

		for (unsigned int c = 0; c < 256; c++) {
			struct li_hep_likes now = likes;

			room[at] = (uint8_t)c;
			CU_ASSERT(agrees(&now, packet));
		}
		room[at] = was;
	}
}

static void test_hep_like__whatever_one_octet_is(void)
{
	try_octets(four, sizeof(four) - 1);
	try_octets(six, sizeof(six) - 1);
}

/* Of every length, cut off or whole; each in memory that ends where it does. */
static void try_lengths(const char *chunks, size_t size)
{
	const struct li_hep_likes likes = known(packet_of(chunks, size, 200));

	for (size_t n = 0; n < 200; n++) {
		struct li_slice whole = packet_of(chunks, size, n);

		for (size_t cut = 0; cut < 2; cut++) {
			struct li_hep_likes now = likes;
			size_t length = cut ? n : whole.n;
			uint8_t *copy = malloc(length + 1);

			CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
			memcpy(copy, room, length);
			CU_ASSERT(agrees(&now, li_slice(copy, length)));
			free(copy);
		}
	}
}

static void test_hep_like__whatever_its_length_is(void)
{
	try_lengths(four, sizeof(four) - 1);
	try_lengths(six, sizeof(six) - 1);
}

/* Agents of both families send in turns; another layout is learnt, too. */
static void test_hep_like__knows_one_of_each_family(void)
{
	struct li_hep_likes likes = {.missed = 0};

	for (unsigned int i = 0; i < 4 * LEARNT_WITHIN; i++) {
		CU_ASSERT(
			agrees(&likes, packet_of(four, sizeof(four) - 1, 99)));
		CU_ASSERT(agrees(&likes, packet_of(six, sizeof(six) - 1, 99)));
	}
	CU_ASSERT(likes.missed <= LEARNT_WITHIN + 2);
	for (unsigned int i = 0; i < 2 * LEARNT_WITHIN; i++)
		CU_ASSERT(
			agrees(&likes, packet_of(four, sizeof(four) - 11, 99)));
	CU_ASSERT(likes.missed <= 2 * LEARNT_WITHIN + 2);
}

UNIT_MAIN("intake.hep_like", UNIT_TEST(test_hep_like__whatever_one_octet_is),
	UNIT_TEST(test_hep_like__whatever_its_length_is),
	UNIT_TEST(test_hep_like__knows_one_of_each_family))

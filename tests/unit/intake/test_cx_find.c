/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The search for codes of secret AVPs says on every CPU what looking at each
 * octet says. TS 29.229 cl. 6.3; TS 33.127 cl. 8
 */
#include <stdlib.h>

#include "intake/cx_find.h"
#include "unit.h"

enum { MOST = 420, ROUNDS = 40 };

static uint32_t drawn = 1;

static uint32_t draw(void)
{
	drawn = drawn * 1664525 + 1013904223;
	return drawn >> 8;
}

/* Octets of which codes are made, so that many nearly are one. */
static void fill(uint8_t *p, size_t n, unsigned int seldom)
{
	static const uint8_t parts[] = {0, 0, 0, 2, 2, 0x79, 0x61, 0x60, 0x65,
		0x64, 0x71, 0x7b, 0x97, 0x98, 0xff};

	for (size_t i = 0; i < n; i++)
		p[i] = draw() % seldom ? 'x' : parts[draw() % sizeof(parts)];
}

static size_t look_at_each(struct li_slice s, size_t from)
{
	for (size_t i = from; i + 4 <= s.n; i++)
		if (li_cx_is_secret((uint32_t)s.p[i] << 24 |
			    (uint32_t)s.p[i + 1] << 16 |
			    (uint32_t)s.p[i + 2] << 8 | s.p[i + 3]))
			return i;
	return LI_CX_NOWHERE;
}

/* Was all of it copied, or what stands before the code? */
static bool copied(struct li_slice s, const uint8_t *dst, size_t hit)
{
	return li_slice_eq(li_slice_sub(s, 0, hit),
		li_slice(dst, hit < s.n ? hit : s.n));
}

static bool agree(struct li_slice s)
{
	const size_t want = look_at_each(s, 0);
	uint8_t *dst = malloc(s.n ? s.n : 1);
	bool same = li_cx_copy_finding(s, dst) == want && copied(s, dst, want);

	memset(dst, 0x55, s.n);
	same = same && li_cx_find_slowly(s, 0, dst) == want &&
		copied(s, dst, want);
	free(dst);
	for (size_t i = 0; same && i < 8; i++) {
		const size_t from = s.n ? draw() % (s.n + 1) : 0;
		const size_t next = look_at_each(s, from);

		same = li_cx_find(s, from) == next &&
			li_cx_find_slowly(s, from, NULL) == next;
	}
	return same;
}

/* In memory of its exact size: a read outside is seen by the sanitizer. */
static void test_cx_find__says_what_each_octet_says(void)
{
	for (size_t n = 0; n < MOST; n++)
		for (unsigned int round = 0; round < ROUNDS; round++) {
			uint8_t *p = malloc(n ? n : 1);

			fill(p, n, round % 8 + 1);
			CU_ASSERT(agree(li_slice(p, n)));
			free(p);
		}
}

/* Each of the codes, at each place, and no other one near them. */
static void test_cx_find__knows_each_code_at_each_place(void)
{
	enum { N = 300 };
	uint8_t octets[N];

	for (uint32_t code = 100; code < 700; code++)
		for (size_t at = 0; at + 4 <= N; at += 7) {
			memset(octets, 'x', N);
			memset(octets + at, 0, 2);
			octets[at + 2] = (uint8_t)(code >> 8);
			octets[at + 3] = (uint8_t)code;
			CU_ASSERT_EQUAL(li_cx_find(li_slice(octets, N), 0),
				li_cx_is_secret(code) ? at : LI_CX_NOWHERE);
			CU_ASSERT(agree(li_slice(octets, N)));
		}
}

UNIT_MAIN("intake.cx_find", UNIT_TEST(test_cx_find__says_what_each_octet_says),
	UNIT_TEST(test_cx_find__knows_each_code_at_each_place))

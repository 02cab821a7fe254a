/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/buf.h"
#include "unit.h"

enum { FIRST = 256 }; /* octets that a buffer begins with */

static void test_buf__writes_integers_in_network_order(void)
{
	static const uint8_t want[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
		13, 14, 15};
	struct li_buf b = {0};

	li_buf_put_u8(&b, 0x01);
	li_buf_put_u16(&b, 0x0203);
	li_buf_put_u32(&b, 0x04050607);
	li_buf_put_u64(&b, 0x08090a0b0c0d0e0f);
	CU_ASSERT_EQUAL(li_buf_check(&b), LI_OK);
	CU_ASSERT(li_slice_eq(li_buf_slice(&b), li_slice(want, sizeof(want))));
	li_buf_fini(&b);
}

static void test_buf__grows_and_keeps_what_it_has(void)
{
	struct li_buf b = {0};

	for (int i = 0; i < 100000; i++)
		li_buf_put_u8(&b, (uint8_t)i);
	CU_ASSERT_EQUAL_FATAL(b.n, 100000);
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] != (uint8_t)i)
			CU_FAIL_FATAL("an octet changed");
	li_buf_fini(&b);
	CU_ASSERT_PTR_NULL(b.p);
}

static void test_buf__refuses_all_after_one_refusal(void)
{
	struct li_buf b = {.max = 4};

	li_buf_put_str(&b, "abc");
	li_buf_put_str(&b, "de");
	CU_ASSERT(b.bad);
	li_buf_put_str(&b, "f");
	CU_ASSERT(li_slice_is(li_buf_slice(&b), "abc"));
	CU_ASSERT_EQUAL(li_buf_check(&b), LI_ENOMEM);
	li_buf_reset(&b);
	li_buf_put_str(&b, "wxyz");
	CU_ASSERT_EQUAL(li_buf_check(&b), LI_OK);
	CU_ASSERT(li_slice_is(li_buf_slice(&b), "wxyz"));
	li_buf_fini(&b);
}

static void test_buf__refuses_a_reservation_that_would_wrap(void)
{
	struct li_buf b = {0};

	li_buf_put_u8(&b, 1);
	CU_ASSERT_PTR_NULL(li_buf_reserve(&b, SIZE_MAX));
	CU_ASSERT(b.bad);
	li_buf_fini(&b);
}

static void test_buf__prints_text_without_its_terminator(void)
{
	struct li_buf b = {0};
	char expected[400];

	li_buf_printf(&b, "%s-%d", "a", 7);
	CU_ASSERT(li_slice_is(li_buf_slice(&b), "a-7"));
	memset(expected, 'x', sizeof(expected));
	expected[sizeof(expected) - 1] = '\0';
	li_buf_reset(&b);
	li_buf_printf(&b, "%s", expected);
	CU_ASSERT(li_slice_is(li_buf_slice(&b), expected));
	li_buf_fini(&b);
}

static void test_buf__consumes_from_the_front(void)
{
	struct li_buf b = {0};

	li_buf_put_str(&b, "abcdef");
	li_buf_consume(&b, 2);
	CU_ASSERT(li_slice_is(li_buf_slice(&b), "cdef"));
	li_buf_consume(&b, 9);
	CU_ASSERT_EQUAL(b.n, 0);
	li_buf_fini(&b);
}

static void test_buf__patches_only_inside_its_content(void)
{
	struct li_buf b = {0};

	li_buf_put_str(&b, "abcdefgh");
	li_buf_set_u32(&b, 2, 0x41424344);
	CU_ASSERT(li_slice_is(li_buf_slice(&b), "abABCDgh"));
	li_buf_set_u32(&b, 5, 0x30303030);
	li_buf_set_u32(&b, SIZE_MAX, 0x30303030);
	CU_ASSERT(li_slice_is(li_buf_slice(&b), "abABCDgh"));
	li_buf_fini(&b);
}

static void test_buf__wipes_what_it_held(void)
{
	struct li_buf b = {0};

	li_buf_put_str(&b, "secret");
	li_buf_wipe(&b);
	CU_ASSERT_EQUAL(b.n, 0);
	for (size_t i = 0; i < 6; i++)
		CU_ASSERT_EQUAL(b.p[i], 0);
	li_buf_fini(&b);
}

static size_t freed, left; /* buffers, octets of theirs that are not 0 */

/* The linker puts it before free(). */
void __real_free(void *p);
void __wrap_free(void *p);
void __wrap_free(void *p)
{
	for (size_t i = 0; p && i < FIRST; i++)
		left += ((const uint8_t *)p)[i] != 0;
	freed += p != NULL;
	__real_free(p);
}

/* TS 33.107 cl. 8: nothing stays of what was delivered */
static void test_buf__leaves_nothing_in_what_it_frees(void)
{
	struct li_buf b = {0};

	freed = left = 0;
	for (int i = 0; i < FIRST / 5; i++) /* outgrows them */
		li_buf_put_str(&b, "secret");
	CU_ASSERT_EQUAL(freed, 1);
	li_buf_reset(&b); /* what it held is there, though it counts no more */
	CU_ASSERT_EQUAL(b.p[0], 's');
	li_buf_fini(&b);
	CU_ASSERT_EQUAL(freed, 2);
	CU_ASSERT_EQUAL(left, 0);
	li_buf_fini(&b);
	CU_ASSERT_PTR_NULL(b.p);
}

UNIT_MAIN("base.buf", UNIT_TEST(test_buf__writes_integers_in_network_order),
	UNIT_TEST(test_buf__grows_and_keeps_what_it_has),
	UNIT_TEST(test_buf__refuses_all_after_one_refusal),
	UNIT_TEST(test_buf__refuses_a_reservation_that_would_wrap),
	UNIT_TEST(test_buf__prints_text_without_its_terminator),
	UNIT_TEST(test_buf__consumes_from_the_front),
	UNIT_TEST(test_buf__patches_only_inside_its_content),
	UNIT_TEST(test_buf__wipes_what_it_held),
	UNIT_TEST(test_buf__leaves_nothing_in_what_it_frees))

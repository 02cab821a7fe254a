/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/buf.h"
#include "base/text.h"
#include "lmisf-sink/walk.h"
#include "unit.h"

static li_err walk(const char *hex, struct walk *out)
{
	struct li_buf b = {0};
	li_err err;

	for (; hex[0] && hex[1]; hex += hex[2] == ' ' ? 3 : 2)
		li_buf_put_u8(&b,
			(uint8_t)(li_text_hex(hex[0]) << 4 |
				li_text_hex(hex[1])));
	err = walk_ber(li_buf_slice(&b), out);
	li_buf_fini(&b);
	return err;
}

/* X.690 cl. 8.1 */
static void test_walk__counts_elements_and_their_depth(void)
{
	struct walk w;

	CU_ASSERT_EQUAL(walk("05 00", &w), LI_OK);
	CU_ASSERT_EQUAL(w.count, 1);
	CU_ASSERT_EQUAL(w.depth, 0);
	CU_ASSERT_TRUE(w.der);
	CU_ASSERT_EQUAL(walk("30 07 a1 05 02 01 07 05 00", &w), LI_OK);
	CU_ASSERT_EQUAL(w.count, 4);
	CU_ASSERT_EQUAL(w.depth, 2);
	CU_ASSERT_TRUE(w.der);
	/* what stands in an OCTET STRING is not looked into */
	CU_ASSERT_EQUAL(walk("04 04 30 80 00 00", &w), LI_OK);
	CU_ASSERT_EQUAL(w.count, 1);
	CU_ASSERT_TRUE(w.der);
}

/* X.690 cl. 10.1 */
static void test_walk__tells_ber_from_der(void)
{
	static const char *const ber[] = {
		"30 81 02 05 00",          /* could be one octet */
		"30 82 00 02 05 00",       /* zeroes in front */
		"30 80 05 00 00 00",       /* indefinite */
		"30 06 30 80 05 00 00 00", /* one within */
		"9f 05 00",                /* a tag that is small */
		"9f 80 20 00",             /* zeroes in front of one */
	};
	struct walk w;

	for (size_t i = 0; i < sizeof(ber) / sizeof(ber[0]); i++) {
		CU_ASSERT_EQUAL(walk(ber[i], &w), LI_OK);
		CU_ASSERT_FALSE(w.der);
	}
	CU_ASSERT_EQUAL(walk("bf 69 02 05 00", &w), LI_OK);
	CU_ASSERT_TRUE(w.der);
}

static void test_walk__refuses_lengths_that_contradict(void)
{
	static const char *const bad[] = {
		"", "30", "30 01", "30 03 05 00", "30 02 05 01", "05 00 05 00",
		"30 80 05 00", /* no end */
		"30 02 00 00", /* an end of nothing */
		"00 00", "04 80 00 00", "9f", "9f 85", "30 82 01",
		"30 80 30 02 05 00 00", "30 80 00 01 00",
		"30 04 30 80 00 00 00", /* ends beyond what it is in */
	};
	struct walk w = {.count = 77};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(walk(bad[i], &w), LI_EMALFORMED);
	CU_ASSERT_EQUAL(walk("9f ff ff ff ff 7f 00", &w), LI_ETOOBIG);
	CU_ASSERT_EQUAL(walk("04 85 00 00 00 00 00", &w), LI_ETOOBIG);
	CU_ASSERT_EQUAL(w.count, 77);
}

/* X.690 cl. 8.1.3.6 */
static void test_walk__finds_the_end_of_the_first(void)
{
	static const uint8_t stream[] = {0x30, 0x80, 0xa1, 0x80, 0x04, 0x02,
		0x00, 0x00, 0x00, 0x00, 0x30, 0x02, 0x05, 0x00, 0x00, 0x00,
		0x30, 0x80};
	struct walk w;
	size_t size = 0;

	for (size_t n = 0; n < 16; n++)
		CU_ASSERT_EQUAL(walk_first(li_slice(stream, n), &w, &size),
			LI_EAGAIN);
	CU_ASSERT_EQUAL(size, 0);
	CU_ASSERT_EQUAL(walk_first(li_slice(stream, sizeof(stream)), &w, &size),
		LI_OK);
	CU_ASSERT_EQUAL(size, 16);
	CU_ASSERT_EQUAL(w.count, 5);
	/* an element that its parent has no room for never ends */
	CU_ASSERT_EQUAL(walk_first(li_slice("\x30\x80\x30\x02\x04\x09", 6), &w,
				&size),
		LI_EMALFORMED);
}

/* `n` elements, each in the one before it, or all in one. */
static li_err many(size_t n, bool deep, struct walk *out)
{
	struct li_buf b = {0};
	li_err err;

	if (!deep) {
		li_buf_put_u8(&b, 0x30);
		li_buf_put_u8(&b, 0x83);
		li_buf_put_u8(&b, (uint8_t)(2 * n >> 16));
		li_buf_put_u16(&b, (uint16_t)(2 * n));
	}
	for (size_t i = 0; i < n; i++) {
		li_buf_put_u8(&b, deep ? 0x30 : 0x05);
		li_buf_put_u8(&b, deep ? (uint8_t)(2 * (n - i - 1)) : 0);
	}
	err = walk_ber(li_buf_slice(&b), out);
	li_buf_fini(&b);
	return err;
}

static void test_walk__bounds_depth_and_count(void)
{
	struct walk w;

	CU_ASSERT_EQUAL(many(WALK_DEPTH_MAX, true, &w), LI_OK);
	CU_ASSERT_EQUAL(w.depth, WALK_DEPTH_MAX);
	CU_ASSERT_EQUAL(many(WALK_DEPTH_MAX + 1, true, &w), LI_ETOOBIG);
	CU_ASSERT_EQUAL(many(WALK_COUNT_MAX - 1, false, &w), LI_OK);
	CU_ASSERT_EQUAL(w.count, WALK_COUNT_MAX);
	CU_ASSERT_EQUAL(many(WALK_COUNT_MAX, false, &w), LI_ETOOBIG);
}

UNIT_MAIN("tools.sink_walk",
	UNIT_TEST(test_walk__counts_elements_and_their_depth),
	UNIT_TEST(test_walk__tells_ber_from_der),
	UNIT_TEST(test_walk__refuses_lengths_that_contradict),
	UNIT_TEST(test_walk__finds_the_end_of_the_first),
	UNIT_TEST(test_walk__bounds_depth_and_count))

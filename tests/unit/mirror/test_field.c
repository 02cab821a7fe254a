/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/field.h"
#include "unit.h"

/* Put and get back all; returns the octets used. */
static size_t round_trip(const char *const *texts, size_t count)
{
	struct li_fields fields = {.count = 0}, again = {.count = 0};
	uint8_t packed[8192];
	struct li_buf out = {.n = 0};
	struct li_cursor c;
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		CU_ASSERT_TRUE(li_field_put(&fields, li_slice_str(texts[i]),
			packed, sizeof(packed), &n));
	c = li_cursor(li_slice(packed, n));
	for (size_t i = 0; i < count; i++) {
		li_buf_reset(&out);
		li_field_get(&again, &c, &out);
		CU_ASSERT_TRUE(li_slice_is(li_buf_slice(&out), texts[i]));
	}
	CU_ASSERT_TRUE(!c.bad && c.rest.n == 0);
	li_buf_fini(&out);
	return n;
}

static size_t one(const char *text)
{
	return round_trip(&text, 1);
}

static void test_field__gives_back_every_octet(void)
{
	static const char *const all[] = {"", "0", "7", "007", "49170",
		"12345678901234567890", "a", "abc", "A:B", ":", "::", "::1",
		"1::", "2001:db8::1", "2001:0db8:0000:0000:0000:0000:0000:0001",
		"fe80::a:b%1", "192.0.2.1", "0123456789abcdef0:1",
		"AB:CD:EF:01", "ab:cd:ef:01:23", "hello world", "49170",
		"2001:db8::1"};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		one(all[i]);
	round_trip(all, sizeof(all) / sizeof(all[0]));
}

static void test_field__is_small_for_numbers_addresses_and_repeats(void)
{
	static const char *const same[] = {"2001:db8:1:2::a1b2",
		"2001:db8:1:2::a1b2"};

	CU_ASSERT_EQUAL(one("49170"), 4);
	CU_ASSERT_EQUAL(one("2001:db8::1"), 7);
	CU_ASSERT_EQUAL(one("2001:0db8:0000:0000:0000:0000:0000:0001"), 21);
	CU_ASSERT_EQUAL(round_trip(same, 2), one(same[0]) + 1);
}

static void test_field__holds_long_ones_and_says_when_there_is_no_room(void)
{
	struct li_fields fields = {.count = 0};
	char text[5000];
	uint8_t packed[64];
	size_t n = 0;

	memset(text, 'x', sizeof(text));
	text[4000] = '\0';
	CU_ASSERT_EQUAL(one(text), 4003);
	text[4000] = 'x';
	CU_ASSERT_FALSE(li_field_put(&fields, li_slice(text, 100), packed,
		sizeof(packed), &n));
	n = 0;
	CU_ASSERT_FALSE(li_field_put(&fields, li_slice(text, 5000), packed,
		sizeof(packed), &n));
}

static void test_field__refuses_octets_that_are_none(void)
{
	static const uint8_t bad[][3] = {{0xc0}, {0x3f, 0xff}, {0x85, 'a'}};

	for (size_t i = 0; i < 3; i++) {
		struct li_fields fields = {.count = 0};
		struct li_cursor c = li_cursor(li_slice(bad[i], 2));
		struct li_buf out = {.n = 0};

		li_field_get(&fields, &c, &out);
		CU_ASSERT_TRUE(c.bad);
		CU_ASSERT_EQUAL(out.n, 0);
		li_buf_fini(&out);
	}
}

UNIT_MAIN("mirror.field", UNIT_TEST(test_field__gives_back_every_octet),
	UNIT_TEST(test_field__is_small_for_numbers_addresses_and_repeats),
	UNIT_TEST(test_field__holds_long_ones_and_says_when_there_is_no_room),
	UNIT_TEST(test_field__refuses_octets_that_are_none))

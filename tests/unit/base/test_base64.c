/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/base64.h"
#include "unit.h"

/* RFC 4648 cl. 10 has the first ones. */
static void test_base64__reads_octets(void)
{
	static const struct {
		const char *text, *octets;
		size_t n;
	} rows[] = {
		{"", "", 0},
		{"Zg==", "f", 1},
		{"Zm8=", "fo", 2},
		{"Zm9v", "foo", 3},
		{"Zm9vYg==", "foob", 4},
		{"Zm9vYmE=", "fooba", 5},
		{"Zm9vYmFy", "foobar", 6},
		{"AAAA", "\0\0\0", 3},
		{"+/+/", "\xfb\xff\xbf", 3},
		{"/////w==", "\xff\xff\xff\xff", 4},
		{"Az09", "\x03\x3d\x3d", 3},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t out[8] = {0};
		size_t n = 99;

		CU_ASSERT_EQUAL(li_base64_get(li_slice_str(rows[i].text), out,
					rows[i].n, &n),
			LI_OK);
		CU_ASSERT_EQUAL(n, rows[i].n);
		CU_ASSERT_EQUAL(memcmp(out, rows[i].octets, rows[i].n), 0);
	}
}

/* Padded, no other character, no bits left over, of the one alphabet:
 * RFC 4648 cl. 3.2, 3.3, 3.5, 4 */
static void test_base64__takes_nothing_else(void)
{
	static const char *const texts[] = {"Z", "Zg", "Zg=", "Zm9", "Zm9vYg",
		"=", "==", "===", "====", "Z===", "Zg==Zg==", "Zm9=v", "=m9v",
		"Zm9v\n", "Zm9v\r\n\r\n", "Zm 9", "Z\tg=", "Zm9-", "Zm9_",
		"Zm9*", "Zh==", "Zm9=", "Zm\x80v", "Zm@v", "Zm[v", "Zm`v",
		"Zm{v", "Zm:v", "Zm,v", "Zm.v"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		uint8_t out[16];
		size_t n = 99;

		CU_ASSERT_EQUAL(li_base64_get(li_slice_str(texts[i]), out,
					sizeof(out), &n),
			LI_EMALFORMED);
		CU_ASSERT_EQUAL(n, 99);
	}
	{
		uint8_t out[3];
		size_t n;

		CU_ASSERT_EQUAL(li_base64_get(li_slice("Zm\0v", 4), out,
					sizeof(out), &n),
			LI_EMALFORMED);
	}
}

static void test_base64__writes_no_further_than_there_is_room(void)
{
	static const char *const texts[] = {"Zg==", "Zm8=", "Zm9v", "Zm9vYg=="};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		uint8_t out[4] = {9, 9, 9, 9};
		size_t n = 99;

		CU_ASSERT_EQUAL(li_base64_get(li_slice_str(texts[i]), out, i,
					&n),
			LI_ETOOBIG);
		CU_ASSERT_EQUAL(n, 99);
		CU_ASSERT_EQUAL(out[0], 9);
		CU_ASSERT_EQUAL(li_base64_get(li_slice_str(texts[i]), out,
					i + 1, &n),
			LI_OK);
		CU_ASSERT_EQUAL(n, i + 1);
		CU_ASSERT_TRUE(i == 3 || out[i + 1] == 9);
	}
}

UNIT_MAIN("base.base64", UNIT_TEST(test_base64__reads_octets),
	UNIT_TEST(test_base64__takes_nothing_else),
	UNIT_TEST(test_base64__writes_no_further_than_there_is_room))

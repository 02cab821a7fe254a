/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/head.h"
#include "unit.h"

/* RFC 3261 cl. 7.5 */
static void test_head__finds_the_first_empty_line(void)
{
	static const struct {
		const char *text;
		size_t first, body;
		bool empty_line, trusted;
	} rows[] = {
		{"A\r\nb: c\r\n\r\nd", 3, 11, true, true},
		{"A\nb: c\n\nd", 2, 8, true, true},
		{"\r\n\r\nA\r\n\r\nd", 7, 9, true, true},
		{"A\r\nb: c\r\n \r\nd", 3, 12, true, false},
		{"A\rb: c\r\rd", 2, 8, true, false},
		{"A\r\nb: c\r\n", 3, 9, false, false},
		{"A", 1, 1, false, false},
		{"", 0, 0, false, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_head h = li_head_find(li_slice_str(rows[i].text));

		CU_ASSERT_EQUAL(h.first, rows[i].first);
		CU_ASSERT_EQUAL(h.body, rows[i].body);
		CU_ASSERT_EQUAL(h.empty_line, rows[i].empty_line);
		CU_ASSERT_EQUAL(h.trusted, rows[i].trusted);
	}
}

static void test_head__distrusts_a_nul(void)
{
	struct li_head h = li_head_find(li_slice("A\r\nb\0: c\r\n\r\n", 13));

	CU_ASSERT_FALSE(h.trusted);
}

/* RFC 3261 cl. 7.3.1 */
static void test_head__takes_fields_with_their_folds(void)
{
	static const char text[] = "A\r\nOne : 1\r\nnothing\r\ntwo:2\r\n 3\r\n"
				   "\t4\r\n\r\nfive: 5";
	struct li_slice s = li_slice_str(text);
	struct li_head h = li_head_find(s);
	size_t at = h.first;
	struct li_field f;

	CU_ASSERT_TRUE_FATAL(li_head_next(s, &h, &at, &f));
	CU_ASSERT_TRUE(li_head_is(&f, "ONE", NULL));
	CU_ASSERT_FALSE(f.folded);
	CU_ASSERT_TRUE_FATAL(li_head_next(s, &h, &at, &f));
	CU_ASSERT_TRUE(li_head_is(&f, "x", "two"));
	CU_ASSERT_TRUE(f.folded);
	CU_ASSERT_TRUE(
		li_slice_is(li_slice_sub(s, f.value, f.end), "2\r\n 3\r\n\t4"));
	CU_ASSERT_FALSE(li_head_next(s, &h, &at, &f));
}

UNIT_MAIN("redact.head", UNIT_TEST(test_head__finds_the_first_empty_line),
	UNIT_TEST(test_head__distrusts_a_nul),
	UNIT_TEST(test_head__takes_fields_with_their_folds))

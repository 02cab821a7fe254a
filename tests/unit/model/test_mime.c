/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/mime.h"
#include "unit.h"

/* RFC 2045 cl. 5.1; RFC 2046 cl. 5.1.1 */
static void test_mime__reads_a_type_and_its_boundary(void)
{
	static const struct {
		const char *value, *name, *boundary;
		bool loose;
	} rows[] = {
		{"text/plain", "text/plain", "", false},
		{" Text/Plain ; charset=\"a;b,c\" ", "Text/Plain", "", false},
		{"multipart/mixed;boundary=x", "multipart/mixed", "x", false},
		{"multipart/mixed;\r\n BOUNDARY = \"a b;c\"", "multipart/mixed",
			"a b;c", false},
		{"multipart/mixed;boundary=x;boundary=y", "multipart/mixed",
			"y", true},
		{"multipart/mixed;boundary=\"x", "multipart/mixed", "\"x",
			true},
		{"multipart/mixed;boundary=\"x \"", "multipart/mixed", "x ",
			true},
		{"multipart/mixed;boundary=", "multipart/mixed", "", true},
		{"multipart/mixed;boundary*0=x", "multipart/mixed", "", true},
		{"text/plain, text/html", "text/plain", "", true},
		{"", "", "", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_mime_type t =
			li_mime_type(li_slice_str(rows[i].value));

		CU_ASSERT_TRUE(li_slice_is(t.name, rows[i].name));
		CU_ASSERT_TRUE(li_slice_is(t.boundary, rows[i].boundary));
		CU_ASSERT_EQUAL(t.loose, rows[i].loose);
	}
}

/* RFC 2046 cl. 5.1.1: no more than 70 characters */
static void test_mime__knows_how_long_a_boundary_may_be(void)
{
	char value[LI_MIME_BOUNDARY_MAX + 64] = "multipart/mixed;boundary=";
	const size_t at = strlen(value);
	struct li_mime_type t;

	memset(value + at, 'x', LI_MIME_BOUNDARY_MAX);
	t = li_mime_type(li_slice_str(value));
	CU_ASSERT_EQUAL(t.boundary.n, LI_MIME_BOUNDARY_MAX);
	CU_ASSERT_FALSE(t.loose);
	value[at + LI_MIME_BOUNDARY_MAX] = 'x';
	t = li_mime_type(li_slice_str(value));
	CU_ASSERT_TRUE(t.loose);
}

static void test_mime__compares_types_and_kinds(void)
{
	struct li_mime_type t = {.name = li_slice_str("TEXT/html")};

	CU_ASSERT_TRUE(li_mime_is(&t, "text/html"));
	CU_ASSERT_TRUE(li_mime_is(&t, "text/"));
	CU_ASSERT_FALSE(li_mime_is(&t, "text/htm"));
	CU_ASSERT_FALSE(li_mime_is(&t, "multipart/"));
}

/* RFC 2046 cl. 5.1.1 */
static void test_mime__gives_each_part(void)
{
	static const char text[] = "preamble\r\n--x\r\nA: 1\r\n\r\none\r\n--x"
				   "\r\n\r\ntwo\r\n\r\n--x--\r\nepilogue";
	struct li_mime_walk w =
		li_mime_walk(li_slice_str(text), li_slice_str("x"));
	struct li_mime_part part;

	CU_ASSERT_EQUAL(w.at, 15);
	CU_ASSERT_TRUE_FATAL(li_mime_next(&w, &part));
	CU_ASSERT_TRUE(li_slice_is(part.head, "A: 1\r\n\r\n"));
	CU_ASSERT_TRUE(li_slice_is(part.body, "one"));
	CU_ASSERT_TRUE_FATAL(li_mime_next(&w, &part));
	CU_ASSERT_TRUE(li_slice_is(part.head, "\r\n"));
	CU_ASSERT_TRUE(li_slice_is(part.body, "two\r\n"));
	CU_ASSERT_FALSE(li_mime_next(&w, &part));
	CU_ASSERT_FALSE(w.loose);
	CU_ASSERT_EQUAL(w.at, strlen(text) - strlen("epilogue"));
}

static void test_mime__says_where_readers_may_differ(void)
{
	static const struct {
		const char *text;
		size_t parts;
	} rows[] = {
		{"", 0},
		{"no delimiter", 0},
		{"--x--\r\n", 0},
		{"--x\r\n\r\none", 1}, /* never closed */
		{"--x\r\n\r\none\r\n--xy\r\ntwo\r\n--x--", 1}, /* longer */
		{"--x \r\n\r\none\r\n--x--", 1},               /* a blank */
		{"--x\n\none\n--x--", 1},                      /* no CR */
		{"--x\r\n\r\none\n--x--", 1},
		{"--x\r\nA: no empty line\r\n--x--", 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_mime_walk w = li_mime_walk(li_slice_str(rows[i].text),
			li_slice_str("x"));
		struct li_mime_part part;
		size_t n = 0;

		while (li_mime_next(&w, &part))
			n++;
		CU_ASSERT_EQUAL(n, rows[i].parts);
		CU_ASSERT_TRUE(w.loose);
	}
}

/* RFC 5322 cl. 2.2.3 */
static void test_mime__takes_fields_with_their_folds(void)
{
	struct li_slice head =
		li_slice_str("A : 1\r\nb:2\r\n 3\r\nnothing\r\n\r\n");
	struct li_mime_field f;
	size_t at = 0;
	bool loose = false;

	CU_ASSERT_TRUE_FATAL(li_mime_field(head, &at, &f, &loose));
	CU_ASSERT_TRUE(li_slice_is(f.name, "A"));
	CU_ASSERT_TRUE(li_slice_is(f.value, "1"));
	CU_ASSERT_TRUE_FATAL(li_mime_field(head, &at, &f, &loose));
	CU_ASSERT_TRUE(li_slice_is(f.line, "b:2\r\n 3"));
	CU_ASSERT_TRUE(li_slice_is(f.value, "2\r\n 3"));
	CU_ASSERT_FALSE(loose);
	CU_ASSERT_TRUE_FATAL(li_mime_field(head, &at, &f, &loose));
	CU_ASSERT_EQUAL(f.name.n, 0);
	CU_ASSERT_TRUE(loose);
	CU_ASSERT_FALSE(li_mime_field(head, &at, &f, &loose));
}

static void test_mime__distrusts_odd_ends_of_line_in_a_field(void)
{
	static const char *const heads[] = {"A: 1\n\r\n", "A: 1\r2\r\n\r\n"};
	struct li_mime_field f;

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		size_t at = 0;
		bool loose = false;

		CU_ASSERT_TRUE(
			li_mime_field(li_slice_str(heads[i]), &at, &f, &loose));
		CU_ASSERT_TRUE(loose);
	}
}

UNIT_MAIN("model.mime", UNIT_TEST(test_mime__reads_a_type_and_its_boundary),
	UNIT_TEST(test_mime__knows_how_long_a_boundary_may_be),
	UNIT_TEST(test_mime__compares_types_and_kinds),
	UNIT_TEST(test_mime__gives_each_part),
	UNIT_TEST(test_mime__says_where_readers_may_differ),
	UNIT_TEST(test_mime__takes_fields_with_their_folds),
	UNIT_TEST(test_mime__distrusts_odd_ends_of_line_in_a_field))

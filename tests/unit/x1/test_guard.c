/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "base/buf.h"
#include "unit.h"
#include "x1/guard.h"

static li_err guard(const char *text)
{
	return li_x1_guard(li_slice_str(text));
}

static void test_guard__lets_a_plain_document_through(void)
{
	static const char *const good[] = {
		"<a/>",
		"<?xml version='1.0' encoding='utf-8' ?><a b='c>d'>text</a>",
		"<?xml version=\"1.0\"?>\n<!-- <x> --><a><![CDATA[<x>]]></a>",
		"\xef\xbb\xbf<a>\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80</a>",
		"<?xml version='1.0' encoding='US-ASCII'?><a/>",
		"<?xml-stylesheet encoding='utf-16'?><a/>",
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		CU_ASSERT_EQUAL(guard(good[i]), LI_OK);
}

/* TS 103 221-1 cl. 8.3: nothing that a document declares for itself */
static void test_guard__refuses_declarations_and_other_encodings(void)
{
	static const char *const bad[] = {
		"<!DOCTYPE a><a/>",
		"<?xml version='1.0'?><!doctype a SYSTEM 'file:///x'><a/>",
		"<a><!ENTITY x 'y'></a>",
		"<?xml version='1.0' encoding='UTF-16'?><a/>",
		"<?xml version='1.0' encoding='UTF-7'?><a/>",
		"<?xml version='1.0' encoding = \"ISO-8859-1\"?><a/>",
		"<?xml version='1.0' encoding?><a/>",
		"\xff\xfe<",
		"\xfe\xff<",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(guard(bad[i]), LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_x1_guard(li_slice("<\0a\0/\0>\0", 8)),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_x1_guard(li_slice("\0<\0a\0/\0>", 8)),
		LI_EUNSUPPORTED);
}

/* RFC 3629 cl. 4 */
static void test_guard__refuses_what_is_not_utf8_or_does_not_end(void)
{
	static const char *const bad[] = {
		"<a>\x80</a>",
		"<a>\xc0\xaf</a>",
		"<a>\xe0\x80\xaf</a>",
		"<a>\xed\xa0\x80</a>",
		"<a>\xf0\x80\x80\xaf</a>",
		"<a>\xf4\x90\x80\x80</a>",
		"<a>\xf5\x80\x80\x80</a>",
		"<a>\xe2\x82",
		"<a>\x01</a>",
		"<a",
		"<a b='c",
		"<!-- x",
		"<![CDATA[ x",
		"<?xml",
		"<",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CU_ASSERT_EQUAL(guard(bad[i]), LI_EMALFORMED);
}

/* n times `part` between two others */
static li_err guard_many(const char *before, const char *part, size_t n,
	const char *after)
{
	struct li_buf b = {0};
	li_err err;

	li_buf_put_str(&b, before);
	for (size_t i = 0; i < n; i++)
		li_buf_put_str(&b, part);
	li_buf_put_str(&b, after);
	err = li_x1_guard(li_buf_slice(&b));
	li_buf_fini(&b);
	return err;
}

static void test_guard__bounds_depth_tags_attributes_and_octets(void)
{
	static const struct {
		const char *before, *part;
		size_t most;
		const char *after;
	} rows[] = {
		{"", "<a>", LI_X1_DEPTH_MAX, ""},
		{"", "<a/>", LI_X1_TAGS_MAX, ""},
		{"<a ", "b='' ", LI_X1_ATTRIBUTES_MAX, "/>"},
		{"<a", " ", LI_X1_TAG_OCTETS_MAX - 2, ">"},
		{"", " ", LI_X1_OCTETS_MAX, ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_EQUAL(guard_many(rows[i].before, rows[i].part,
					rows[i].most, rows[i].after),
			LI_OK);
		CU_ASSERT_EQUAL(guard_many(rows[i].before, rows[i].part,
					rows[i].most + 1, rows[i].after),
			LI_ETOOBIG);
	}
	/* A wide document is none too deep. */
	CU_ASSERT_EQUAL(guard_many("<r>", "<a><b/></a>", 1000, "</r>"), LI_OK);
}

UNIT_MAIN("x1.guard", UNIT_TEST(test_guard__lets_a_plain_document_through),
	UNIT_TEST(test_guard__refuses_declarations_and_other_encodings),
	UNIT_TEST(test_guard__refuses_what_is_not_utf8_or_does_not_end),
	UNIT_TEST(test_guard__bounds_depth_tags_attributes_and_octets))

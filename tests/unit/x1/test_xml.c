/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "unit.h"
#include "x1/xml.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

static struct li_x1_xml *open_ok(const char *text)
{
	struct li_x1_xml *xml = NULL;

	CU_ASSERT_EQUAL_FATAL(li_x1_xml_open(li_slice_str(text), &xml), LI_OK);
	return xml;
}

static void test_xml__walks_elements_only(void)
{
	struct li_x1_xml *xml =
		open_ok("<!-- a --><r> <?pi?> <a/> <!-- b --> <b>1</b>\n</r>");
	const struct li_x1_element *r = li_x1_xml_root(xml), *a, *b;

	a = li_x1_xml_first(r);
	CU_ASSERT_PTR_NOT_NULL_FATAL(a);
	b = li_x1_xml_next(a);
	CU_ASSERT_PTR_NOT_NULL_FATAL(b);
	CU_ASSERT_PTR_NULL(li_x1_xml_next(b));
	CU_ASSERT_PTR_NULL(li_x1_xml_first(b));
	CU_ASSERT_TRUE(li_x1_xml_complex(r));
	CU_ASSERT_FALSE(li_x1_xml_complex(b));
	li_x1_xml_close(xml);
}

static void test_xml__refuses_what_is_not_well_formed(void)
{
	static const char *const bad[] = {"", "text", "<a>", "<a></b>",
		"<a/><b/>", "<a>&unknown;</a>", "<a b='1' b='2'/>", "<n:a/>",
		"<a>&#0;</a>", "<a>&#xd800;</a>"};
	struct li_x1_xml *xml = NULL;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		li_err err = li_x1_xml_open(li_slice_str(bad[i]), &xml);

		/* libxml2 gives a prefix that nobody declared no namespace */
		if (strcmp(bad[i], "<n:a/>") == 0 && err == LI_OK) {
			CU_ASSERT_FALSE(li_x1_xml_is(li_x1_xml_root(xml),
				LI_X1_NS, "a"));
			li_x1_xml_close(xml);
			xml = NULL;
			continue;
		}
		CU_ASSERT_EQUAL(err, LI_EMALFORMED);
		CU_ASSERT_PTR_NULL(xml);
	}
}

static void test_xml__knows_names_by_namespace_not_by_prefix(void)
{
	struct li_x1_xml *xml = open_ok("<x:a xmlns:x='" LI_X1_NS "'/>");

	CU_ASSERT_TRUE(li_x1_xml_is(li_x1_xml_root(xml), LI_X1_NS, "a"));
	CU_ASSERT_FALSE(li_x1_xml_is(li_x1_xml_root(xml), LI_X1_NS, "b"));
	CU_ASSERT_FALSE(
		li_x1_xml_is(li_x1_xml_root(xml), LI_X1_NS_COMMON, "a"));
	li_x1_xml_close(xml);
	xml = open_ok("<a xmlns='" LI_X1_NS "'/>");
	CU_ASSERT_TRUE(li_x1_xml_is(li_x1_xml_root(xml), LI_X1_NS, "a"));
	li_x1_xml_close(xml);
	xml = open_ok("<a/>");
	CU_ASSERT_FALSE(li_x1_xml_is(li_x1_xml_root(xml), LI_X1_NS, "a"));
	li_x1_xml_close(xml);
}

static void test_xml__copies_text_without_blanks_at_its_ends(void)
{
	static const struct {
		const char *document;
		size_t cap;
		li_err err;
		const char *text;
	} rows[] = {
		{"<a> x &amp;\t y\n</a>", 16, LI_OK, "x &\t y"},
		{"<a>x<![CDATA[<y>]]>&#x7a;<!-- w --></a>", 16, LI_OK, "x<y>z"},
		{"<a/>", 16, LI_OK, ""},
		{"<a>abc</a>", 4, LI_OK, "abc"},
		{"<a>abcd</a>", 4, LI_ETOOBIG, "-"},
		{"<a>x<b/></a>", 16, LI_EMALFORMED, "-"},
		{"<a b='c'>x</a>", 16, LI_EMALFORMED, "-"},
		{"<a xmlns:s='urn:s' s:b='c'>x</a>", 16, LI_OK, "x"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_x1_xml *xml = open_ok(rows[i].document);
		char out[16] = "-";

		CU_ASSERT_EQUAL(li_x1_xml_text(li_x1_xml_root(xml), out,
					rows[i].cap),
			rows[i].err);
		CU_ASSERT_STRING_EQUAL(out, rows[i].text);
		li_x1_xml_close(xml);
	}
}

/* Namespaces in XML 1.0 cl. 6: a QName's prefix is what is in scope */
static void test_xml__resolves_the_type_as_a_qualified_name(void)
{
	static const struct {
		const char *attributes;
		li_err err;
		bool ours;
	} rows[] = {
		{"xmlns:p='" LI_X1_NS "' s:type='p:T'", LI_OK, true},
		{"xmlns='" LI_X1_NS "' s:type=' T '", LI_OK, true},
		{"xmlns:p='urn:other' s:type='p:T'", LI_OK, false},
		{"xmlns='urn:other' s:type='T'", LI_OK, false},
		{"s:type='p:T'", LI_EMALFORMED, false},
		{"s:type='T'", LI_EMALFORMED, false},
		{"type='p:T'", LI_ENOTFOUND, false},
		{"", LI_ENOTFOUND, false},
	};
	char document[256], name[8];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_x1_xml *xml;
		bool ours = false;

		snprintf(document, sizeof(document),
			"<a xmlns:s='" XSI "' %s/>", rows[i].attributes);
		xml = open_ok(document);
		strcpy(name, "-");
		CU_ASSERT_EQUAL(li_x1_xml_type(li_x1_xml_root(xml), name,
					sizeof(name), &ours),
			rows[i].err);
		CU_ASSERT_STRING_EQUAL(name, rows[i].err ? "-" : "T");
		CU_ASSERT_EQUAL(ours, rows[i].ours);
		li_x1_xml_close(xml);
	}
}

UNIT_MAIN("x1.xml", UNIT_TEST(test_xml__walks_elements_only),
	UNIT_TEST(test_xml__refuses_what_is_not_well_formed),
	UNIT_TEST(test_xml__knows_names_by_namespace_not_by_prefix),
	UNIT_TEST(test_xml__copies_text_without_blanks_at_its_ends),
	UNIT_TEST(test_xml__resolves_the_type_as_a_qualified_name))

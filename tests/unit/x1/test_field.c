/* SPDX-License-Identifier: BSD-3-Clause */
#include "x1/field.h"

#include "messages.h"

struct value {
	struct li_uuid id;
	int64_t at_us;
	enum li_x1_flag flag;
	size_t many;
};

static const struct li_x1_field fields[] = {
	{"id", LI_X1_ONCE, li_x1_read_uuid, offsetof(struct value, id)},
	{"at", LI_X1_OPTIONAL, li_x1_read_time, offsetof(struct value, at_us)},
	{"flag", LI_X1_OPTIONAL, li_x1_read_flag, offsetof(struct value, flag)},
	{"many", LI_X1_MANY, li_x1_read_count, offsetof(struct value, many)},
	{0},
};

#define DOC(inside) "<a xmlns='" LI_X1_NS "' xmlns:b='urn:b'>" inside "</a>"
#define ID "<id>" XID "</id>"

static li_err read_doc(const char *text, struct value *v, const char **where)
{
	struct li_x1_xml *xml = NULL;
	li_err err;

	*v = (struct value){.many = 0};
	*where = NULL;
	CU_ASSERT_EQUAL_FATAL(li_x1_xml_open(li_slice_str(text), &xml), LI_OK);
	err = li_x1_fields(li_x1_xml_root(xml), LI_X1_NS, fields, v, where);
	li_x1_xml_close(xml);
	return err;
}

/* TS 103 221-1 cl. 4.5: versions have other orders */
static void test_field__reads_in_any_order(void)
{
	const char *where;
	struct value v;

	CU_ASSERT_EQUAL(read_doc(DOC("<many/><flag>1</flag>" ID "<many/>"), &v,
				&where),
		LI_OK);
	CU_ASSERT_EQUAL(v.many, 2);
	CU_ASSERT_EQUAL(v.flag, LI_X1_TRUE);
	CU_ASSERT_EQUAL(v.at_us, 0);
	CU_ASSERT_EQUAL(v.id.octet[0], 0x29);
}

static const struct {
	const char *text, *where;
} wrong[] = {
	{DOC(""), "id"},
	{DOC(ID ID), "id"},
	{DOC(ID "<flag>1</flag><flag>0</flag>"), "flag"},
	{DOC("<id>29F28E1C-F230-486A-A860-F5A784AB9172</id>"), "id"},
	{DOC("<id/>"), "id"},
	{DOC("<id>" XID "<b/></id>"), "id"},
	{DOC("<id b='c'>" XID "</id>"), "id"},
	{DOC(ID "<flag>yes</flag>"), "flag"},
	{DOC(ID "<at>2026-01-01T00:00:00Z</at>"), "at"},
	{DOC(ID "<at>2026-01-01T00:00:00.1234567Z</at>"), "at"},
	{DOC(ID "<at>2026-01-01T00:00:00.123456</at>"), "at"},
	{DOC(ID "<at>2026-02-30T00:00:00.123456Z</at>"), "at"},
	{DOC(ID "<other/>"), NULL},
	{DOC(ID "<b:many/>"), NULL},
	{DOC(ID "text"), NULL},
	{"<a xmlns='" LI_X1_NS "' b='c'>" ID "</a>", NULL},
};

static void test_field__says_which_is_wrong(void)
{
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const char *where;
		struct value v;

		CU_ASSERT_EQUAL(read_doc(wrong[i].text, &v, &where),
			LI_EMALFORMED);
		if (wrong[i].where)
			CU_ASSERT_STRING_EQUAL(where, wrong[i].where);
		if (!wrong[i].where)
			CU_ASSERT_PTR_NULL(where);
	}
}

/* TS 103 280 QualifiedMicrosecondDateTime */
static void test_field__reads_times_of_every_zone(void)
{
	const char *where;
	struct value v;

	CU_ASSERT_EQUAL(read_doc(DOC(ID "<at>1970-01-01T01:00:00.000007+01:00"
					"</at>"),
				&v, &where),
		LI_OK);
	CU_ASSERT_EQUAL(v.at_us, 7);
	CU_ASSERT_EQUAL(read_doc(DOC(ID "<at>1970-01-01T00:00:01.000000Z</at>"),
				&v, &where),
		LI_OK);
	CU_ASSERT_EQUAL(v.at_us, 1000000);
}

static li_err choose(const char *text, size_t *which)
{
	const struct li_x1_element *chosen = NULL;
	struct li_x1_xml *xml = NULL;
	li_err err;

	CU_ASSERT_EQUAL_FATAL(li_x1_xml_open(li_slice_str(text), &xml), LI_OK);
	err = li_x1_choice(li_x1_xml_root(xml), LI_X1_NS, fields, which,
		&chosen);
	CU_ASSERT_EQUAL(err == LI_OK, chosen != NULL);
	li_x1_xml_close(xml);
	return err;
}

static void test_field__chooses_one(void)
{
	size_t which = 9;

	CU_ASSERT_EQUAL(choose(DOC(""), &which), LI_EMALFORMED);
	CU_ASSERT_EQUAL(choose(DOC("<flag/><flag/>"), &which), LI_EMALFORMED);
	CU_ASSERT_EQUAL(choose(DOC("<other/>"), &which), LI_EMALFORMED);
	CU_ASSERT_EQUAL(choose(DOC("<b:flag/>"), &which), LI_EMALFORMED);
	CU_ASSERT_EQUAL(which, 9);
	CU_ASSERT_EQUAL(choose(DOC("<flag/>"), &which), LI_OK);
	CU_ASSERT_EQUAL(which, 2);
}

UNIT_MAIN("x1.field", UNIT_TEST(test_field__reads_in_any_order),
	UNIT_TEST(test_field__says_which_is_wrong),
	UNIT_TEST(test_field__reads_times_of_every_zone),
	UNIT_TEST(test_field__chooses_one))

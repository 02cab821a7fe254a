/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/buf.h"
#include "intake/cx_profile.h"
#include "intake/xml.h"
#include "unit.h"

#define ID(x) "<PublicIdentity><Identity>" x "</Identity></PublicIdentity>"
#define SUB(x)                                                                 \
	"<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile>" x        \
	"</ServiceProfile></IMSSubscription>"

/* TS 29.228 Annex E */
static void test_cx_profile__finds_all_identities(void)
{
	struct li_cx_profile p;

	CU_ASSERT_EQUAL_FATAL(
		li_cx_profile_read(
			li_slice_str(
				"<?xml version=\"1.0\"?>\n"
				"<IMSSubscription xmlns:x='a>b'>\n"
				"<PrivateID> alice@ims </PrivateID>\n"
				"<ServiceProfile>"
				"<PublicIdentity><BarringIndication>1"
				"</BarringIndication><Identity>sip:a@b"
				"</Identity><Extension><IdentityType>0"
				"</IdentityType></Extension>"
				"</PublicIdentity>" ID(
					"tel:+1") "<InitialFilterCriteria><Identity>no"
						  "</Identity></InitialFilterCriteria>"
						  "<Empty/></ServiceProfile>"
						  "<ServiceProfile>" ID(
							  "sip:c@d") "</ServiceProfile>"
								     "</IMSSubscription>\n"),
			&p),
		LI_OK);
	CU_ASSERT(li_slice_is(p.private_id, "alice@ims"));
	CU_ASSERT_EQUAL_FATAL(p.public_count, 3);
	CU_ASSERT(li_slice_is(p.public_ids[0], "sip:a@b"));
	CU_ASSERT(li_slice_is(p.public_ids[1], "tel:+1"));
	CU_ASSERT(li_slice_is(p.public_ids[2], "sip:c@d"));
	CU_ASSERT_FALSE(p.crowded);
}

static void test_cx_profile__takes_a_prefix(void)
{
	struct li_cx_profile p;

	CU_ASSERT_EQUAL_FATAL(
		li_cx_profile_read(
			li_slice_str("<c:IMSSubscription><c:ServiceProfile>"
				     "<c:PublicIdentity><c:Identity>sip:a@b"
				     "</c:Identity></c:PublicIdentity>"
				     "</c:ServiceProfile></c:IMSSubscription>"),
			&p),
		LI_OK);
	CU_ASSERT_EQUAL(p.public_count, 1);
	CU_ASSERT_EQUAL(p.private_id.n, 0);
}

static void test_cx_profile__gives_up_on_what_it_does_not_know(void)
{
	static const struct {
		const char *document;
		li_err err;
	} cases[] = {
		{"", LI_EMALFORMED},
		{"   ", LI_EMALFORMED},
		{"text", LI_EMALFORMED},
		{"<", LI_EMALFORMED},
		{"<a", LI_EMALFORMED},
		{"</a>", LI_EMALFORMED},
		{"<Other></Other>", LI_EMALFORMED},
		{"<IMSSubscription>", LI_EMALFORMED},
		{"<IMSSubscription><a></b></IMSSubscription>", LI_EMALFORMED},
		{"<IMSSubscription></IMSSubscription><a/>", LI_EMALFORMED},
		{"<IMSSubscription></IMSSubscription>x", LI_EMALFORMED},
		{"<IMSSubscription a='></IMSSubscription>", LI_EMALFORMED},
		{"<IMSSubscription></IMSSubscription/>", LI_EMALFORMED},
		{"<IMSSubscription><>", LI_EMALFORMED},
		{SUB("<!-- c -->" ID("x")), LI_EUNSUPPORTED},
		{SUB(ID("<![CDATA[sip:a@b]]>")), LI_EUNSUPPORTED},
		{"<!DOCTYPE x [<!ENTITY a 'b'>]>" SUB(""), LI_EUNSUPPORTED},
		{SUB("<?php ?>"), LI_EUNSUPPORTED},
		{SUB(ID("x<y>z</y>")) "<", LI_EMALFORMED},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_cx_profile p = {.public_count = 77};

		CU_ASSERT_EQUAL(li_cx_profile_read(li_slice_str(
							   cases[i].document),
					&p),
			cases[i].err);
		CU_ASSERT_EQUAL(p.public_count, 77);
	}
}

/* A document with so many copies of a text in it. */
static struct li_slice repeat(const char *text, int times, struct li_buf *b)
{
	li_buf_put_str(b, "<IMSSubscription><ServiceProfile>");
	while (times-- > 0)
		li_buf_put_str(b, text);
	li_buf_put_str(b, "</ServiceProfile></IMSSubscription>");
	return li_buf_slice(b);
}

static void test_cx_profile__refuses_utf16_and_the_too_deep(void)
{
	struct li_cx_profile p;
	struct li_buf b = {0};

	CU_ASSERT_EQUAL(li_cx_profile_read(li_slice("<\0I\0M\0", 6), &p),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_cx_profile_read(repeat("<a>", 100, &b), &p),
		LI_ETOOBIG);
	li_buf_fini(&b);
}

static void test_cx_profile__says_when_there_are_too_many(void)
{
	struct li_cx_profile p;
	struct li_buf b = {0};

	CU_ASSERT_EQUAL(li_cx_profile_read(repeat(ID("sip:a@b"),
						   LI_CX_PROFILE_MAX + 1, &b),
				&p),
		LI_OK);
	CU_ASSERT_EQUAL(p.public_count, LI_CX_PROFILE_MAX);
	CU_ASSERT(p.crowded);
	li_buf_fini(&b);
}

static void test_cx_profile__replaces_the_five_entities(void)
{
	char buf[32];
	struct li_slice s;

	CU_ASSERT_EQUAL(li_xml_text(li_slice_str("&lt;a&amp;b&gt;&quot;&apos;"),
				buf, sizeof(buf), &s),
		LI_OK);
	CU_ASSERT(li_slice_is(s, "<a&b>\"'"));
	CU_ASSERT_EQUAL(li_xml_text(li_slice_str("&#65;"), buf, sizeof(buf),
				&s),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_xml_text(li_slice_str("a&am"), buf, sizeof(buf), &s),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_xml_text(li_slice_str("abc"), buf, 2, &s),
		LI_ETOOBIG);
}

UNIT_MAIN("intake.cx_profile", UNIT_TEST(test_cx_profile__finds_all_identities),
	UNIT_TEST(test_cx_profile__takes_a_prefix),
	UNIT_TEST(test_cx_profile__gives_up_on_what_it_does_not_know),
	UNIT_TEST(test_cx_profile__refuses_utf16_and_the_too_deep),
	UNIT_TEST(test_cx_profile__says_when_there_are_too_many),
	UNIT_TEST(test_cx_profile__replaces_the_five_entities))

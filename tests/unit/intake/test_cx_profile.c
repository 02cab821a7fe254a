/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/buf.h"
#include "intake/cx_profile.h"
#include "intake/xml.h"
#include "unit.h"

#define ID(x) "<PublicIdentity><Identity>" x "</Identity></PublicIdentity>"
#define SUB(x)                                                                 \
	"<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile>" x        \
	"</ServiceProfile></IMSSubscription>"

static struct li_cx_texts texts;

static li_err read_text(const char *document, struct li_cx_profile *out)
{
	texts.used = 0;
	return li_cx_profile_read(li_slice_str(document), &texts, out);
}

/* TS 29.228 Annex E */
static void test_cx_profile__finds_all_identities(void)
{
	struct li_cx_profile p;

	CU_ASSERT_EQUAL_FATAL(
		read_text(
			"<?xml version=\"1.0\"?>\n"
			"<IMSSubscription xmlns:x='a>b'>\n"
			"<PrivateID> alice@ims </PrivateID>\n"
			"<ServiceProfile><PublicIdentity>"
			"<BarringIndication>1</BarringIndication>"
			"<Identity>sip:a@b</Identity><Extension>"
			"<IdentityType>0</IdentityType></Extension>"
			"</PublicIdentity>" ID(
				"tel:+1") "<InitialFilterCriteria><Identity>no</Identity>"
					  "</InitialFilterCriteria><Empty/></ServiceProfile>"
					  "<ServiceProfile>" ID(
						  "sip:c@d") "</ServiceProfile></IMSSubscription>\n",
			&p),
		LI_OK);
	CU_ASSERT(li_slice_is(p.private_id, "alice@ims"));
	CU_ASSERT_EQUAL_FATAL(p.count, 3);
	CU_ASSERT(li_slice_is(p.ids[0].text, "sip:a@b"));
	CU_ASSERT(p.ids[0].barred);
	CU_ASSERT(li_slice_is(p.ids[1].text, "tel:+1"));
	CU_ASSERT_FALSE(p.ids[1].barred);
	CU_ASSERT(li_slice_is(p.ids[2].text, "sip:c@d"));
	CU_ASSERT_FALSE(p.crowded);
	CU_ASSERT_EQUAL(texts.used, 0);
}

static void test_cx_profile__takes_a_prefix(void)
{
	struct li_cx_profile p;

	CU_ASSERT_EQUAL_FATAL(
		read_text("<c:IMSSubscription xmlns:c='u'><c:ServiceProfile>"
			  "<c:PublicIdentity><c:Identity>sip:a@b"
			  "</c:Identity></c:PublicIdentity>"
			  "</c:ServiceProfile></c:IMSSubscription>",
			&p),
		LI_OK);
	CU_ASSERT_EQUAL(p.count, 1);
	CU_ASSERT_EQUAL(p.private_id.n, 0);
}

#define PUB(x) "<PublicIdentity>" x "</PublicIdentity>"
#define EXT(x) "<Extension>" x "</Extension>"

/* What stands in a PublicIdentity, and what it says. */
static const struct identity_row {
	const char *identity; /* inside of a PublicIdentity */
	const char *wildcard;
	uint8_t type, alias;
	bool barred;
} rows[] = {
	{"<Identity>sip:a@b</Identity>", "", 0, 0, false},
	{"<BarringIndication>true</BarringIndication>"
	 "<Identity>sip:a@b</Identity>",
		"", 0, 0, true},
	{"<BarringIndication>0</BarringIndication>"
	 "<Identity>sip:a@b</Identity>",
		"", 0, 0, false},
	{"<Identity>sip:a@b</Identity>"
	 "<BarringIndication>1</BarringIndication>",
		"", 0, 0, true},
	{"<Identity>sip:a@b</Identity>" EXT("<IdentityType>1</IdentityType>"),
		"", LI_CX_DISTINCT_PSI, 0, false},
	{"<Identity>sip:a@b</Identity>" EXT(
		 "<IdentityType>2</IdentityType>"
		 "<WildcardedPSI>sip:!.*!@b</WildcardedPSI>"),
		"sip:!.*!@b", LI_CX_WILDCARDED_PSI, 0, false},
	{"<Identity>sip:a@b</Identity>" EXT(
		 "<IdentityType>3</IdentityType>" EXT(
			 "<DisplayName>A</DisplayName>"
			 "<AliasIdentityGroupID>g</AliasIdentityGroupID>" EXT(
				 "<WildcardedIMPU>sip:!x.*!@b"
				 "</WildcardedIMPU>"))),
		"sip:!x.*!@b", LI_CX_WILDCARDED_IMPU, 1, false},
	/* what is not of the identity says nothing of it */
	{"<Identity>sip:a@b</Identity><Other>"
	 "<IdentityType>2</IdentityType></Other>",
		"", 0, 0, false},
	{"<Identity>sip:a@b</Identity>" EXT("<IdentityType>9</IdentityType>"),
		"", 0, 0, false},
	{"<Identity>sip:a@b</Identity><IdentityType>1</IdentityType>", "", 0, 0,
		false},
};

/* TS 29.228 cl. B.2.1, Annex E; TS 23.228 cl. 4.3.3.4a, 5.2.1a */
static void test_cx_profile__says_what_an_identity_is(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_cx_profile p = {.count = 0};
		char text[1024];

		snprintf(text, sizeof(text), SUB(PUB("%s")), rows[i].identity);
		CU_ASSERT_EQUAL_FATAL(read_text(text, &p), LI_OK);
		CU_ASSERT_EQUAL_FATAL(p.count, 1);
		CU_ASSERT(li_slice_is(p.ids[0].text, "sip:a@b"));
		CU_ASSERT(li_slice_is(p.ids[0].wildcard, rows[i].wildcard));
		CU_ASSERT_EQUAL(p.ids[0].type, rows[i].type);
		CU_ASSERT_EQUAL(p.ids[0].alias, rows[i].alias);
		CU_ASSERT_EQUAL(p.ids[0].barred, rows[i].barred);
	}
}

#define IN_GROUP(x, g)                                                         \
	PUB("<Identity>" x "</Identity>" EXT(                                  \
		EXT("<AliasIdentityGroupID>" g "</AliasIdentityGroupID>")))

/* TS 23.228 cl. 5.2.1a: one group has one name */
static void test_cx_profile__numbers_alias_groups(void)
{
	struct li_cx_profile p;

	CU_ASSERT_EQUAL_FATAL(read_text(SUB(IN_GROUP("sip:a@b", "one") ID(
						"sip:b@b") IN_GROUP("sip:c@b",
						"two") IN_GROUP("sip:d@b",
						" one ")),
				      &p),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(p.count, 4);
	CU_ASSERT_EQUAL(p.ids[0].alias, 1);
	CU_ASSERT_EQUAL(p.ids[1].alias, 0);
	CU_ASSERT_EQUAL(p.ids[2].alias, 2);
	CU_ASSERT_EQUAL(p.ids[3].alias, 1);
}

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
	{"<?xml version='1.0' encoding='UTF-16'?>" SUB(""), LI_EUNSUPPORTED},
	{SUB(ID("&#65;")), LI_EUNSUPPORTED},
	{SUB(ID("a\r\nb")), LI_EUNSUPPORTED},
	{SUB(ID("x<y>z</y>")) "<", LI_EMALFORMED},
};

static void test_cx_profile__gives_up_on_what_it_does_not_know(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_cx_profile p = {.count = 77};

		CU_ASSERT_EQUAL(li_cx_profile_plain(li_slice_str(
							    cases[i].document),
					&texts, &p),
			cases[i].err);
		CU_ASSERT_EQUAL(p.count, 77);
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

static void test_cx_profile__refuses_the_too_deep_and_the_too_long(void)
{
	struct li_cx_profile p;
	struct li_buf b = {0};

	CU_ASSERT_EQUAL(li_cx_profile_plain(li_slice("<\0I\0M\0", 6), &texts,
				&p),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(li_cx_profile_read(repeat("<a>", 100, &b), &texts, &p),
		LI_ETOOBIG);
	li_buf_reset(&b);
	CU_ASSERT_EQUAL(li_cx_profile_read(repeat("<!----><a>", 100, &b),
				&texts, &p),
		LI_ETOOBIG);
	li_buf_reset(&b);
	CU_ASSERT_EQUAL(li_cx_profile_read(repeat(ID("sip:a@b"),
						   LI_CX_PROFILE_OCTETS / 32,
						   &b),
				&texts, &p),
		LI_ETOOBIG);
	li_buf_fini(&b);
}

static void test_cx_profile__says_when_there_are_too_many(void)
{
	struct li_cx_profile p;
	struct li_buf b = {0};

	CU_ASSERT_EQUAL(li_cx_profile_read(repeat(ID("sip:a@b"),
						   LI_CX_PROFILE_MAX + 1, &b),
				&texts, &p),
		LI_OK);
	CU_ASSERT_EQUAL(p.count, LI_CX_PROFILE_MAX);
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
	UNIT_TEST(test_cx_profile__says_what_an_identity_is),
	UNIT_TEST(test_cx_profile__numbers_alias_groups),
	UNIT_TEST(test_cx_profile__gives_up_on_what_it_does_not_know),
	UNIT_TEST(test_cx_profile__refuses_the_too_deep_and_the_too_long),
	UNIT_TEST(test_cx_profile__says_when_there_are_too_many),
	UNIT_TEST(test_cx_profile__replaces_the_five_entities))

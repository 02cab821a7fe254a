/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/buf.h"
#include "intake/cx_profile.h"
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

#define PUB(x) "<PublicIdentity>" x "</PublicIdentity>"
#define EXT(x) "<Extension>" x "</Extension>"
#define IN_GROUP(x, g)                                                         \
	PUB("<Identity>" x "</Identity>" EXT(                                  \
		EXT("<AliasIdentityGroupID>" g "</AliasIdentityGroupID>")))

/* Documents that the plain way gives up on, and what they say. */
static void test_cx_profile_full__reads_all_of_xml(void)
{
	static const char *const documents[] = {
		SUB("<!-- c -->" ID("sip:a&amp;b@c")),
		SUB(ID("<![CDATA[sip:a&b@c]]>")),
		SUB(ID("sip:a<!-- x -->&#38;b@c")),
		SUB(ID("\r\n sip:a&#x26;b@c\r\n")),
		SUB("<?php ?>" ID("sip:a&amp;b@c")),
		"<?x '?>" SUB(ID("sip:a&amp;b@c")),
		"<?xml version='1.0' encoding='ISO-8859-1'?>" SUB(
			ID("sip:a&amp;b@c")),
	};

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		struct li_cx_profile p = {.count = 0};

		CU_ASSERT_EQUAL_FATAL(read_text(documents[i], &p), LI_OK);
		CU_ASSERT_EQUAL_FATAL(p.count, 1);
		CU_ASSERT(li_slice_is(p.ids[0].text, "sip:a&b@c"));
		CU_ASSERT(li_slice_is(p.private_id, "a@b"));
	}
}

/* A document with so many octets to a character, the first one low or not. */
static struct li_slice widen(const char *text, size_t octets, bool low,
	struct li_buf *b)
{
	li_buf_reset(b);
	for (; *text; text++)
		for (size_t i = 0; i < octets; i++)
			li_buf_put_u8(b,
				i == (low ? 0 : octets - 1) ? (uint8_t)*text
							    : 0);
	return li_buf_slice(b);
}

static void test_cx_profile_full__reads_utf16_and_no_stranger_encoding(void)
{
	static const char text[] =
		"\x3c?xml version='1.0' encoding='UTF-16'?>" SUB(ID("sip:a@b"));
	static const char *const refused[] = {
		"<?xml version='1.0' encoding='ISO-2022-CN-EXT'?>" SUB(""),
		"<?xml version='1.0' encoding='UTF-7'?>" SUB(""),
		"<?xml version='1.0' encoding='UTF-8x'?>" SUB(""),
		"<?xml version='1.0' encoding=UTF-8",
	};
	struct li_cx_profile p = {.count = 77};
	struct li_buf b = {0}, marked = {0};

	for (int low = 0; low < 2; low++) {
		li_buf_reset(&marked);
		li_buf_put(&marked, low ? "\xff\xfe" : "\xfe\xff", 2);
		li_buf_put_slice(&marked, widen(text, 2, low, &b));
		texts.used = 0;
		CU_ASSERT_EQUAL_FATAL(li_cx_profile_read(li_buf_slice(&marked),
					      &texts, &p),
			LI_OK);
		CU_ASSERT_EQUAL_FATAL(p.count, 1);
		CU_ASSERT(li_slice_is(p.ids[0].text, "sip:a@b"));
		CU_ASSERT_EQUAL(li_cx_profile_read(widen(text, 4, low, &b),
					&texts, &p),
			LI_EUNSUPPORTED);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		CU_ASSERT(read_text(refused[i], &p) != LI_OK);
	CU_ASSERT_EQUAL(p.count, 1);
	li_buf_fini(&b);
	li_buf_fini(&marked);
}

/* Nothing that a document declares or points to is looked at. */
static void test_cx_profile_full__takes_no_doctype(void)
{
	static const char *const documents[] = {
		"<!DOCTYPE x [<!ENTITY a 'sip:x@y'>]>" SUB(ID("&a;")),
		"<!DOCTYPE x SYSTEM 'file:///etc/hostname'>" SUB(ID("sip:a@b")),
		"<!DOCTYPE x [<!ENTITY a SYSTEM 'http://127.0.0.1:9/'>]>" SUB(
			ID("&a;")),
		"<!DOCTYPE x [<!ENTITY a 'aa'><!ENTITY b '&a;&a;&a;&a;'>"
		"<!ENTITY c '&b;&b;&b;&b;'>]>" SUB(ID("&c;")),
	};

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		struct li_cx_profile p = {.count = 77};

		CU_ASSERT_EQUAL(read_text(documents[i], &p), LI_EUNSUPPORTED);
		CU_ASSERT_EQUAL(p.count, 77);
	}
}

static bool same(const struct li_cx_profile *a, const struct li_cx_profile *b)
{
	bool is = a->count == b->count &&
		li_slice_eq(a->private_id, b->private_id);

	for (size_t i = 0; is && i < a->count; i++)
		is = li_slice_eq(a->ids[i].text, b->ids[i].text) &&
			li_slice_eq(a->ids[i].wildcard, b->ids[i].wildcard) &&
			a->ids[i].type == b->ids[i].type &&
			a->ids[i].alias == b->ids[i].alias &&
			a->ids[i].barred == b->ids[i].barred;
	return is;
}

/* Where both ways read a document they find the same. */
static void test_cx_profile_full__finds_the_same_both_ways(void)
{
	static const char *const documents[] = {
		SUB(""),
		SUB(ID("sip:a@b") ID("tel:+1")),
		SUB(ID(" sip:a&lt;&quot;@b ")),
		SUB(ID("sip:a<b/>@c") ID("sip:d@e")),
		SUB(PUB("<Identity>sip:a@b</Identity><Identity>sip:c@d"
			"</Identity>")),
		SUB(PUB("<Identity/>") PUB("") ID("sip:a@b")),
		SUB(IN_GROUP("sip:a@b", "one") IN_GROUP("sip:c@b", "one")),
		SUB(PUB("<BarringIndication>1</BarringIndication>"
			"<Identity>sip:a@b</Identity>")),
		"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n" SUB(
			ID("sip:\xc3\xa4@b")),
		"<a:IMSSubscription xmlns:a='b'><a:PrivateID x='y'>p"
		"</a:PrivateID></a:IMSSubscription>",
		"<IMSSubscription><PrivateID>one</PrivateID>"
		"<PrivateID>two</PrivateID></IMSSubscription>",
	};
	static struct li_cx_texts other;

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		struct li_slice s = li_slice_str(documents[i]);
		struct li_cx_profile a = {.count = 0}, b = {.count = 1};

		texts.used = other.used = 0;
		CU_ASSERT_EQUAL(li_cx_profile_plain(s, &texts, &a), LI_OK);
		CU_ASSERT_EQUAL(li_cx_profile_full(s, &other, &b), LI_OK);
		CU_ASSERT(same(&a, &b));
	}
}

UNIT_MAIN("intake.cx_profile_full",
	UNIT_TEST(test_cx_profile_full__reads_all_of_xml),
	UNIT_TEST(test_cx_profile_full__reads_utf16_and_no_stranger_encoding),
	UNIT_TEST(test_cx_profile_full__takes_no_doctype),
	UNIT_TEST(test_cx_profile_full__finds_the_same_both_ways))

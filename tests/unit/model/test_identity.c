/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/identity.h"
#include "unit.h"

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};

struct form {
	enum li_id_kind kind;
	const char *text, *canonical;
};

static void check_forms(const struct form *forms, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct li_identity id = {.len = 9};
		li_err err = li_identity_parse(forms[i].kind,
			li_slice_str(forms[i].text), &id);

		if (!forms[i].canonical) {
			CU_ASSERT_EQUAL(err, LI_EMALFORMED);
			CU_ASSERT_EQUAL(id.len, 9); /* untouched */
			continue;
		}
		CU_ASSERT_EQUAL(err, LI_OK);
		CU_ASSERT_STRING_EQUAL(id.text, forms[i].canonical);
		CU_ASSERT_EQUAL(id.len, strlen(forms[i].canonical));
		CU_ASSERT_EQUAL(id.kind, forms[i].kind);
	}
}

#define CHECK(forms) check_forms(forms, sizeof(forms) / sizeof((forms)[0]))

static void test_identity__brings_sip_uris_to_one_form(void)
{
	/* RFC 3261 cl. 19.1.4 */
	static const struct form forms[] = {
		{LI_ID_IMPU, "sip:alice@ims.example", "sip:alice@ims.example"},
		{LI_ID_IMPU, " SIP:alice@IMS.Example\r",
			"sip:alice@ims.example"},
		{LI_ID_IMPU, "sips:alice@ims.example", "sip:alice@ims.example"},
		{LI_ID_IMPU, "sip:Alice@ims.example", "sip:Alice@ims.example"},
		{LI_ID_IMPU, "sip:alice@ims.example.", "sip:alice@ims.example"},
		{LI_ID_IMPU, "sip:alice@ims.example:5060",
			"sip:alice@ims.example"},
		/* port = 1*DIGIT: RFC 3261 cl. 25.1 */
		{LI_ID_IMPU, "sip:alice@ims.example:05060",
			"sip:alice@ims.example"},
		{LI_ID_IMPU, "sip:alice@ims.example:0005080",
			"sip:alice@ims.example:5080"},
		{LI_ID_IMPU, "sip:alice@ims.example:0",
			"sip:alice@ims.example:0"},
		{LI_ID_IMPU, "sip:alice@ims.example:5080",
			"sip:alice@ims.example:5080"},
		{LI_ID_IMPU, "sip:alice@ims.example;user=phone?Subject=x",
			"sip:alice@ims.example"},
		{LI_ID_IMPU, "sip:alice:secret@ims.example",
			"sip:alice@ims.example"},
		{LI_ID_IMPU, "sip:%61lic%65@ims.example",
			"sip:alice@ims.example"},
		{LI_ID_IMPU, "sip:a%40b@ims.example", "sip:a%40b@ims.example"},
		{LI_ID_IMPU, "sip:a%3bb@ims.example", "sip:a%3Bb@ims.example"},
		{LI_ID_IMPU, "sip:a;b?c@ims.example", "sip:a;b?c@ims.example"},
		{LI_ID_IMPU, "sip:ims.example", "sip:ims.example"},
		{LI_ID_IMPU, "sip:a@[2001:DB8::1]:5060", "sip:a@[2001:db8::1]"},
		{LI_ID_IMPU, "sip:a@[2001:db8::1]:7000",
			"sip:a@[2001:db8::1]:7000"},
	};

	CHECK(forms);
}

/* RFC 5954 cl. 4.2: an address is compared by what it is. RFC 5952 cl. 2 */
static void test_identity__brings_addresses_to_one_form(void)
{
	static const struct form forms[] = {
		{LI_ID_IMPU, "sip:a@[2001:DB8:0:0::1]", "sip:a@[2001:db8::1]"},
		{LI_ID_IMPU, "sip:a@[2001:0db8:0:0:0:0:0:1];x",
			"sip:a@[2001:db8::1]"},
		{LI_ID_IMPU, "sip:[2001:db8:0::0:1]", "sip:[2001:db8::1]"},
		{LI_ID_IMPU, "sips:a@[2001:db8::0.0.0.1]:07000",
			"sip:a@[2001:db8::1]:7000"},
		{LI_ID_IMPU, "sip:a@[::ffff:192.0.2.1]",
			"sip:a@[::ffff:c000:201]"},
		{LI_ID_IMPU, "sip:a@[::FFFF:C000:0201]",
			"sip:a@[::ffff:c000:201]"},
		{LI_ID_IMPU, "sip:a@192.0.2.1", "sip:a@192.0.2.1"},
		/* these are none, and stay as they are */
		{LI_ID_IMPU, "sip:a@[2001:DB8:::1]", "sip:a@[2001:db8:::1]"},
		{LI_ID_IMPU, "sip:a@[fe80::1%25eth0]",
			"sip:a@[fe80::1%25eth0]"},
		{LI_ID_IMPU, "sip:a@[V1.X]", "sip:a@[v1.x]"},
		{LI_ID_IMPU, "sip:a@[]", "sip:a@[]"},
	};

	CHECK(forms);
}

static void test_identity__brings_tel_uris_to_one_form(void)
{
	/* RFC 3966 cl. 4 */
	static const struct form forms[] = {
		{LI_ID_IMPU, "tel:+15551230001", "tel:+15551230001"},
		{LI_ID_IMPU, "TEL:+1(555)123-00.01", "tel:+15551230001"},
		{LI_ID_IMPU, "tel:7042;phone-context=IMS.example",
			"tel:7042;phone-context=ims.example"},
		{LI_ID_IMPU, "tel:70-42;x=1;Phone-Context=+1555",
			"tel:7042;phone-context=+1555"},
		{LI_ID_IMPU, "tel:7042;phone-context=+1-(5)5.5",
			"tel:7042;phone-context=+1555"},
		{LI_ID_IMPU, "tel:7042;phone-context=a-b.example",
			"tel:7042;phone-context=a-b.example"},
		{LI_ID_IMPU, "tel:*21#;phone-context=ims.example",
			"tel:*21#;phone-context=ims.example"},
		{LI_ID_IMPU, "tel:0398-765432100", "tel:0398765432100"},
		{LI_ID_IMPU, "tel:7042;phone-context=;x=1", "tel:7042"},
		{LI_ID_IMPU, "tel:%2B1555%31230001", "tel:+15551230001"},
	};

	CHECK(forms);
}

static void test_identity__brings_impi_and_imei_to_one_form(void)
{
	/* TS 23.003 cl. 13.3; RFC 7254 cl. 4; TS 103 280 */
	static const struct form forms[] = {
		{LI_ID_IMPI, "alice@IMS.Example", "alice@ims.example"},
		{LI_ID_IMPI, "Alice@ims.example", "Alice@ims.example"},
		{LI_ID_IMEI, "35693803564380", "35693803564380"},
		{LI_ID_IMEI, "356938035643809", "35693803564380"},
		{LI_ID_IMEI, "3569380356438012", "35693803564380"},
		{LI_ID_IMEI, "urn:gsma:imei:35693803-564380-0",
			"35693803564380"},
		{LI_ID_IMEI, "<URN:GSMA:IMEI:35693803-564380-0;svn=78>",
			"35693803564380"},
	};

	CHECK(forms);
}

static void test_identity__refuses_what_is_none(void)
{
	static const struct form forms[] = {
		{LI_ID_IMPU, "", NULL},
		{LI_ID_IMPU, "alice@ims.example", NULL},
		{LI_ID_IMPU, "http://ims.example", NULL},
		{LI_ID_IMPU, "sip:", NULL},
		{LI_ID_IMPU, "sip:alice@", NULL},
		{LI_ID_IMPU, "sip:al ice@ims.example", NULL},
		{LI_ID_IMPU, "sip:al%6@ims.example", NULL},
		{LI_ID_IMPU, "sip:al%zz@ims.example", NULL},
		{LI_ID_IMPU, "sip:a@[2001:db8::1", NULL},
		{LI_ID_IMPU, "tel:", NULL},
		{LI_ID_IMPU, "tel:+", NULL},
		{LI_ID_IMPU, "tel:+15551x", NULL},
		{LI_ID_IMPI, "", NULL},
		{LI_ID_IMPI, "@ims.example", NULL},
		{LI_ID_IMPI, "alice@", NULL},
		{LI_ID_IMPI, "al ice@ims.example", NULL},
		{LI_ID_IMEI, "", NULL},
		{LI_ID_IMEI, "3569380356438", NULL},
		{LI_ID_IMEI, "35693803564380123", NULL},
		{LI_ID_IMEI, "3569380356438x", NULL},
	};

	CHECK(forms);
}

static void test_identity__refuses_what_is_too_long(void)
{
	char text[600] = "sip:";
	struct li_identity id;

	memset(text + 4, 'a', 500);
	memcpy(text + 504, "@x", 3);
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMPU, li_slice_str(text), &id),
		LI_ETOOBIG);
	memcpy(text + 4 + 249, "@x", 3);
	CU_ASSERT_EQUAL(li_identity_parse(LI_ID_IMPU, li_slice_str(text), &id),
		LI_OK);
	CU_ASSERT_EQUAL(id.len, LI_ID_MAX);
}

static struct li_identity parsed(enum li_id_kind kind, const char *text)
{
	struct li_identity id = {0};

	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(text), &id),
		LI_OK);
	return id;
}

static bool finds(const struct li_identity *target,
	const struct li_identity *met)
{
	struct li_key wanted[LI_ID_KEYS_MAX], given[LI_ID_KEYS_MAX];
	size_t w = li_identity_keys_wanted(target, &secret, wanted);
	size_t g = li_identity_keys_given(met, &secret, given);

	for (size_t i = 0; i < w; i++)
		for (size_t j = 0; j < g; j++)
			if (li_key_eq(wanted[i], given[j]))
				return true;
	return false;
}

struct pair {
	const char *target, *met;
	bool hit;
};

static void check_pairs(const struct pair *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct li_identity target = parsed(LI_ID_IMPU, pairs[i].target);
		struct li_identity met = parsed(LI_ID_IMPU, pairs[i].met);

		CU_ASSERT_EQUAL(finds(&target, &met), pairs[i].hit);
	}
}

static void test_identity__a_tel_target_finds_every_form_of_its_number(void)
{
	/* TS 23.003 cl. 13.4; RFC 3261 cl. 19.1.6 */
	static const struct pair pairs[] = {
		{"tel:+15551230001", "tel:+1-555-123-0001", true},
		{"tel:+15551230001", "sip:+15551230001@a;user=phone", true},
		{"tel:+15551230001", "sip:+15551230001@b", true},
		{"tel:+15551230001", "sips:+1-555-123-0001@b:7000", true},
		{"tel:7042;phone-context=a.b", "sip:7042;phone-context=A.b@c",
			true},
		{"tel:7042;phone-context=a.b", "sip:7042;phone-context=a.c@c",
			false},
		{"tel:7042", "tel:70-42", true},
		{"tel:7042", "tel:7042;phone-context=a.b", false},
		{"tel:7042;phone-context=a.b", "tel:7042", false},
		{"tel:7042", "sip:7042@a.b;user=phone", false},
		{"tel:7042", "tel:+7042", false},
		{"tel:+15551230001", "tel:+15551230002", false},
		{"tel:+15551230001", "tel:+155512300011", false},
		{"tel:+15551230001", "tel:+1555123000", false},
		{"tel:+15551230001", "sip:15551230001@a", false},
		{"tel:+15551230001", "sip:alice@a", false},
	};

	check_pairs(pairs, sizeof(pairs) / sizeof(pairs[0]));
}

static void test_identity__a_sip_target_keeps_to_its_domain(void)
{
	/* TS 33.126 R6.3-400: nobody but the target */
	static const struct pair pairs[] = {
		{"sip:alice@a", "sip:alice@A:5060;user=x", true},
		{"sip:alice@a", "sip:alice@b", false},
		{"sip:alice@a", "sip:alice@a.b", false},
		{"sip:alice@a", "sip:Alice@a", false},
		{"sip:alice@a", "sip:alice2@a", false},
		{"sip:alice@a", "sip:alice@a:5080", false},
		{"sip:+15551230001@a", "sip:+15551230001@a", true},
		{"sip:+15551230001@a", "sip:+1-555-1230001@a", true},
		{"sip:+15551230001@a", "sip:+1.555(123)0001@a;user=phone",
			true},
		{"sip:+15551230001@a", "sip:+1-555-1230001@b", false},
		{"sip:1-555@a", "sip:1555@a", false},
		/* what a network puts behind a number: RFC 4694 */
		{"sip:+15551230001@a", "sip:+15551230001;cpc=ordinary@a", true},
		{"sip:+15551230001@a",
			"sip:+1-555-1230001;npdi;rn=+15559@a;user=phone", true},
		{"sip:+15551230001;npdi@a", "sip:+15551230001@a", true},
		{"sip:+15551230001@a", "sip:+15551230002;rn=+15551230001@a",
			false},
		{"sip:alice@a", "sip:alice;cpc=ordinary@a", false},
		/* who is behind it is somebody else: RFC 3966 cl. 4 */
		{"sip:+15551230001;ext=1@a", "sip:+1-555-1230001;ext=1@a",
			true},
		{"sip:+15551230001;ext=1@a", "sip:+15551230001@a", false},
		{"sip:+15551230001@a", "sip:+15551230001;npdi;EXT=1@a", false},
		{"sip:+15551230001@a", "sip:+15551230001;isub=1@a", false},
		{"sip:+15551230001@a", "tel:+15551230001", true},
		{"sip:+15551230001@a", "sip:+15551230001@b", false},
		{"sip:7042@a", "tel:7042;phone-context=a", false},
		{"sip:7042@a", "tel:7042", false},
	};

	check_pairs(pairs, sizeof(pairs) / sizeof(pairs[0]));
}

static void test_identity__kinds_never_meet(void)
{
	struct li_identity impu = parsed(LI_ID_IMPU, "sip:alice@a");
	struct li_identity impi = parsed(LI_ID_IMPI, "sip:alice@a");
	struct li_identity imei = parsed(LI_ID_IMEI, "35693803564380");
	struct li_identity other = parsed(LI_ID_IMEI, "35693803564381");

	CU_ASSERT_FALSE(finds(&impu, &impi));
	CU_ASSERT_FALSE(finds(&impi, &impu));
	CU_ASSERT(finds(&impi, &impi));
	CU_ASSERT(finds(&imei, &imei));
	CU_ASSERT_FALSE(finds(&imei, &other));
}

static void test_identity__names_its_kinds(void)
{
	enum li_id_kind kind = LI_ID_IMPU;
	struct li_identity id = parsed(LI_ID_IMPI, "alice@a");

	CU_ASSERT_EQUAL(li_id_kind_parse("imei", &kind), LI_OK);
	CU_ASSERT_EQUAL(kind, LI_ID_IMEI);
	CU_ASSERT_EQUAL(li_id_kind_parse("IMEI", &kind), LI_EINVAL);
	CU_ASSERT_EQUAL(kind, LI_ID_IMEI);
	CU_ASSERT_STRING_EQUAL(li_id_kind_name(LI_ID_IMPU), "impu");
	CU_ASSERT_STRING_EQUAL(li_identity_element(&id), "impi");
}

/* TS 23.003 cl. 13.5, 13.4A; one "!" is a letter of a name: RFC 3261 cl. 25.1 */
static void test_identity__tells_a_wildcard(void)
{
	static const struct {
		const char *text;
		bool wildcard;
	} rows[] = {
		{"sip:chat!.*!@ims.example", true},
		{"sip:!chat.*!@ims.example", true},
		{"sip:wow!@ims.example", false},
		{"sip:wow!!@ims.example", false},
		{"sip:a@ims.example", false},
	};
	struct li_identity id;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMPU,
					      li_slice_str(rows[i].text), &id),
			LI_OK);
		CU_ASSERT_EQUAL(li_identity_wildcard(&id), rows[i].wildcard);
	}
}

UNIT_MAIN("model.identity",
	UNIT_TEST(test_identity__brings_sip_uris_to_one_form),
	UNIT_TEST(test_identity__brings_addresses_to_one_form),
	UNIT_TEST(test_identity__brings_tel_uris_to_one_form),
	UNIT_TEST(test_identity__brings_impi_and_imei_to_one_form),
	UNIT_TEST(test_identity__refuses_what_is_none),
	UNIT_TEST(test_identity__refuses_what_is_too_long),
	UNIT_TEST(test_identity__a_tel_target_finds_every_form_of_its_number),
	UNIT_TEST(test_identity__a_sip_target_keeps_to_its_domain),
	UNIT_TEST(test_identity__kinds_never_meet),
	UNIT_TEST(test_identity__names_its_kinds),
	UNIT_TEST(test_identity__tells_a_wildcard))

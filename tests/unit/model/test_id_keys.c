/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/id_keys.h"
#include "unit.h"

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};

#define IMSI "001010000000001"
#define REALM "@ims.mnc001.mcc001.3gppnetwork.org"

/* Does a target of this text find what a message says? */
static bool finds(enum li_id_kind kind, const char *target, enum li_id_kind met,
	const char *text)
{
	struct li_key wanted[LI_ID_KEYS_MAX], given[LI_ID_KEYS_MAX];
	struct li_identity id;
	size_t w, g;

	CU_ASSERT_EQUAL_FATAL(li_identity_parse(kind, li_slice_str(target),
				      &id),
		LI_OK);
	w = li_identity_keys_wanted(&id, &secret, wanted);
	g = li_identity_keys(met, li_slice_str(text), &secret, given);
	for (size_t i = 0; i < w; i++)
		for (size_t j = 0; j < g; j++)
			if (li_key_eq(wanted[i], given[j]))
				return true;
	return false;
}

/* TS 23.003 cl. 13.2, 13.3: what is derived from an IMSI names it */
static void test_id_keys__an_imsi_target_finds_what_is_derived_from_it(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *text;
		bool hit;
	} cases[] = {
		{LI_ID_IMPI, IMSI REALM, true},
		{LI_ID_IMPU, "sip:" IMSI REALM, true},
		{LI_ID_IMPU, "SIPS:" IMSI "@IMS.mnc001.MCC001.3gppnetwork.org",
			true},
		{LI_ID_IMPU, "sip:" IMSI REALM ":5060;user=ip", true},
		{LI_ID_IMSI, IMSI, true},
		{LI_ID_IMPI, "001010000000002" REALM, false},
		{LI_ID_IMPI, IMSI "@ims.mncXXX.mcc001.3gppnetwork.org", false},
		{LI_ID_IMPI, IMSI "@ims.mnc001.mcc001.3gppnetwork.orgs", false},
		{LI_ID_IMPI, IMSI "@ims.example", false},
		{LI_ID_IMPU, "sip:+" IMSI REALM, false},
		{LI_ID_IMPU, "sip:" IMSI "x" REALM, false},
		{LI_ID_IMPU, "sip:" IMSI "0" REALM, false},
		{LI_ID_E164, IMSI, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(finds(LI_ID_IMSI, IMSI, cases[i].kind,
					cases[i].text),
			cases[i].hit);
}

/* TS 103 280 (E164Number); RFC 3966 cl. 5.1.4; RFC 3261 cl. 19.1.6 */
static void test_id_keys__an_e164_target_finds_every_form_of_its_number(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *text;
		bool hit;
	} cases[] = {
		{LI_ID_IMPU, "tel:+1-555-123-0001", true},
		{LI_ID_IMPU, "sip:+15551230001@a;user=phone", true},
		{LI_ID_E164, "15551230001", true},
		{LI_ID_E164, "+15551230001", true},
		{LI_ID_IMPU, "sip:15551230001@a", false},
		{LI_ID_IMPU, "tel:+1555123000", false},
		{LI_ID_IMSI, "15551230001", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(finds(LI_ID_E164, "15551230001", cases[i].kind,
					cases[i].text),
			cases[i].hit);
	/* and the number of an SMS party is found by the others */
	CU_ASSERT(finds(LI_ID_IMPU, "tel:+15551230001", LI_ID_E164,
		"15551230001"));
	CU_ASSERT_FALSE(
		finds(LI_ID_IMPU, "sip:+15551230001@a", LI_ID_IMSI, IMSI));
}

/* TS 23.003 cl. 2.2; ITU-T E.164 cl. 6.2.1: how many digits there may be */
static void test_id_keys__counts_digits(void)
{
	static const struct {
		enum li_id_kind kind;
		const char *text;
		li_err err;
	} cases[] = {
		{LI_ID_IMSI, "0010", LI_EMALFORMED},
		{LI_ID_IMSI, "00101", LI_OK},
		{LI_ID_IMSI, IMSI, LI_OK},
		{LI_ID_IMSI, IMSI "0", LI_EMALFORMED},
		{LI_ID_IMSI, "+00101", LI_EMALFORMED},
		{LI_ID_IMSI, "0010a", LI_EMALFORMED},
		{LI_ID_E164, "", LI_EMALFORMED},
		{LI_ID_E164, "+", LI_EMALFORMED},
		{LI_ID_E164, "1", LI_OK},
		{LI_ID_E164, "+123456789012345", LI_OK},
		{LI_ID_E164, "1234567890123456", LI_EMALFORMED},
		{LI_ID_E164, "++1", LI_EMALFORMED},
		{LI_ID_E164, "1-2", LI_EMALFORMED},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_identity id;
		struct li_key keys[LI_ID_KEYS_MAX];
		struct li_slice text = li_slice_str(cases[i].text);

		CU_ASSERT_EQUAL(li_identity_parse(cases[i].kind, text, &id),
			cases[i].err);
		CU_ASSERT_EQUAL(li_identity_keys(cases[i].kind, text, &secret,
					keys),
			cases[i].err ? 0 : 1);
	}
}

/* The short way for text that is canonical where it stands gives what the
 * long way does. */
/* The keys of user@host whose parts are hashed apart. */
static size_t keys_of(struct li_slice name, size_t user, enum li_id_user is,
	struct li_key *keys)
{
	struct li_key user_key = {0, 0};
	struct li_id_host host;

	if (user)
		user_key = li_hash(&secret, li_slice_sub(name, 0, user));
	li_id_host_set(&host, li_slice_sub(name, user ? user + 1 : 0, name.n),
		&secret);
	return li_id_keys_of(user_key, user, is, &host, LI_ID_NAME_SIP, keys);
}

static void test_id_keys__both_ways_give_the_same(void)
{
	static const struct {
		const char *text;
		size_t user;
		enum li_id_user is;
	} cases[] = {
		{"sip:ims.example", 0, LI_ID_USER_WORD},
		{"sip:alice@ims.example", 5, LI_ID_USER_WORD},
		{"sip:alice@ims.example:5080", 5, LI_ID_USER_WORD},
		{"sip:+15551230001@ims.example", 12, LI_ID_USER_NUMBER},
		{"sip:7042@ims.example", 4, LI_ID_USER_DIGITS},
		{"sip:" IMSI REALM, 15, LI_ID_USER_DIGITS},
		{"tel:+15551230001", 0, LI_ID_USER_WORD},
	};
	struct li_key a[LI_ID_KEYS_MAX], b[LI_ID_KEYS_MAX];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_slice s = li_slice_str(cases[i].text);
		struct li_slice name = li_slice_sub(s, 4, s.n);
		size_t n = li_identity_keys(LI_ID_IMPU, s, &secret, a);

		CU_ASSERT_EQUAL_FATAL(s.p[0] == 't'
				? li_id_keys_tel(name, &secret, b)
				: keys_of(name, cases[i].user, cases[i].is, b),
			n);
		CU_ASSERT(li_key_eq(a[0], b[0]));
		CU_ASSERT(n == 1 || li_key_eq(a[1], b[1]));
	}
}

/* What is given, and the number that it is looked for by besides. */
static const struct {
	enum li_id_kind kind;
	const char *text, *number; /* NULL: there is none */
} turned_cases[] = {
	{LI_ID_IMPU, "sip:alice@ims.example", NULL},
	{LI_ID_IMPU, "sip:7042@ims.example", NULL},
	{LI_ID_IMPU, "sip:" IMSI REALM, NULL},
	{LI_ID_IMPU, "sip:+1-555-123.0001@ims.example", "+15551230001"},
	{LI_ID_IMPU, "sip:7042;phone-context=+1@ims.example",
		"7042;phone-context=+1"},
	{LI_ID_IMPU, "sip:+1555;ext=5@ims.example", NULL},
	{LI_ID_IMPU, "tel:+1555;ext=5", NULL},
	{LI_ID_IMPU, "sip:+1555;ext=5" REALM, NULL},
	{LI_ID_IMPI, IMSI REALM, NULL},
	{LI_ID_IMPI, "alice;b@ims.example", NULL},
};

/* What a target looks for is made of what a message gives: a number under the
 * name that a tel: URI has, and not under any when it is none. RFC 3261
 * cl. 19.1.6; TS 23.003 cl. 13.2 */
static void test_id_keys__turns_what_is_given_into_what_is_wanted(void)
{
	struct li_key given[LI_ID_KEYS_MAX], turned[LI_ID_KEYS_MAX];
	struct li_identity id;

	for (size_t i = 0; i < sizeof(turned_cases) / sizeof(turned_cases[0]);
		i++) {
		const char *number = turned_cases[i].number;
		struct li_key tel =
			li_key_named(li_hash(&secret, li_slice_str(number)),
				LI_ID_NAME_TEL);
		size_t n = 1 + (number != NULL);

		CU_ASSERT_EQUAL_FATAL(li_identity_parse(turned_cases[i].kind,
					      li_slice_str(
						      turned_cases[i].text),
					      &id),
			LI_OK);
		CU_ASSERT_EQUAL(li_identity_keys_turned(&id, given,
					li_identity_keys_given(&id, &secret,
						given),
					turned),
			n);
		CU_ASSERT(li_key_eq(turned[0], given[0]));
		CU_ASSERT(n == 1 || li_key_eq(turned[1], tel));
		CU_ASSERT_EQUAL(li_identity_keys_wanted(&id, &secret, given),
			n);
		CU_ASSERT(n == 1 || li_key_eq(given[1], tel));
	}
}

static void test_id_keys__turns_those_of_a_tel_uri(void)
{
	struct li_key given[LI_ID_KEYS_MAX], turned[LI_ID_KEYS_MAX];
	struct li_key wanted[LI_ID_KEYS_MAX];
	struct li_identity id;
	size_t n;

	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMPU,
				      li_slice_str("tel:+15551230001"), &id),
		LI_OK);
	n = li_identity_keys_given(&id, &secret, given);
	CU_ASSERT_EQUAL(li_identity_keys_turned(&id, given, n, turned), 1);
	CU_ASSERT_EQUAL(li_identity_keys_wanted(&id, &secret, wanted), 1);
	CU_ASSERT(li_key_eq(turned[0], wanted[0]));
}

UNIT_MAIN("model.id_keys",
	UNIT_TEST(test_id_keys__an_imsi_target_finds_what_is_derived_from_it),
	UNIT_TEST(test_id_keys__an_e164_target_finds_every_form_of_its_number),
	UNIT_TEST(test_id_keys__counts_digits),
	UNIT_TEST(test_id_keys__both_ways_give_the_same),
	UNIT_TEST(test_id_keys__turns_what_is_given_into_what_is_wanted),
	UNIT_TEST(test_id_keys__turns_those_of_a_tel_uri))

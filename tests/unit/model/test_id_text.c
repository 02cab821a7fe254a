/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Numbers as identities, and who is behind them.
 */
#include <stdio.h>

#include "model/identity.h"
#include "unit.h"

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};

static struct li_identity parsed(const char *text)
{
	struct li_identity id = {0};

	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMPU, li_slice_str(text),
				      &id),
		LI_OK);
	return id;
}

static bool finds(const char *target, const char *met)
{
	const struct li_identity t = parsed(target), m = parsed(met);
	struct li_key wanted[LI_ID_KEYS_MAX], given[LI_ID_KEYS_MAX];
	size_t w = li_identity_keys_wanted(&t, &secret, wanted);
	size_t g = li_identity_keys_given(&m, &secret, given);

	for (size_t i = 0; i < w; i++)
		for (size_t j = 0; j < g; j++)
			if (li_key_eq(wanted[i], given[j]))
				return true;
	return false;
}

/* An extension or subaddress is who is behind the number, and is compared
 * wherever it stands; what else is said about a number is no part of it. RFC 3966
 * cl. 4, 5.2, 5.3; RFC 3261 cl. 19.1.6 */
static void test_id_text__keeps_who_is_behind_a_number(void)
{
	static const struct {
		const char *text, *canonical;
	} forms[] = {
		{"tel:+15551230001;ext=9", "tel:+15551230001;ext=9"},
		{"tel:+1555-123-0001;npdi;EXT=(9)-8.7;rn=+1999",
			"tel:+15551230001;ext=987"},
		{"tel:+15551230001;isub=A-1%2a;postd=22",
			"tel:+15551230001;isub=a-1*"},
		{"tel:+15551230001;isub=a%3B%40",
			"tel:+15551230001;isub=a%3B%40"},
		{"tel:+15551230001;isub=1;ext=2", "tel:+15551230001;ext=2"},
		{"tel:+15551230001;ext=;isub", "tel:+15551230001"},
		{"tel:+15551230001;ext=-", "tel:+15551230001"},
		{"tel:+15551230001;extra=9", "tel:+15551230001"},
		{"tel:70-42;phone-context=A.b;ext=1",
			"tel:7042;ext=1;phone-context=a.b"},
		{"sip:+1-555-1230001;cpc=x;EXT=9.8@a;user=phone",
			"sip:+15551230001;ext=98@a"},
		{"sip:%2B15551230001;e%78t%3D9@a", "sip:+15551230001;ext=9@a"},
		{"sip:+15551230001;postd=22;phone-context=+1@a",
			"sip:+15551230001@a"},
		{"sip:70-42;x;Phone-Context=+1-5;ext=9@a",
			"sip:7042;ext=9;phone-context=+15@a"},
		/* a name, not a number */
		{"sip:7042;EXT=9@a", "sip:7042;EXT=9@a"},
		{"sip:alice;ext=9@a", "sip:alice;ext=9@a"},
		{"sip:+1x;ext=9@a", "sip:+1x;ext=9@a"},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct li_identity id = parsed(forms[i].text);

		CU_ASSERT_STRING_EQUAL(id.text, forms[i].canonical);
	}
}

/* RFC 3966 cl. 5.2, 5.3; TS 33.126 R6.3-400: nobody but the target */
static void test_id_text__finds_a_number_whoever_is_behind_it(void)
{
	static const struct {
		const char *target, *met;
		bool hit;
	} pairs[] = {
		{"tel:+15551230001", "tel:+15551230001;ext=5", true},
		{"tel:+15551230001", "sip:+15551230001;ext=5@a", true},
		{"tel:+15551230001", "sip:+15551230001;isub=5@a", true},
		{"tel:7042;phone-context=a", "tel:7042;phone-context=a;ext=5",
			true},
		{"tel:7042;phone-context=a", "sip:7042;ext=5;phone-context=A@b",
			true},
		{"tel:+15551230001;ext=5", "tel:+15551230001;npdi;EXT=5", true},
		{"tel:+15551230001;ext=5", "sip:+15551230001;ext=5@a", true},
		{"tel:+15551230001;ext=5", "sip:+1-5551230001;x;Ext=-5@b",
			true},
		{"tel:+15551230001;ext=5", "tel:+15551230001", false},
		{"tel:+15551230001;ext=5", "tel:+15551230001;ext=55", false},
		{"tel:+15551230001;ext=5", "tel:+15551230001;isub=5", false},
		{"tel:+15551230001;ext=5", "sip:+15551230001@a", false},
		{"tel:+15551230001;ext=5", "sip:+15551230001;ext=6@a", false},
		{"tel:+15551230001;ext=5", "tel:+15551230002;ext=5", false},
		{"sip:+15551230001;ext=5@a", "tel:+15551230001;ext=5", true},
		{"sip:+15551230001;ext=5@a", "sip:+15551230001;ext=5@b", true},
		{"sip:+15551230001;ext=5@a", "tel:+15551230001", false},
		{"sip:+15551230001@a", "tel:+15551230001;ext=5", false},
		{"sip:7042;phone-context=a;ext=5@b",
			"tel:7042;ext=5;phone-context=A", true},
		{"sip:7042;phone-context=a@b", "sip:70-42;Phone-Context=A@b",
			true},
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		CU_ASSERT_EQUAL(finds(pairs[i].target, pairs[i].met),
			pairs[i].hit);
}

/* What is said about a number is no part of it, however much it is. RFC 3261
 * cl. 19.1.6 */
static void test_id_text__drops_what_is_said_however_much(void)
{
	char text[600];
	struct li_identity id;

	snprintf(text, sizeof(text), "sip:+1555;x=%0400d@a", 1);
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMPU, li_slice_str(text),
				      &id),
		LI_OK);
	CU_ASSERT_STRING_EQUAL(id.text, "sip:+1555@a");
}

UNIT_MAIN("model.id_text",
	UNIT_TEST(test_id_text__keeps_who_is_behind_a_number),
	UNIT_TEST(test_id_text__finds_a_number_whoever_is_behind_it),
	UNIT_TEST(test_id_text__drops_what_is_said_however_much))

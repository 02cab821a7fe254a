/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of keys/choose.h: whom an order makes us ask. TS 33.107 cl. 7A.7.1;
 * TS 33.126 R6.4-175
 */
#include "keys/choose.h"

#include "unit.h"

static const struct li_kms list[] = {
	/* a, b: two of one domain */
	{.name = "kms@home.example",
		.domain = "home.example",
		.url = "a",
		.agreement = ""},
	{.name = "", .domain = "HOME.example", .url = "b", .agreement = ""},
	{.name = "sip:kms@v6",
		.domain = "2001:DB8::1",
		.url = "c",
		.agreement = ""},
	{.name = "kms@far.example",
		.domain = "far.example",
		.url = "d",
		.agreement = "",
		.visited = true},
	{.name = "kms@near.example",
		.domain = "near.example",
		.url = "e",
		.agreement = "2026/7",
		.visited = true},
	{.name = "kms@else.example", .domain = "", .url = "f", .agreement = ""},
	{.name = "", .domain = "192.0.2.7", .url = "g", .agreement = ""},
};

static const struct {
	const char *user, *kms, *asked;
} rows[] = {
	/* user@abc.com is of abc.com */
	{"sip:alice@home.example", "", "ab"},
	{"sip:alice@HOME.Example:5060;user=phone", "", "ab"},
	{"sip:alice@home.example:7777;x=1?a=b", "", "ab"},
	{"sips:alice@home.example.", "", "ab"},
	{"sip:home.example", "", "ab"},
	{"sip:alice;a=b@home.example", "", "ab"},
	{"sip:alice@nothome.example", "", "f"},
	{"sip:alice@home.example.evil.example", "", "f"},
	{"sip:home.example@evil.example", "", "f"},
	/* addresses */
	{"sip:alice@[2001:db8:0:0::1]:5070", "", "c"},
	{"sip:alice@[2001:db8::2]", "", "f"},
	{"sip:alice@192.0.2.7:5070", "", "g"},
	/* a number has no domain */
	{"tel:+15551230001", "", "f"},
	{"tel:+15551230001;phone-context=home.example", "", "f"},
	{"", "", "f"},
	{"nobody", "", "f"},
	/* the ticket's word first */
	{"tel:+15551230001", "kms@home.example", "a"},
	{"sip:alice@home.example", "kms@else.example", "fab"},
	{"sip:alice@home.example", "KMS@Home.example", "ab"},
	{"sip:alice@home.example", "sip:kms@v6", "cab"},
	/* a stranger's word leads nowhere */
	{"tel:+15551230001", "169.254.169.254", "f"},
	{"sip:alice@home.example", "http://169.254.169.254/", "ab"},
	{"sip:alice@home.example", "a", "ab"},
	/* visited: with an agreement only, and nobody else in its place */
	{"sip:bob@near.example", "", "e"},
	{"sip:bob@far.example", "", ""},
	{"sip:bob@far.example", "kms@far.example", ""},
	{"sip:bob@home.example", "kms@far.example", "ab"},
};

static void test_choose__whom_an_order_makes_us_ask(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct li_key_order order = {.user = li_slice_str(
							   rows[i].user),
			.kms = li_slice_str(rows[i].kms)};
		uint8_t at[LI_KMS_MAX];
		char got[LI_KMS_MAX + 1] = "";
		size_t n = li_kms_choose(list, sizeof(list) / sizeof(list[0]),
			&order, at);

		for (size_t k = 0; k < n; k++)
			got[k] = list[at[k]].url[0];
		CU_ASSERT_STRING_EQUAL(got, rows[i].asked);
		if (strcmp(got, rows[i].asked) != 0)
			printf("row %zu: %s\n", i, got);
	}
}

static void test_choose__of_an_empty_list_nobody(void)
{
	const struct li_key_order order = {.user = li_slice_str("sip:a@b")};
	uint8_t at[LI_KMS_MAX];

	CU_ASSERT_EQUAL(li_kms_choose(NULL, 0, &order, at), 0);
}

UNIT_MAIN("keys.choose", UNIT_TEST(test_choose__whom_an_order_makes_us_ask),
	UNIT_TEST(test_choose__of_an_empty_list_nobody))

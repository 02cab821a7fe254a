/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "model/access.h"
#include "unit.h"

#define HEAD "REGISTER sip:ims.example SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n"
#define PANI "P-Access-Network-Info: "
#define CELL "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=2620112340ABCDEF"
#define END "\r\n\r\n"

static bool says(const char *sip, const char *place)
{
	return li_slice_is(li_access_place(li_slice_str(sip)), place);
}

/* TS 24.229 cl. 7.2A.4.2, 7.2A.4.3 */
static void test_access__is_the_plmn_of_a_cell_or_a_line(void)
{
	static const struct {
		const char *value, *place;
	} rows[] = {
		{CELL, "26201"},
		{"3gpp-nr-fdd; UTRAN-CELL-ID-3GPP=\"31041012340abcdef0\"",
			"31041"},
		{"3GPP-GERAN;cgi-3gpp=26202a1b2c3d4", "26202"},
		{"3GPP-UTRAN-FDD;utran-sai-3gpp=208011111", "20801"},
		{"ADSL;dsl-location=\"line;7, left\";network-provided",
			"line;7, left"},
		{"IEEE-802.3;eth-location=p1", "p1"},
		{"FIBER;fiber-location=\"f\"", "f"},
		{"3GPP-GERAN;gstn-location=\"+49\"", "+49"},
		/* A phone changes these all day, or they say nothing. */
		{"IEEE-802.11;i-wlan-node-id=00112233AABB", ""},
		{"3GPP-E-UTRAN-FDD", ""},
		{"3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=26201", ""},
		{"3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=x62011234", ""},
		{"3GPP-E-UTRAN-FDD;utran-cell-id-3gpp", ""},
		{"3GPP-E-UTRAN-FDD;xutran-cell-id-3gpp=2620112340", ""},
		{"ADSL;dsl-location=\"", "\""},
		{"", ""},
		{";;,=,\"", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char sip[512];

		snprintf(sip, sizeof(sip), HEAD PANI "%s" END, rows[i].value);
		CU_ASSERT_TRUE(says(sip, rows[i].place));
	}
}

/* TS 24.229 cl. 7.2A.4.2: network-provided; several headers, or one list */
static void test_access__is_what_the_network_says_first(void)
{
	CU_ASSERT_TRUE(says(HEAD PANI CELL "\r\n" PANI "ADSL;dsl-location=np;"
					   "network-provided" END,
		"np"));
	CU_ASSERT_TRUE(says(HEAD PANI CELL ", ADSL;dsl-location=np;"
					   "Network-Provided" END,
		"np"));
	CU_ASSERT_TRUE(
		says(HEAD PANI CELL ", ADSL;dsl-location=two" END, "26201"));
	CU_ASSERT_TRUE(
		says(HEAD PANI "IEEE-802.11\r\n" PANI CELL END, "26201"));
}

/* RFC 3261 cl. 7.3.1 */
static void test_access__stands_in_the_header_alone(void)
{
	CU_ASSERT_TRUE(
		says(HEAD "p-access-network-info \t:\r\n " CELL END, "26201"));
	CU_ASSERT_TRUE(says(HEAD "P-Access-Network-Info-X: " CELL END, ""));
	CU_ASSERT_TRUE(says(HEAD "Subject: a\r\n " PANI CELL END, ""));
	CU_ASSERT_TRUE(says(HEAD "\r\n" PANI CELL END, ""));
	CU_ASSERT_TRUE(says(PANI CELL END, "26201"));
	CU_ASSERT_TRUE(says(HEAD PANI CELL, "26201"));
	CU_ASSERT_TRUE(says("", ""));
}

/* Whatever is cut off, nothing is read beyond the end. */
static void test_access__reads_what_is_cut_short(void)
{
	static const char sip[] = HEAD PANI "ADSL;dsl-location=\"a,b\"" END;

	for (size_t n = 0; n < sizeof(sip); n++) {
		char *copy = malloc(n + 1);

		if (!copy)
			return;
		memcpy(copy, sip, n);
		CU_ASSERT_TRUE(li_access_place(li_slice(copy, n)).n <= n);
		free(copy);
	}
}

UNIT_MAIN("model.access",
	UNIT_TEST(test_access__is_the_plmn_of_a_cell_or_a_line),
	UNIT_TEST(test_access__is_what_the_network_says_first),
	UNIT_TEST(test_access__stands_in_the_header_alone),
	UNIT_TEST(test_access__reads_what_is_cut_short))

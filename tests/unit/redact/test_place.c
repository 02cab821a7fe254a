/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/redact.h"
#include "unit.h"

#define START "INVITE sip:bob@ims.example SIP/2.0\r\n"
#define PIDF                                                                   \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"                       \
	"<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" "                     \
	"entity=\"pres:a@b\"><tuple id=\"t\"><status><basic>open</basic>"      \
	"<gp:geopriv><gp:location-info>%s</gp:location-info></gp:geopriv>"     \
	"</status></tuple></presence>"
#define PLACE "<gml:pos srsName=\"u\">48.2 16.3</gml:pos>"
#define ZEROS "0000000000000000000000000000000000000000"

static struct li_arena arena;

static struct li_redacted redact(const char *text, struct li_redact_scope scope)
{
	const char *body = strstr(text, "\r\n\r\n");
	struct li_redacted r = {.modifications = 0};

	CU_ASSERT_EQUAL_FATAL(li_redact_sip(li_slice_str(text),
				      body ? (size_t)(body + 4 - text)
					   : strlen(text),
				      &scope, &arena, &r),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(r.sip.n, strlen(text));
	return r;
}

static const struct li_redact_scope other = {true, true, LI_REDACT_FROM_OTHER};
static const struct li_redact_scope own = {true, true, LI_REDACT_FROM_TARGET};

/* TS 24.229 cl. 7.2A.4.2, 7.2.15; RFC 6442 cl. 4.1 */
static const struct {
	const char *field, *want;
	uint32_t modifications;
} rows[] = {
	{"P-Access-Network-Info: 3GPP-E-UTRAN-FDD;"
	 "utran-cell-id-3gpp=232010001\r\n",
		"P-Access-Network-Info: 3GPP-E-UTRAN-FDD;"
		"utran-cell-id-3gpp=000000000\r\n",
		LI_MOD_PANI},
	{"p-access-network-info : IEEE-802.11;i-wlan-node-id=a1b2;"
	 "network-provided;local-time-zone=\"UTC+01:00\"\r\n",
		"p-access-network-info : IEEE-802.11;i-wlan-node-id=0000;"
		"network-provided;local-time-zone=\"000000000\"\r\n",
		LI_MOD_PANI},
	{"P-Access-Network-Info: ADSL;dsl-location=\"a,b;\\\"c\", "
	 "3GPP-GERAN;cgi-3gpp=1\r\n",
		"P-Access-Network-Info: ADSL;dsl-location=\"00000\"0\", "
		"3GPP-GERAN;cgi-3gpp=0\r\n",
		LI_MOD_PANI},
	{"P-Access-Network-Info: 3GPP-GERAN; cgi-3gpp =\r\n 12\r\n",
		"P-Access-Network-Info: 3GPP-GERAN; cgi-3gpp =\r\n 00\r\n",
		LI_MOD_PANI},
	{"P-Access-Network-Info: ADSL at-home;daylight\r\n",
		"P-Access-Network-Info: ADSL 0000000;00000000\r\n",
		LI_MOD_PANI},
	{"P-Access-Network-Info: GSTN;x=\"never closed\r\n",
		"P-Access-Network-Info: GSTN;x=\"00000 000000\r\n",
		LI_MOD_PANI},
	/* no access type is that long */
	{"P-Access-Network-Info: a12345678901234567890123456789012\r\n",
		"P-Access-Network-Info: 000000000000000000000000000000000\r\n",
		LI_MOD_PANI},
	{"Cellular-Network-Info: 3GPP-GERAN;cgi-3gpp=2320;"
	 "cell-info-age=5\r\n",
		"Cellular-Network-Info: 3GPP-GERAN;cgi-3gpp=0000;"
		"cell-info-age=0\r\n",
		LI_MOD_CNI},
	{"Geolocation: <cid:a@b>, <https://ls.example/x>\r\n",
		"Geolocation: <cid:a@b>, 0000000000000000000000\r\n",
		LI_MOD_GEOLOCATION},
	{"Geolocation: <cid:a@b>;inserted-by=x\r\n",
		"Geolocation: <cid:a@b>00000000000000\r\n", LI_MOD_GEOLOCATION},
	{"Geolocation-Routing: yes\r\n", "Geolocation-Routing: yes\r\n", 0},
};

/* TS 33.128 cl. 7.12.9: never of the other party, full content or not */
static void test_place__overwrites_where_the_other_party_is(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[512], want[512];
		struct li_redacted r;

		snprintf(text, sizeof(text), START "%s%s\r\n", rows[i].field,
			rows[i].field);
		snprintf(want, sizeof(want), START "%s%s\r\n", rows[i].want,
			rows[i].want);
		r = redact(text, other);
		CU_ASSERT_TRUE(li_slice_eq(r.sip, li_slice_str(want)));
		CU_ASSERT_EQUAL(r.modifications, rows[i].modifications);
		r = redact(text, own);
		CU_ASSERT_TRUE(li_slice_eq(r.sip, li_slice_str(text)));
		CU_ASSERT_EQUAL(r.modifications, 0);
	}
}

/* TS 33.128 cl. 7.12.9 */
static void test_place__keeps_the_targets_own_only_by_authority(void)
{
	static const struct {
		struct li_redact_scope scope;
		uint32_t modifications;
	} cases[] = {
		{{true, true, LI_REDACT_FROM_TARGET}, 0},
		{{false, true, LI_REDACT_FROM_TARGET}, 0},
		{{true, false, LI_REDACT_FROM_TARGET}, LI_MOD_PANI},
		{{true, true, LI_REDACT_FROM_OTHER}, LI_MOD_PANI},
		{{false, true, LI_REDACT_FROM_UNKNOWN}, LI_MOD_PANI},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(
			redact(START "P-Access-Network-Info: ADSL;a=1\r\n\r\n",
				cases[i].scope)
				.modifications,
			cases[i].modifications);
}

static void pidf(char *out, size_t max, const char *head, const char *place)
{
	char body[1024];

	snprintf(body, sizeof(body), PIDF, place);
	snprintf(out, max, "%s\r\n%s", head, body);
}

/* RFC 4119 cl. 2.2, 2.2.1; TS 33.128 cl. 7.12.9 */
static void test_place__overwrites_the_location_in_a_presence_document(void)
{
	static const char head[] =
		START "Content-Type: application/pidf+xml\r\n";
	char text[2048], want[2048];
	struct li_redacted r;

	pidf(text, sizeof(text), head, PLACE);
	pidf(want, sizeof(want), head, ZEROS);
	CU_ASSERT_EQUAL(strlen(text), strlen(want));
	for (int content = 0; content < 2; content++) {
		struct li_redact_scope scope = {.content = content,
			.location = true};

		r = redact(text, scope);
		CU_ASSERT_TRUE(li_slice_eq(r.sip, li_slice_str(want)));
		CU_ASSERT_EQUAL(r.modifications, LI_MOD_PRESENCE);
		scope.sender = LI_REDACT_FROM_TARGET;
		r = redact(text, scope);
		CU_ASSERT_TRUE(li_slice_eq(r.sip, li_slice_str(text)));
		CU_ASSERT_EQUAL(r.modifications, 0);
	}
}

/* Fails closed: what may hold a place and cannot be read is blanked. */
static void test_place__blanks_what_may_tell_a_place_and_cannot_be_read(void)
{
	static const char *const heads[] = {
		START "Content-Type: application/pidf+xml\r\n"
		      "Content-Encoding: gzip\r\n",
		START "Content-Type: multipart/mixed;boundary=x\r\n",
		START "Content-Type: application/pidf+xml\r\n"
		      "Content-Type: text/plain\r\n",
		START "Content-Type: application/octet-stream\r\n",
		START "X: a\rb\r\nContent-Type: application/pidf+xml\r\n",
	};
	char text[2048];

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct li_redacted r;

		pidf(text, sizeof(text), heads[i], PLACE);
		r = redact(text, other);
		CU_ASSERT_PTR_NULL(memmem(r.sip.p, r.sip.n, "48.2", 4));
		CU_ASSERT_EQUAL(r.modifications, LI_MOD_BODY);
		r = redact(text, own);
		CU_ASSERT_EQUAL(r.modifications, 0);
	}
	pidf(text, sizeof(text), START "Content-Type: application/pidf+xml\r\n",
		"<![CDATA[48.2]]>");
	CU_ASSERT_EQUAL(redact(text, other).modifications, LI_MOD_BODY);
	li_arena_fini(&arena);
}

/* TS 33.128 cl. 7.12.9: every instance; RFC 3261 cl. 23.4 has whole messages
 * as bodies. */
static void test_place__finds_the_networks_place_in_a_body(void)
{
	static const char *const types[] = {"message/sip", "message/http",
		"application/octet-stream", "message/sipfrag;x=\"a\\b\""};
	char text[512];
	struct li_redacted r;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		snprintf(text, sizeof(text),
			START "Content-Type: %s\r\n\r\n"
			      "BYE sip:a@b SIP/2.0\r\n"
			      "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;"
			      "utran-cell-id-3gpp=23201\r\n\r\n",
			types[i]);
		r = redact(text, other);
		CU_ASSERT_PTR_NULL(memmem(r.sip.p, r.sip.n, "23201", 5));
		CU_ASSERT_NOT_EQUAL(r.modifications, 0);
		r = redact(text, own);
		CU_ASSERT_EQUAL(r.modifications, 0);
	}
	li_arena_fini(&arena);
}

UNIT_MAIN("redact.place",
	UNIT_TEST(test_place__overwrites_where_the_other_party_is),
	UNIT_TEST(test_place__keeps_the_targets_own_only_by_authority),
	UNIT_TEST(test_place__overwrites_the_location_in_a_presence_document),
	UNIT_TEST(test_place__blanks_what_may_tell_a_place_and_cannot_be_read),
	UNIT_TEST(test_place__finds_the_networks_place_in_a_body))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "scanning.h"
#include "unit.h"

static struct li_event event;

#define VIA "Via: SIP/2.0/UDP 10.77.1.1;branch=z9hG4bKa\r\n"
#define FROM "From: <sip:alice@ims.example>;tag=f1\r\n"
#define TO "To: <sip:bob@ims.example>\r\n"
#define CALL "Call-ID: c1@10.77.1.1\r\n"
#define CSEQ "CSeq: 1 INVITE\r\n"
#define LINE "INVITE sip:bob@ims.example SIP/2.0\r\n"
#define REST VIA TO CALL CSEQ

static void test_sip_scan__reads_a_request(void)
{
	static const char text[] =
		"\r\n\r\n" LINE
		"v: SIP/2.0/UDP h;rport ; branch = z9hG4bKa , SIP/2.0/TCP g\r\n"
		"f: \"A, B\" <sip:alice@ims.example> ;x=\"tag=no\" ;Tag=f1\r\n"
		"t: <sip:bob@ims.example>\r\ni : c1@h\r\n"
		"CSeq:\t4294967295\r\n INVITE\r\n"
		"m: <sip:alice@10.77.1.1;x=,>;expires=60, "
		"sip:b@h;q=1;+sip.instance=\"<urn:uuid:1>\"\r\n"
		"Expires: 3600\r\nc: application/sdp\r\ne: gzip\r\nl: 4\r\n"
		"\r\nbody";
	const struct li_sip *sip = &event.sip;

	CU_ASSERT_EQUAL(scan_text(text, &event), LI_OK);
	CU_ASSERT_EQUAL(event.source, LI_SOURCE_SIP);
	CU_ASSERT_EQUAL(event.raw.n, sizeof(text) - 5);
	CU_ASSERT(sip->is_request && sip->method == LI_SIP_INVITE);
	CU_ASSERT(li_slice_is(sip->method_name, "INVITE"));
	CU_ASSERT_EQUAL(sip->status, 0);
	CU_ASSERT(li_slice_is(sip->from_tag, "f1"));
	CU_ASSERT_EQUAL(sip->to_tag.n, 0);
	CU_ASSERT(li_slice_is(sip->call_id, "c1@h"));
	CU_ASSERT_EQUAL(sip->cseq, UINT32_MAX);
	CU_ASSERT_EQUAL(sip->expires_s, 3600);
	CU_ASSERT(li_slice_is(sip->content_type, "application/sdp"));
	CU_ASSERT(li_slice_is(sip->content_encoding, "gzip"));
	CU_ASSERT(
		li_slice_is(li_slice_sub(event.raw, sip->body_at, event.raw.n),
			"body"));
	CU_ASSERT_EQUAL_FATAL(sip->contact_count, 2);
	CU_ASSERT(li_slice_is(sip->contacts[0].uri, "sip:alice@10.77.1.1;x=,"));
	CU_ASSERT_EQUAL(sip->contacts[0].expires_s, 60);
	CU_ASSERT_EQUAL(sip->contacts[1].expires_s, -1);
	CU_ASSERT(li_slice_is(sip->contacts[1].instance, "<urn:uuid:1>"));
	CU_ASSERT(!sip->contact_star && !event.crowded);
	CU_ASSERT_EQUAL(event.party_count, 3);
}

static void test_sip_scan__reads_a_response(void)
{
	CU_ASSERT_EQUAL(scan_text("SIP/2.0 487 Request Terminated\r\n" VIA FROM
				  "To: <sip:bob@ims.example>;tag=t1\r\n" CALL
					  CSEQ "\r\n",
				&event),
		LI_OK);
	CU_ASSERT(!event.sip.is_request);
	CU_ASSERT_EQUAL(event.sip.status, 487);
	CU_ASSERT_EQUAL(event.sip.method, LI_SIP_INVITE);
	CU_ASSERT(li_slice_is(event.sip.to_tag, "t1"));
	CU_ASSERT_EQUAL(event.sip.expires_s, -1);
	CU_ASSERT_EQUAL(event.party_count, 2);
	CU_ASSERT_EQUAL(scan_text("SIP/2.0 200\r\n" VIA FROM TO CALL CSEQ
				  "Contact: *\r\n\r\n",
				&event),
		LI_OK);
	CU_ASSERT(event.sip.contact_star);
	CU_ASSERT_EQUAL(event.sip.contact_count, 0);
}

static void test_sip_scan__matches_every_value_and_every_instance(void)
{
	CU_ASSERT_EQUAL(
		scan_text(LINE VIA FROM
			"P-Asserted-Identity: \"A, B\" <sip:alice@ims.example>, "
			"<tel:+15551230001>\r\n" TO CALL CSEQ
			"History-Info: <sip:carol@ims.example?Reason=a%2Cb>;index=1,"
			"<sip:dave@ims.example>;index=1.1\r\n"
			"p-asserted-identity : tel:+15551230002\r\n"
			"History-Info: <sip:erin@ims.example>;index=1.2\r\n"
			"Diversion: <sip:frank@ims.example>;reason=no-answer, "
			"<tel:+15551230003>;counter=1\r\n\r\n",
			&event),
		LI_OK);
	CU_ASSERT(impu(&event, LI_ROLE_P_ASSERTED, "sip:alice@ims.example"));
	CU_ASSERT(impu(&event, LI_ROLE_P_ASSERTED, "tel:+15551230001"));
	CU_ASSERT(impu(&event, LI_ROLE_P_ASSERTED, "tel:+15551230002"));
	CU_ASSERT(impu(&event, LI_ROLE_HISTORY_INFO, "sip:carol@ims.example"));
	CU_ASSERT(impu(&event, LI_ROLE_HISTORY_INFO, "sip:dave@ims.example"));
	CU_ASSERT(impu(&event, LI_ROLE_HISTORY_INFO, "sip:erin@ims.example"));
	CU_ASSERT(impu(&event, LI_ROLE_DIVERSION, "sip:frank@ims.example"));
	CU_ASSERT(impu(&event, LI_ROLE_DIVERSION, "tel:+15551230003"));
	CU_ASSERT_EQUAL(event.party_count, 11);
}

static void test_sip_scan__is_not_confused_by_names(void)
{
	static const char *const others[] = {
		"X-From: <sip:eve@ims.example>",
		"Fro: <sip:eve@ims.example>",
		"From-X : <sip:eve@ims.example>",
		"Too: sip:eve@ims.example",
		"X-Bypass-me : <sip:eve@ims.example>",
		"y: sip:eve@ims.example",
		"P-Asserted-Identity2: <sip:eve@ims.example>",
		"Subject: From: <sip:eve@ims.example>",
		"Subject: a\r\n From: <sip:eve@ims.example>",
		"P_Asserted_Identity: <sip:eve@ims.example>",
		"P-Asserted Identity: <sip:eve@ims.example>",
		": <sip:eve@ims.example>",
		"Refer-To: <sip:eve@ims.example>",
		"Referred-By: <sip:eve@ims.example>",
		"Contact: <sip:eve@ims.example>",
	};
	char text[1024];

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		snprintf(text, sizeof(text),
			LINE FROM REST "%s\r\n\r\n"
				       "From: <sip:eve@ims.example>\r\n",
			others[i]);
		CU_ASSERT_EQUAL(scan_text(text, &event), LI_OK);
		CU_ASSERT_EQUAL(event.party_count, 3);
	}
}

static void test_sip_scan__tolerates_bare_line_feeds(void)
{
	CU_ASSERT_EQUAL(
		scan_text(
			"MESSAGE sip:bob@ims.example SIP/2.0\n"
			"Via: SIP/2.0/UDP h;branch=z9hG4bKa\nFrom:\n <sip:alice@"
			"ims.example>;tag=1\nTo: <sip:bob@ims.example>\nCall-ID: c\n"
			"CSeq: 1 MESSAGE\nContent-Length: 2\n\nhi",
			&event),
		LI_OK);
	CU_ASSERT(impu(&event, LI_ROLE_FROM, "sip:alice@ims.example"));
	CU_ASSERT_EQUAL(event.raw.n - event.sip.body_at, 2);
}

/* Broken, but some proxy may route it: alice must be found. */
static const char *const broken[] = {
	LINE FROM VIA TO CALL "\r\n",   /* no CSeq */
	LINE FROM VIA TO CSEQ "\r\n",   /* no Call-ID */
	LINE FROM VIA CALL CSEQ "\r\n", /* no To */
	LINE FROM TO CALL CSEQ "\r\n",  /* no Via */
	LINE FROM REST,                 /* no end */
	LINE FROM REST "X",             /* cut in a name */
	LINE FROM REST "no colon here\r\n\r\n",
	LINE FROM REST FROM "\r\n", /* two From */
	LINE "From: <sip:eve@x>\r\n" REST FROM "\r\n",
	LINE FROM REST TO "\r\n",
	LINE FROM REST "Call-ID: 2\r\n\r\n",
	LINE FROM REST "CSeq: 2 INVITE\r\n\r\n",
	LINE FROM REST "Content-Length: 5\r\n\r\nbody",
	LINE FROM REST "Content-Length: -1\r\n\r\n",
	LINE FROM REST "Content-Length: 99999999999\r\n\r\n",
	LINE FROM REST "Content-Length: 0\r\nl: 4\r\n\r\nbody",
	LINE FROM VIA TO CALL "CSeq: 1 BYE\r\n\r\n",
	LINE FROM VIA TO CALL "CSeq: 4294967296 INVITE\r\n\r\n",
	LINE FROM VIA TO CALL "CSeq: INVITE\r\n\r\n",
	LINE FROM VIA TO "Call-ID:\r\n" CSEQ "\r\n",
	LINE FROM REST "Expires: soon\r\n\r\n",
	LINE FROM REST "Contact: <sip:a@h>;expires=-1\r\n\r\n",
	LINE FROM REST "Subject: a\rX: b\r\n\r\n",
	LINE "Subject: a\rFrom: <sip:alice@ims.example>\r\n" REST "\r\n",
	LINE "From: <sip:alice@ims.example\r\n" REST "\r\n",
	LINE "From: <sip:alice@ims.example<sip:b@x>\r\n" REST "\r\n",
	LINE "From: \"Alice <sip:alice@ims.example>\r\n" REST "\r\n",
	LINE "From: \"A\" \"B <sip:alice@ims.example>\r\n" REST "\r\n",
	LINE "From: sip:b@x, sip:alice@ims.example\r\n" REST "\r\n",
	LINE "From: sip:b@x <sip:alice@ims.example>\r\n" VIA CALL CSEQ "\r\n",
	"SIP/2.0 99 Low\r\n" FROM REST "\r\n",
	"SIP/2.0 700 High\r\n" FROM REST "\r\n",
	"SIP/2.0 2000 Long\r\n" FROM REST "\r\n",
	"SIP/2.0 OK\r\n" FROM REST "\r\n",
	"SIP/2.0\r\n" FROM REST "\r\n",
	"INVITE SIP/2.0\r\n" FROM REST "\r\n",
	"SIP/2.1 200 OK\r\n" FROM REST "\r\n",
};

static void test_sip_scan__screens_broken_messages(void)
{
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		li_err err = scan_text(broken[i], &event);

		if (err != LI_EMALFORMED)
			printf("%zu: %s\n", i, li_err_name(err));
		CU_ASSERT_EQUAL(err, LI_EMALFORMED);
		CU_ASSERT(impu(&event, LI_ROLE_FROM, "sip:alice@ims.example"));
		CU_ASSERT(event.sip.body_at <= event.raw.n);
	}
}

/* A proxy passes on what it need not understand. RFC 3261 cl. 16.3 */
static void test_sip_scan__a_list_that_cannot_be_read_is_odd(void)
{
	static const char *const lists[] = {
		"P-Asserted-Identity: <sip:0298765432100@<null>>\r\n",
		"P-Asserted-Identity: <sip:carol@ims.example\r\n",
		"P-Preferred-Identity: \"Carol <sip:carol@ims.example>\r\n",
		"History-Info: <sip:ca rol@ims.example>;index=1\r\n",
		"P-Associated-URI: <sip:a@x>, <sip:b@x<sip:c@x>\r\n",
	};
	char text[512];

	CU_ASSERT_EQUAL(scan_text(LINE FROM REST "\r\n", &event), LI_OK);
	CU_ASSERT(!event.odd);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s%s%s%s\r\n", LINE, FROM,
			lists[i], REST);
		CU_ASSERT_EQUAL(scan_text(text, &event), LI_OK);
		CU_ASSERT(event.odd);
		CU_ASSERT(impu(&event, LI_ROLE_FROM, "sip:alice@ims.example"));
	}
	CU_ASSERT_EQUAL(scan_text(LINE FROM REST "\r\n", &event), LI_OK);
	CU_ASSERT(!event.odd);
}

static void test_sip_scan__flags_a_nul_in_the_headers(void)
{
	static const char text[] =
		LINE FROM VIA TO CALL CSEQ "Subject: a\0b\r\n\r\n";

	CU_ASSERT_EQUAL(scan_octets(text, sizeof(text) - 1, &event),
		LI_EMALFORMED);
	CU_ASSERT(impu(&event, LI_ROLE_FROM, "sip:alice@ims.example"));
}

static void test_sip_scan__knows_what_is_not_sip(void)
{
	static const struct {
		const char *octets;
		size_t n;
		li_err err;
	} cases[] = {
		{"", 0, LI_EAGAIN},
		{"\r\n\r\n", 4, LI_EAGAIN},
		{"\n", 1, LI_EAGAIN},
		{"\0\1\0\0\x21\x12\xa4\x42"
		 "abcdefghijkl",
			20, LI_EUNSUPPORTED},         /* STUN */
		{"\xf8\x01\x02", 3, LI_EUNSUPPORTED}, /* SigComp */
		{"HEP3\0\x20", 6, LI_EUNSUPPORTED},
		{"GET / HTTP/1.1\r\n\r\n", 18, LI_EUNSUPPORTED},
		{"INVITE sip:a@b\r\nX: SIP/2.0\r\n", 28, LI_EUNSUPPORTED},
		{"SIP", 3, LI_EUNSUPPORTED},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL(scan_octets(cases[i].octets, cases[i].n,
					&event),
			cases[i].err);
		CU_ASSERT_EQUAL(event.party_count, 0);
		CU_ASSERT_EQUAL(event.sip.contact_count, 0);
	}
}

static void test_sip_scan__says_when_it_is_crowded(void)
{
	char text[16384], *at = text;

	at += sprintf(at, LINE FROM REST "P-Associated-URI: <sip:a@b>");
	for (int i = 4; i < LI_EVENT_IDENTITIES_MAX; i++)
		at += sprintf(at, ", <sip:u%d@h>", i);
	strcpy(at, "\r\n\r\n");
	CU_ASSERT_EQUAL(scan_text(text, &event), LI_OK);
	CU_ASSERT(!event.crowded);
	strcpy(at, ",<sip:one@toomany>\r\n\r\n");
	CU_ASSERT_EQUAL(scan_text(text, &event), LI_OK);
	CU_ASSERT(event.crowded);
	CU_ASSERT_EQUAL(event.party_count, LI_EVENT_IDENTITIES_MAX);
}

/* TS 33.128 cl. 7.12.2.8: who stands in a header cannot be hidden by how many
 * stand in another one before it. */
static void test_sip_scan__is_not_filled_by_one_header(void)
{
	char text[16384], *at = text;

	at += sprintf(at, LINE "History-Info: <sip:a@b>");
	for (int i = 0; i < 2 * LI_EVENT_IDENTITIES_MAX; i++)
		at += sprintf(at, ", <sip:u%d@h>", i);
	strcpy(at,
		"\r\nP-Asserted-Identity: <tel:+4915112345>\r\n" FROM REST
		"\r\n");
	CU_ASSERT_EQUAL(scan_text(text, &event), LI_OK);
	CU_ASSERT(event.crowded);
	CU_ASSERT(impu(&event, LI_ROLE_FROM, "sip:alice@ims.example"));
	CU_ASSERT(impu(&event, LI_ROLE_P_ASSERTED, "tel:+4915112345"));
	CU_ASSERT(impu(&event, LI_ROLE_HISTORY_INFO, "sip:a@b"));
	CU_ASSERT_EQUAL(event.party_count, LI_EVENT_IDENTITIES_MAX);
}

/* Who reads over a line's end in the start line routes such a message: it is
 * screened. RFC 3261 cl. 7.1; TS 33.127 cl. 8.1 */
static void test_sip_scan__screens_what_has_a_broken_start(void)
{
	static const char *const starts[] =
		{"INVITE\n sip:bob@ims.example SIP/2.0\r\n",
			"INV\rITE sip:bob@ims.example SIP/2.0\r\n",
			"INVITE sip:b\r\nob@ims.example SIP/2.0\r\n",
			"INVITE sip:bob@ims.example\r\n\r\n SIP/2.0\r\n"};
	char text[1024];

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		snprintf(text, sizeof(text), "%s" FROM REST "\r\n", starts[i]);
		CU_ASSERT_EQUAL(scan_text(text, &event), LI_EMALFORMED);
		CU_ASSERT(impu(&event, LI_ROLE_FROM, "sip:alice@ims.example"));
	}
	snprintf(text, sizeof(text),
		"INVITE\n sip:dave@ims.example SIP/2.0\r\n" FROM REST "\r\n");
	CU_ASSERT_EQUAL(scan_text(text, &event), LI_EMALFORMED);
	CU_ASSERT(impu(&event, LI_ROLE_REQUEST_URI, "sip:dave@ims.example"));
	/* not within its first lines */
	CU_ASSERT_EQUAL(scan_text("a\nb\nc\nd\nINVITE sip:a@b SIP/2.0\r\n" FROM,
				&event),
		LI_EUNSUPPORTED);
}

UNIT_MAIN("intake.sip_scan", UNIT_TEST(test_sip_scan__reads_a_request),
	UNIT_TEST(test_sip_scan__reads_a_response),
	UNIT_TEST(test_sip_scan__matches_every_value_and_every_instance),
	UNIT_TEST(test_sip_scan__is_not_confused_by_names),
	UNIT_TEST(test_sip_scan__tolerates_bare_line_feeds),
	UNIT_TEST(test_sip_scan__screens_broken_messages),
	UNIT_TEST(test_sip_scan__a_list_that_cannot_be_read_is_odd),
	UNIT_TEST(test_sip_scan__flags_a_nul_in_the_headers),
	UNIT_TEST(test_sip_scan__knows_what_is_not_sip),
	UNIT_TEST(test_sip_scan__says_when_it_is_crowded),
	UNIT_TEST(test_sip_scan__is_not_filled_by_one_header),
	UNIT_TEST(test_sip_scan__screens_what_has_a_broken_start))

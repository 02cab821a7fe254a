/* SPDX-License-Identifier: BSD-3-Clause
 *
 * One identity has many legal spellings: the scan finds it in each of them.
 */
#include "scanning.h"
#include "unit.h"

static struct li_event event;

#define REST                                                                   \
	"Via: SIP/2.0/UDP 10.77.1.1;branch=z9hG4bKa\r\n"                       \
	"From: <sip:alice@ims.example>;tag=f1\r\n"                             \
	"To: <sip:bob@ims.example>\r\n"                                        \
	"Call-ID: c1@10.77.1.1\r\nCSeq: 1 INVITE\r\n\r\n"

/* Every legal way to write sip:alice@ims.example in a header. RFC 3261
 * cl. 19.1.4, 20, 25.1 */
static const char *const spellings[] = {
	"<sip:alice@ims.example>",
	" sip:alice@ims.example",
	" Alice <sip:alice@ims.example>",
	" \"Alice\" <sip:alice@ims.example>",
	" \"Alice \\\"the\\\" <sip:bob@x>\" <sip:alice@ims.example>",
	" \"a, b; c\" <sip:alice@ims.example>;x=y",
	" <SIP:alice@IMS.Example>",
	" <sip:alice@ims.example:5060>",
	" <sip:alice@ims.example:05060>",
	" <sip:alice@ims.example;transport=udp>",
	" <sip:%61lice@ims.example>",
	" <sip:alic%65@ims.example?Subject=x>",
	" <sips:alice@ims.example>",
	" \t<sip:alice@ims.example>\t ",
	"\r\n <sip:alice@ims.example>",
	" Alice\r\n\t<sip:alice@ims.example>\r\n ;x=y",
	" \"A\r\n B\" <sip:alice@ims.example>",
	" <sip:alice:secret@ims.example>",
	" <sip:alice@ims.example.>",
	" <sip:alice@ims.example>;x=\"a,b<c>\"",
	"\"\"<sip:alice@ims.example>",
	" \"\\\\\" <sip:alice@ims.example>",
	" Alice of Wonderland <sip:alice@ims.example>",
	" <sip:alice@ims.example;user=ip;lr>",
	" <sip:alice@ims.example;method=INVITE?a=b&c=d>;q=0.1",
	" sip:alice@ims.example;x=xyz",
	" \"<sip:mallory@ims.example>\" <sip:alice@ims.example>",
	" \"\xc3\x84lice\" <sip:alice@ims.example>",
	" <sip:alice@ims.example;x=%2C>;y",
	"\n\tsIpS:alice@IMS.EXAMPLE",
};

static const struct {
	const char *name;
	enum li_role role;
} headers[] = {
	{"From", LI_ROLE_FROM},
	{"f", LI_ROLE_FROM},
	{"To", LI_ROLE_TO},
	{"T", LI_ROLE_TO},
	{"P-Asserted-Identity", LI_ROLE_P_ASSERTED},
	{"p-asserted-identity", LI_ROLE_P_ASSERTED},
	{"P-Preferred-Identity \t", LI_ROLE_P_PREFERRED},
	{"P-CALLED-PARTY-ID", LI_ROLE_P_CALLED_PARTY},
	{"P-Associated-URI", LI_ROLE_P_ASSOCIATED},
	{"History-Info ", LI_ROLE_HISTORY_INFO},
	{"Diversion", LI_ROLE_DIVERSION},
	{"P-Served-User", LI_ROLE_SERVED},
	{"p-served-user", LI_ROLE_SERVED},
};

static void test_sip_spelling__finds_every_spelling_in_every_role(void)
{
	char room[2048];

	for (size_t h = 0; h < sizeof(headers) / sizeof(headers[0]); h++)
		for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]);
			i++) {
			li_err err = scan_text(with_header(room, sizeof(room),
						       headers[h].name,
						       spellings[i]),
				&event);
			bool ok = impu(&event, headers[h].role,
				"sip:alice@ims.example");

			/* f and t come beside From and To: twice is an error,
			 * but both count. */
			if (err !=
					(headers[h].name[1] ? LI_OK
							    : LI_EMALFORMED) ||
				!ok)
				printf("%s:%s: %s\n", headers[h].name,
					spellings[i], li_err_name(err));
			CU_ASSERT(ok);
			CU_ASSERT_EQUAL(err,
				headers[h].name[1] ? LI_OK : LI_EMALFORMED);
			CU_ASSERT(!impu(&event, headers[h].role,
				"sip:mallory@ims.example"));
		}
}

/* RFC 3966 cl. 3, 5.1.1; RFC 3261 cl. 19.1.6 */
static void test_sip_spelling__finds_every_spelling_of_a_number(void)
{
	static const char *const numbers[] = {
		" <tel:+15551230001>",
		" tel:+15551230001",
		" <TEL:+1-555-123-0001>",
		" <tel:+1(555)123.0001>",
		" <tel:+15551230001;isub=7>",
		" <tel:+1-555-1230001;npdi;x=y>",
		" <sip:+15551230001@ims.example;user=phone>",
		" <sip:+15551230001@ims.example:5060;user=phone>",
		" <sip:+1-555-123-0001@ims.example;user=phone>",
		" <sip:%2B15551230001@ims.example;user=phone>",
		" sip:+15551230001@ims.example;user=phone",
		" \"+15559999999\" <sips:+15551230001@ims.example>",
	};
	char room[2048];

	for (size_t h = 0; h < sizeof(headers) / sizeof(headers[0]); h++)
		for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]);
			i++) {
			(void)!scan_text(with_header(room, sizeof(room),
						 headers[h].name, numbers[i]),
				&event);
			CU_ASSERT(impu(&event, headers[h].role,
				"tel:+15551230001"));
			CU_ASSERT(!impu(&event, headers[h].role,
				"tel:+15559999999"));
		}
}

static void test_sip_spelling__finds_every_spelling_in_the_request_uri(void)
{
	static const char *const uris[] = {
		"sip:alice@ims.example",
		"SIP:alice@ims.example",
		"sips:alice@ims.example",
		"sip:alice@IMS.EXAMPLE",
		"sip:alice@ims.example:5060",
		"sip:alice@ims.example.",
		"sip:alice@ims.example;user=ip",
		"sip:%61%6c%69ce@ims.example",
		"sip:alice:pw@ims.example",
		"sip:alice@ims.example?x=y",
		"sip:alice@ims.example;lr;x=%20",
		"sip:alice@ims.example;x=<>",
		"sip:alice@ims.example:5060;maddr=10.0.0.1",
		"Sips:alice@ims.example;gr=urn:uuid:1",
		"sip:alice@ims.example;x=SIP/2.0",
	};
	char text[1024];

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		snprintf(text, sizeof(text), "INVITE %s SIP/2.0\r\n" REST,
			uris[i]);
		CU_ASSERT_EQUAL(scan_text(text, &event), LI_OK);
		CU_ASSERT(impu(&event, LI_ROLE_REQUEST_URI,
			"sip:alice@ims.example"));
	}
}

static void test_sip_spelling__finds_the_request_uri_of_broken_lines(void)
{
	static const char *const lines[] = {
		"INVITE  sip:alice@ims.example  SIP/2.0",
		"INVITE\tsip:alice@ims.example\tSIP/2.0",
		"INVITE <sip:alice@ims.example> SIP/2.0",
		"INVITE sip:alice@ims.example; lr SIP/2.0",
		"INVITE sip:alice@ims.example SIP/2.0  ",
		"INVITE sip:alice@ims.example SIP/3.0",
		"INVITE sip:alice@ims.example;SIP/2.0",
		" INVITE sip:alice@ims.example SIP/2.0",
	};
	char text[1024];

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(text, sizeof(text), "%s\r\n" REST, lines[i]);
		CU_ASSERT_EQUAL(scan_text(text, &event), LI_EMALFORMED);
		CU_ASSERT(impu(&event, LI_ROLE_REQUEST_URI,
			"sip:alice@ims.example"));
		CU_ASSERT(impu(&event, LI_ROLE_TO, "sip:bob@ims.example"));
	}
}

/* TS 33.128 cl. 7.12.2.8; RFC 7616 cl. 3.4 */
static void test_sip_spelling__finds_every_spelling_of_the_impi(void)
{
	static const char *const values[] = {
		" Digest username=\"alice@ims.example\",realm=\"r\"",
		" Digest realm=\"r\", username=\"alice@ims.example\"",
		" digest USERNAME=\"alice@IMS.example\"",
		" Digest username = \"alice@ims.example\" , realm=\"r\"",
		" Digest\r\n username=\"alice@ims.example\"",
		" Digest realm=\"a,username=b\",username=\"alice@ims.example\"",
		" Digest realm=\"\\\",\",username=\"alice@ims.example\"",
		" Digest username=\"\\alice\\@ims.example\"",
		" Digest username=alice@ims.example",
		"Digest\tusername=\"alice@ims.example\"",
		" Digest uri=\"sip:x\",username=\"alice@ims.example\"",
		" Digest ,,username=\"alice@ims.example\"",
		" Digest username=\"alice@ims.example\",username=\"eve@x\"",
		" Digest username=\"eve@x\",username=\"alice@ims.example\"",
		" Digest response=\"0\", Digest username=\"alice@ims.example\"",
		" Digest username=\r\n\t\"alice@ims.example\",realm=\"r\"",
	};
	static const char *const names[] = {"Authorization", "AUTHORIZATION ",
		"Proxy-Authorization", "proxy-authorization"};
	char room[2048];

	for (size_t n = 0; n < 4; n++)
		for (size_t i = 0; i < sizeof(values) / sizeof(values[0]);
			i++) {
			CU_ASSERT_EQUAL(scan_text(with_header(room,
							  sizeof(room),
							  names[n], values[i]),
						&event),
				LI_OK);
			CU_ASSERT(sought(&event, LI_ROLE_AUTH_USERNAME,
				LI_ID_IMPI, "alice@ims.example"));
		}
}

#define INSTANCE "+sip.instance=\"<urn:gsma:imei:35123400-123456-0>\""

/* RFC 7254 cl. 4; RFC 5626 cl. 4.1 */
static void test_sip_spelling__finds_every_spelling_of_the_imei(void)
{
	static const char *const values[] = {
		" <sip:a@h>;" INSTANCE,
		" sip:a@h;" INSTANCE,
		" <a:b>;+SIP.Instance=\"<URN:GSMA:IMEI:35123400-123456-0>\"",
		" <a:b>; +sip.instance = \"<urn:gsma:imei:35123400-123456-0>\"",
		" <sip:a@h>;+sip.instance=\"<urn:gsma:imei:351234001234560>\"",
		" <sip:a@h>;+sip.instance=\"<urn:gsma:imei:35123400123456>\"",
		" a:b;+sip.instance=\"<urn:gsma:imei:35123400-123456-0;svn=1>\"",
		" <sip:a@h>;+sip.instance=\"urn:gsma:imei:35123400-123456-0\"",
		" <a:b>;+sip.instance=\"\\<urn:gsma:imei:35123400-123456-9>\"",
		" <sip:a@h>;+sip.instance=<urn:gsma:imei:35123400-123456-0>",
		" <sip:a@h>;q=1;\r\n " INSTANCE ";reg-id=1",
		" <a:b>;+sip.instance=\"<urn:uuid:1>\", <sip:a@h>;" INSTANCE,
		" \"x;+sip.instance=y\" <sip:a@h>;" INSTANCE,
		" <sip:a@h>;+sip.instance=\"<urn:uuid:1>\";" INSTANCE,
	};
	char room[2048];

	for (size_t n = 0; n < 2; n++)
		for (size_t i = 0; i < sizeof(values) / sizeof(values[0]);
			i++) {
			CU_ASSERT_EQUAL(scan_text(with_header(room,
							  sizeof(room),
							  n ? "m" : "Contact",
							  values[i]),
						&event),
				LI_OK);
			CU_ASSERT(sought(&event, LI_ROLE_CONTACT_INSTANCE,
				LI_ID_IMEI, "35123400123456"));
		}
	(void)!scan_text(
		with_header(room, sizeof(room), "Contact",
			"<sip:a@h>;+sip.instance=\"<urn:uuid:35123400-1234-5600>\""),
		&event);
	CU_ASSERT_EQUAL(event.party_count, 3);
}

/* RFC 5502 cl. 6; RFC 8498 cl. 4: the session case; TS 24.229 cl. 5.4.3.2 */
static void test_sip_spelling__reads_as_what_a_user_is_served(void)
{
	static const struct {
		const char *value;
		enum li_role role;
	} cases[] = {
		{" <sip:alice@ims.example>;sescase=orig;regstate=reg",
			LI_ROLE_SERVED_ORIGINATING},
		{"<sip:alice@ims.example>; SesCase = TERM ; regstate=unreg",
			LI_ROLE_SERVED_TERMINATING},
		{" A <sip:alice@ims.example>;regstate=reg;sescase=\"term\"",
			LI_ROLE_SERVED_TERMINATING},
		{" sip:alice@ims.example;sescase=orig",
			LI_ROLE_SERVED_ORIGINATING},
		{" <sip:alice@ims.example>;orig-cdiv",
			LI_ROLE_SERVED_DIVERTING},
		{" <sip:alice@ims.example>;sescase=orig;orig-cdiv;regstate=reg",
			LI_ROLE_SERVED_DIVERTING},
		{" <sip:bob@ims.example>,\r\n <sip:alice@ims.example>"
		 ";sescase=term",
			LI_ROLE_SERVED_TERMINATING},
		{" <sip:alice@ims.example>;sescase=other;x", LI_ROLE_SERVED},
		{" <sip:alice@ims.example;sescase=term>", LI_ROLE_SERVED},
	};
	char room[2048];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL(scan_text(with_header(room, sizeof(room),
						  "P-Served-User",
						  cases[i].value),
					&event),
			LI_OK);
		CU_ASSERT(impu(&event, cases[i].role, "sip:alice@ims.example"));
	}
}

UNIT_MAIN("intake.sip_spelling",
	UNIT_TEST(test_sip_spelling__reads_as_what_a_user_is_served),
	UNIT_TEST(test_sip_spelling__finds_every_spelling_in_every_role),
	UNIT_TEST(test_sip_spelling__finds_every_spelling_of_a_number),
	UNIT_TEST(test_sip_spelling__finds_every_spelling_in_the_request_uri),
	UNIT_TEST(test_sip_spelling__finds_the_request_uri_of_broken_lines),
	UNIT_TEST(test_sip_spelling__finds_every_spelling_of_the_impi),
	UNIT_TEST(test_sip_spelling__finds_every_spelling_of_the_imei))

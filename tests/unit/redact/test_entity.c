/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/redact.h"

#include "model/mime.h"
#include "redact/xml.h"
#include "unit.h"

#define START "MESSAGE sip:bob@ims.example SIP/2.0\r\n"
#define MIXED START "Content-Type: multipart/mixed;boundary=x\r\n\r\n"
#define SDP "Content-Type: application/sdp\r\n\r\nv=0\r\ns=-\r\n"
#define CPIM START "Content-Type: message/cpim\r\n\r\nFrom: <im:a@b>\r\n"

enum {
	TEXT = LI_MOD_TEXT_CONTENT,
	SUBJECT = LI_MOD_SUBJECT,
	BODY = LI_MOD_BODY,
};

static struct li_arena arena;

static struct li_redacted redact(const char *text, bool content)
{
	const struct li_redact_scope scope = {.content = content,
		.location = true,
		.sender =
			content ? LI_REDACT_FROM_TARGET : LI_REDACT_FROM_OTHER};
	struct li_redacted r = {.modifications = 0};

	CU_ASSERT_EQUAL_FATAL(li_redact_sip(li_slice_str(text),
				      (size_t)(strstr(text, "\r\n\r\n") + 4 -
					      text),
				      &scope, &arena, &r),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(r.sip.n, strlen(text));
	return r;
}

static bool holds(struct li_slice s, const char *what)
{
	return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

static const struct {
	const char *text;
	uint32_t modifications;
	const char *kept; /* NULL: nothing in particular */
} rows[] = {
	/* RFC 2046 cl. 5.1, RFC 2045 cl. 5.2: each part by its own type */
	{MIXED "--x\r\n" SDP "\r\n--x\r\nContent-Type: text/plain\r\n\r\n"
	       "CANARY\r\n--x--\r\n",
		TEXT, "v=0\r\ns=-\r\n"},
	{MIXED "CANARY\r\n--x\r\n" SDP "\r\n--x--\r\nCANARY", BODY, "v=0\r\n"},
	{MIXED "--x\r\n\r\nCANARY\r\n--x--\r\n", TEXT, "--x--"},
	{MIXED "--x\r\nContent-Type: text/plain;name=CANARY\r\n"
	       "Content-Description: CANARY\r\nContent-ID: <1@a>\r\n\r\n"
	       "\r\n--x--\r\n",
		BODY, "<1@a>"},
	{MIXED "--x\r\nContent-Type: application/sdp\r\n"
	       "Content-Transfer-Encoding: base64\r\n\r\nQ0FOQVJZ CANARY"
	       "\r\n--x--\r\n",
		BODY, "base64"},
	{MIXED "--x\r\nContent-Type: multipart/mixed;boundary=y\r\n\r\n"
	       "--y\r\n" SDP "\r\n--y\r\n\r\nCANARY\r\n--y--\r\n\r\n--x--\r\n",
		TEXT, "v=0\r\n"},
	/* where readers may differ about the parts, nothing stays */
	{MIXED "--x\r\n" SDP "\r\n--xy\r\n\r\nCANARY\r\n--x--\r\n", BODY, NULL},
	{MIXED "--x\r\n" SDP "\r\n--x\n\nCANARY\r\n--x--\r\n", BODY, NULL},
	{MIXED "--x\r\n" SDP "\r\n--x\r\n\r\nCANARY", BODY, NULL},
	{START "Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nCANARY\r\n"
	       "--x--\r\n",
		BODY, NULL},
	{MIXED "--x\r\nCANARY\r\nContent-Type: application/sdp\r\n\r\n"
	       "v=0\r\n\r\n--x--\r\n",
		BODY, "--x--"},
	{START "Content-Type: application/sdp\r\n\r\nv=0\r\nCANARY\r\n", BODY,
		NULL},
	/* RFC 3862 cl. 2, 3; RFC 5438 cl. 6.3 */
	{CPIM "Subject: CANARY\r\nimdn.Message-ID: 1\r\nX: CANARY\r\n\r\n"
	      "Content-Type: text/plain\r\n\r\nCANARY",
		TEXT | SUBJECT | BODY, "imdn.Message-ID: 1"},
	{CPIM "\r\nContent-Type: message/imdn+xml\r\n\r\nCANARY", BODY,
		"<im:a@b>"},
	{CPIM "\r\nContent-Type: application/vnd.gsma.rcs-ft-http+xml\r\n\r\n"
	      "<file><data url=\"https://CANARY\"/></file>",
		BODY, "<im:a@b>"},
	{CPIM "\r\nno empty line CANARY", BODY, NULL},
	{CPIM "CANARY\r\n\r\nContent-Type: text/plain\r\n\r\nCANARY", BODY,
		NULL},
	/* RFC 3420 cl. 2.1 */
	{START "Content-Type: message/sipfrag\r\n\r\nSIP/2.0 200 OK\r\n"
	       "Subject: CANARY\r\nContent-Type: text/plain\r\n\r\nCANARY",
		TEXT | SUBJECT, "SIP/2.0 200 OK"},
	{START "Content-Type: message/sipfrag\r\n\r\nCANARY", BODY, NULL},
	/* RFC 3261 cl. 27.5; TS 24.229 cl. 5.4.1.7: a REGISTER in one to an
	 * application server */
	{START "Content-Type: message/sip\r\n\r\nMESSAGE sip:a@b SIP/2.0\r\n"
	       "Subject: CANARY\r\nContent-Type: text/plain\r\n\r\nCANARY",
		TEXT | SUBJECT, "MESSAGE sip:a@b SIP/2.0"},
	{START "Content-Type: message/sip\r\n\r\nCANARY", BODY, NULL},
	/* TS 24.341 cl. 5.3.1; RFC 3863 cl. 4.1 */
	{START "Content-Type: application/vnd.3gpp.sms+xml\r\n\r\n<m a=\"CANARY"
	       "\"><To>sip:b@c</To><Text>CANARY</Text><!--CANARY--></m>",
		TEXT, "<To>sip:b@c</To><Text>"},
	{START "Content-Type: application/pidf+xml\r\n\r\n<presence><tuple>"
	       "<status><basic>open</basic></status><note>CANARY</note>"
	       "</tuple></presence>",
		TEXT, "<basic>open</basic>"},
	{START "Content-Type: application/pidf+xml\r\n\r\n<!DOCTYPE p [<!ENTITY"
	       " a \"CANARY\">]><p><basic>open</basic></p>",
		BODY, NULL},
	{START "Content-Type: application/pidf+xml\r\n\r\n<?xml version='1.0'"
	       " encoding='utf-7'?><p><basic>CANARY</basic></p>",
		BODY, NULL},
	{START "Content-Type: application/pidf+xml\r\n\r\n<?xml CANARY?><p/>",
		BODY, NULL},
	{START "Content-Type: application/pidf+xml\r\n\r\n"
	       "<?xml version=\"1.0\" encoding='UTF-8'?><?x CANARY?><p/>",
		TEXT, "UTF-8"},
	{START "Content-Type: application/pidf+xml\r\n\r\n"
	       "<p><basic>CANARY</p></basic>",
		BODY, NULL},
	/* TS 24.390: what is said in USSD; RFC 3994 */
	{START "Content-Type: application/vnd.3gpp.ussd+xml\r\n\r\n"
	       "<ussd-data><ussd-string>CANARY</ussd-string></ussd-data>",
		BODY, NULL},
	{START "Content-Type: application/im-iscomposing+xml\r\n\r\n"
	       "<isComposing>CANARY</isComposing>",
		BODY, NULL},
	{START "Content-Type: application/dtmf-relay\r\n\r\nSignal=CANARY\r\n",
		BODY, NULL},
	/* more digits than somebody dials */
	{START "Content-Type: application/dtmf\r\n\r\n0CANARY"
	       "0123456789012345678901234567890123456789",
		BODY, NULL},
	{START "Content-Type: application/dtmf\r\n\r\n"
	       "77777777777777777777777777777777"
	       "77777777777777777777777777777777777",
		BODY, NULL},
	/* RFC 2045 cl. 6.2 */
	{START "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64"
	       "\r\n\r\nCANARY",
		TEXT, NULL},
};

/* TS 33.128 cl. 7.12.9 */
static void test_entity__blanks_content_wherever_it_stands(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct li_redacted r = redact(rows[i].text, false);

		CU_ASSERT_FALSE(holds(r.sip, "CANARY"));
		CU_ASSERT_EQUAL(r.modifications, rows[i].modifications);
		if (rows[i].kept)
			CU_ASSERT_TRUE(holds(r.sip, rows[i].kept));
		r = redact(rows[i].text, true);
		CU_ASSERT_TRUE(li_slice_is(r.sip, rows[i].text));
		CU_ASSERT_EQUAL(r.modifications, 0);
	}
}

/* TS 33.128 cl. 7.12; TS 33.108 cl. 7 */
static void test_entity__keeps_what_is_signalling(void)
{
	static const char *const kept[] = {
		START "Content-Type: application/dtmf-relay\r\n\r\n"
		      "Signal= 5\r\nDuration= 160\r\n",
		START "Content-Type: application/dtmf\r\n\r\n#",
		START "Content-Type: message/sipfrag\r\n\r\nSIP/2.0 200 OK\r\n",
		START "Content-Type: message/sip\r\n\r\n"
		      "REGISTER sip:ims.example SIP/2.0\r\n"
		      "To: <sip:a@b>\r\nContent-Length: 0\r\n\r\n",
		MIXED "--x\r\n" SDP "\r\n--x--\r\n",
		START "Content-Type: message/cpim\r\n\r\nFrom: <im:a@b>\r\n\r\n"
		      "Content-Type: application/sdp\r\n\r\nv=0\r\n",
	};

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		struct li_redacted r = redact(kept[i], false);

		CU_ASSERT_TRUE(li_slice_is(r.sip, kept[i]));
		CU_ASSERT_EQUAL(r.modifications, 0);
	}
}

/* Multiparts nested `depth` deep around SDP, with `parts` parts inside. */
static void nest(char *out, size_t max, int depth, int parts)
{
	size_t n = (size_t)snprintf(out, max,
		START "Content-Type: multipart/mixed;boundary=b0\r\n\r\n");

	for (int i = 1; i < depth; i++)
		n += (size_t)snprintf(out + n, max - n,
			"--b%d\r\nContent-Type: multipart/mixed;boundary=b%d"
			"\r\n\r\n",
			i - 1, i);
	for (int i = 0; i < parts; i++)
		n += (size_t)snprintf(out + n, max - n, "--b%d\r\n" SDP "\r\n",
			depth - 1);
	for (int i = depth; i-- > 0;)
		n += (size_t)snprintf(out + n, max - n, "--b%d--\r\n\r\n", i);
}

static void test_entity__blanks_whole_what_passes_a_limit(void)
{
	static const struct {
		int depth, parts;
		bool kept;
	} cases[] = {{1, 16, true}, {1, 17, false}, {4, 13, true},
		{4, 14, false}, {5, 1, false}};
	char text[4096];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_redacted r;

		nest(text, sizeof(text), cases[i].depth, cases[i].parts);
		r = redact(text, false);
		CU_ASSERT_EQUAL(holds(r.sip, "v=0"), cases[i].kept);
		CU_ASSERT_EQUAL(!(r.modifications & LI_MOD_BODY),
			cases[i].kept);
	}
	li_arena_fini(&arena);
}

/* Fragments, each in the one before. RFC 3420 */
static void test_entity__blanks_what_is_too_deep_in_fragments(void)
{
	static const char in[] = "Content-Type: message/sipfrag\r\n\r\n";

	for (size_t depth = 1; depth <= LI_MIME_DEPTH_MAX + 2; depth++) {
		char text[1024] = START;
		struct li_redacted r;

		for (size_t i = 0; i < depth; i++)
			strcat(text, in);
		strcat(text, "Max-Forwards: 7\r\n");
		r = redact(text, false);
		CU_ASSERT_EQUAL(holds(r.sip, "Max-Forwards: 7"),
			depth <= LI_MIME_DEPTH_MAX);
	}
	li_arena_fini(&arena);
}

/* XML of so many elements, each in the one before. */
static void deep(char *text, size_t depth)
{
	strcpy(text, START "Content-Type: application/pidf+xml\r\n\r\n");
	for (size_t i = 1; i < depth; i++)
		strcat(text, "<a>");
	strcat(text, "<basic>kept</basic>");
	for (size_t i = 1; i < depth; i++)
		strcat(text, "</a>");
}

/* Readers differ about a NUL, and ours has room for so many elements. */
static void test_entity__blanks_xml_that_cannot_be_followed(void)
{
	const struct li_redact_scope scope = {.location = true};
	char text[32 * LI_XML_DEPTH_MAX + 256];
	struct li_redacted r;
	size_t at;

	for (size_t depth = LI_XML_DEPTH_MAX; depth < LI_XML_DEPTH_MAX + 3;
		depth++) {
		deep(text, depth);
		r = redact(text, false);
		CU_ASSERT_EQUAL(holds(r.sip, "kept"),
			depth == LI_XML_DEPTH_MAX);
	}
	deep(text, 2);
	at = (size_t)(strstr(text, "kept") - text);
	text[at + 3] = '\0';
	CU_ASSERT_EQUAL(li_redact_sip(li_slice(text, at + 12 + 5),
				(size_t)(strstr(text, "<a>") - text), &scope,
				&arena, &r),
		LI_OK);
	CU_ASSERT_FALSE(holds(r.sip, "kep"));
	li_arena_fini(&arena);
}

/* TS 33.128 cl. 7.12.9: who may see content and no place sees nothing that may
 * be one when it is read in another way. */
static void test_entity__blanks_what_may_hide_a_place(void)
{
	static const char *const hide[] = {
		START "Content-Type: application/x\r\n"
		      "Content-Encoding: gzip\r\n\r\nCANARY",
		MIXED "--x\r\nContent-Type: application/x\r\n"
		      "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		      "CANARY\r\n--x--\r\n",
		START "Content-Type: multipart/mixed;boundary=x;boundary=y"
		      "\r\n\r\n--x\r\nContent-Type: text/xml\r\n\r\n"
		      "<location>CANARY</location>\r\n--x--\r\n--y\r\n"
		      "Content-Type: text/plain\r\n\r\nhi\r\n--y--\r\n",
	};
	const struct li_redact_scope scope = {.content = true};

	for (size_t i = 0; i < sizeof(hide) / sizeof(hide[0]); i++) {
		struct li_redacted r;
		const char *body = strstr(hide[i], "\r\n\r\n") + 4;

		CU_ASSERT_EQUAL_FATAL(li_redact_sip(li_slice_str(hide[i]),
					      (size_t)(body - hide[i]), &scope,
					      &arena, &r),
			LI_OK);
		CU_ASSERT_FALSE(holds(r.sip, "CANARY"));
	}
	li_arena_fini(&arena);
}

UNIT_MAIN("redact.entity",
	UNIT_TEST(test_entity__blanks_content_wherever_it_stands),
	UNIT_TEST(test_entity__keeps_what_is_signalling),
	UNIT_TEST(test_entity__blanks_what_is_too_deep_in_fragments),
	UNIT_TEST(test_entity__blanks_xml_that_cannot_be_followed),
	UNIT_TEST(test_entity__blanks_what_may_hide_a_place),
	UNIT_TEST(test_entity__blanks_whole_what_passes_a_limit))

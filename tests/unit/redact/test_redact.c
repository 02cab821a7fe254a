/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/redact.h"
#include "unit.h"

#define START "MESSAGE sip:bob@ims.example SIP/2.0\r\n"
#define SDP "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n"

enum {
	TEXT = LI_MOD_TEXT_CONTENT,
	SUBJECT = LI_MOD_SUBJECT,
	BODY = LI_MOD_BODY,
};

static struct li_arena arena;

/* Where a reader that believes in CRLF alone finds the body. */
static size_t body_of(const char *text)
{
	const char *at = strstr(text, "\r\n\r\n");

	return at ? (size_t)(at + 4 - text) : strlen(text);
}

static struct li_redacted redact(const char *text, size_t body_at, bool content)
{
	const struct li_redact_scope scope = {.content = content,
		.location = true,
		.sender = LI_REDACT_FROM_TARGET};
	struct li_redacted r = {.modifications = 0};

	CU_ASSERT_EQUAL_FATAL(li_redact_sip(li_slice_str(text), body_at, &scope,
				      &arena, &r),
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
	uint32_t modifications; /* without content authority */
} rows[] = {
	{START "Content-Type: text/plain\r\n\r\nCANARY", TEXT},
	{START "cOnTeNt-TyPe :TEXT/html\r\n\r\nCANARY", TEXT},
	{START "c: text/plain\r\n\r\nCANARY", TEXT},
	{START "Content-Type: application/vnd.3gpp.sms\r\n\r\nCANARY", BODY},
	{START "Content-Type: multipart/mixed;boundary=x\r\n\r\n--x\r\nCANARY",
		BODY},
	{START "\r\nCANARY", BODY},
	{START "Subject: CANARY\r\n\r\n", SUBJECT},
	{START "s: CANARY\r\n\r\n", SUBJECT},
	{START "SUBJECT\t:a\r\n  CANARY\r\n\tCANARY\r\n\r\n", SUBJECT},
	{START "Subject: a\r\nSubject: CANARY\r\n\r\n", SUBJECT},
	{START "Content-Encoding: gzip\r\nContent-Type: application/sdp\r\n\r\n"
	       "v=0CANARY",
		BODY},
	{START "e: x\r\nc: application/sdp\r\n\r\nv=0CANARY", BODY},
	{START "Content-Type: application/sdp\r\n\r\nCANARY", BODY},
	{START "Content-Type: application/sdp\r\nContent-Type: text/plain"
	       "\r\n\r\nv=0CANARY",
		BODY},
	{START "Content-Type: text/plain\r\nc: application/sdp"
	       "\r\n\r\nv=0CANARY",
		BODY},
	{START "Content-Type: application/sdp, text/plain\r\n\r\nv=0CANARY",
		BODY},
	{START "Content-Type: application/sdp;a=b, text/plain\r\n\r\nv=0CANARY",
		BODY},
	{START "Content-Type:\r\n application/sdp\r\n\r\nv=0CANARY", BODY},
	{START "Content-Type: application/sdpx\r\n\r\nv=0CANARY", BODY},
	{START "Content-Type: application/sdp\r\nContent-Length: 3\r\n\r\n"
	       "v=0CANARY",
		BODY},
	{START "Content-Type: application/sdp\r\nContent-Length: x\r\n\r\n"
	       "v=0CANARY",
		BODY},
	{START "Content-Type: application/sdp\r\nl: 9\r\nl: 9\r\n\r\nv=0CANARY",
		BODY},
	/* Ends of line that readers take differently. RFC 3261 cl. 7.5 */
	{START "Content-Type: application/sdp\r\n \r\nv=0CANARY\r\n\r\n", BODY},
	{START "X: a\rSubject: CANARY\r\n\r\n", SUBJECT},
	{START "Subject: a\rCANARY\r\n\r\n", SUBJECT},
	{START "Content-Type: application/sdp\r\rCANARY\r\n\r\nv=0", BODY},
	{START "Content-Type: application/sdp\n\nCANARY\r\n\r\nv=0", BODY},
	{START "X: a\r\nSubject: CANARY", BODY | SUBJECT},
	{"CANARY", BODY},
	{"MESSAGE CANARY", BODY},
	{"MESSAGE sip:b SIP/2.0\rX: a\r\rCANARY", BODY},
};

/* TS 33.128 cl. 7.12.9; TS 33.126 R6.4-240 */
static void test_redact__blanks_content_that_is_not_authorised(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *text = rows[i].text;
		struct li_redacted r = redact(text, body_of(text), false);

		CU_ASSERT_FALSE(holds(r.sip, "CANARY"));
		CU_ASSERT_EQUAL(r.modifications, rows[i].modifications);
		r = redact(text, body_of(text), true);
		CU_ASSERT_TRUE(li_slice_eq(r.sip, li_slice_str(text)));
		CU_ASSERT_EQUAL(r.modifications, 0);
		li_arena_reset(&arena);
	}
}

/* TS 33.108 cl. 7 */
static void test_redact__keeps_what_is_plainly_sdp(void)
{
	static const char *const kept[] = {
		START "Content-Type: application/sdp\r\n\r\n" SDP,
		START "Content-Type: Application/SDP ; charset=utf-8\r\n"
		      "Content-Length: 31\r\n\r\n" SDP,
		START "c:application/sdp\r\nl: 31\r\n\r\n" SDP,
		START "Content-Length: 0\r\n\r\n",
		START "Subject:\r\n\r\n",
		"\r\n\r\n" START "Content-Type: application/sdp\r\n\r\n" SDP,
	};

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		size_t lead = kept[i][0] == '\r' ? 4 : 0;
		struct li_redacted r =
			redact(kept[i], body_of(kept[i] + lead) + lead, false);

		CU_ASSERT_TRUE(li_slice_eq(r.sip, li_slice_str(kept[i])));
		CU_ASSERT_EQUAL(r.modifications, 0);
		li_arena_reset(&arena);
	}
}

/* The header that held the keys is named. */
static const struct {
	const char *text;
	uint32_t where;
} key_rows[] = {
	{"WWW-Authenticate: Digest nonce=\"n\", ck=\"00CANARY\", "
	 "ik=\"CANARY11\", qop=auth\r\n\r\n",
		LI_MOD_AUTHENTICATION},
	{"www-authenticate: Digest nonce=n,CK=CANARY,iK=CANARY;x"
	 "\r\n\r\n",
		LI_MOD_AUTHENTICATION},
	{"Proxy-Authenticate: Digest ck = \"CANARY\"\r\n\r\n",
		LI_MOD_PROXY_AUTHENTICATE},
	{"Authorization: Digest x=y,\r\n ck=\r\n \"CANARY\"\r\n\r\n",
		LI_MOD_AUTHORIZATION},
	{"Authorization: Digest ck=\"a\\\"CANARY\"\r\n\r\n",
		LI_MOD_AUTHORIZATION},
	{"Proxy-Authorization: Digest ik=\"CANARY\r\n\r\n",
		LI_MOD_PROXY_AUTHORIZATION},
	{"Authentication-Info: ck=CANARY\r\n\r\n", LI_MOD_AUTHENTICATION_INFO},
	/* quotes that do not pair */
	{"WWW-Authenticate: Digest ck=\"aa,ik=\"CANARY\"\r\n\r\n",
		LI_MOD_AUTHENTICATION},
	{"WWW-Authenticate: Digest ck='aa CANARY', x=y\r\n\r\n",
		LI_MOD_AUTHENTICATION},
	{"WWW-Authenticate: Digest ck=\"aa\"\r\n CANARY\r\n\r\n",
		LI_MOD_AUTHENTICATION},
	{"WWW-Authenticate: Digest a=b\rX: ck=CANARY\r\n\r\n",
		LI_MOD_KEYS_ELSEWHERE},
};

/* TS 24.229 cl. 5.4.1.2.1A; TS 33.203 cl. 6 */
static void test_redact__masks_the_keys_of_a_registration(void)
{
	char text[512];

	for (size_t i = 0; i < sizeof(key_rows) / sizeof(key_rows[0]); i++) {
		for (int content = 0; content < 2; content++) {
			struct li_redacted r;

			snprintf(text, sizeof(text), START "%s",
				key_rows[i].text);
			r = redact(text, body_of(text), content);
			CU_ASSERT_FALSE(holds(r.sip, "CANARY"));
			CU_ASSERT_EQUAL(r.modifications, key_rows[i].where);
		}
	}
}

static void test_redact__leaves_what_only_looks_like_a_key(void)
{
	static const char text[] =
		START "WWW-Authenticate: Digest nonce=\"n\", stick=\"abc\", "
		      "ck=\"\", qop=\"auth\", check=x\r\n"
		      "X-Note: ck=abc\r\n\r\n";
	struct li_redacted r = redact(text, body_of(text), false);

	CU_ASSERT_TRUE(li_slice_eq(r.sip, li_slice_str(text)));
	CU_ASSERT_EQUAL(r.modifications, 0);
}

/* What ends a value ends what is masked with it, trusted or not. */
static void test_redact__masks_no_more_than_the_value_of_a_key(void)
{
	static const char *const texts[] = {
		START
		"WWW-Authenticate: Digest ck=aa bb, realm=\"REST\"\r\n\r\n",
		START "WWW-Authenticate: Digest ck=\"aa\"\r\nX: REST\r\n\r\n",
		START "WWW-Authenticate: Digest ck=aa\r\nX: REST\rY: 1\r\n\r\n",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct li_redacted r =
			redact(texts[i], body_of(texts[i]), true);

		CU_ASSERT_FALSE(holds(r.sip, "aa"));
		CU_ASSERT_FALSE(holds(r.sip, "bb"));
		CU_ASSERT_TRUE(holds(r.sip, "REST"));
		li_arena_reset(&arena);
	}
}

static void test_redact__distrusts_another_place_of_the_body(void)
{
	static const char text[] = START
		"Content-Type: application/sdp\r\nX: CANARY\r\n\r\nv=0\r\n";
	size_t body = body_of(text);
	struct li_redacted r = redact(text, body + 2, false);

	CU_ASSERT_EQUAL(r.modifications, BODY);
	CU_ASSERT_FALSE(holds(r.sip, "v=0"));
	CU_ASSERT_TRUE(holds(r.sip, "CANARY"));
	r = redact(text, strlen(START), false);
	CU_ASSERT_FALSE(holds(r.sip, "CANARY"));
	r = redact(text, 0, false);
	CU_ASSERT_EQUAL(r.modifications, BODY);
}

static void test_redact__never_writes_to_the_message(void)
{
	char text[] = START "Subject: a\r\nContent-Type: text/plain\r\n\r\nb";
	char before[sizeof(text)];
	struct li_redacted one, two;

	memcpy(before, text, sizeof(text));
	one = redact(text, body_of(text), false);
	two = redact(text, body_of(text), true);
	CU_ASSERT_EQUAL(memcmp(before, text, sizeof(text)), 0);
	CU_ASSERT_PTR_NOT_EQUAL(one.sip.p, two.sip.p);
	CU_ASSERT_TRUE(holds(two.sip, "Subject: a"));
	li_arena_fini(&arena);
}

/* RFC 3261 cl. 19.1.1: what the message shall hold that is sent there. */
static void test_redact__masks_content_inside_of_uris(void)
{
	static const struct {
		const char *field, *want;
		uint32_t modifications;
	} fields[] = {
		{"Refer-To: <sip:a@b?Subject=CANARY&Replaces=1%40x>",
			"Refer-To: <sip:a@b?Subject=xxxxxx&Replaces=1%40x>",
			SUBJECT},
		{"Contact: <sip:a@b?Replaces=1&BODY =CANARY,;>;q=1",
			"Contact: <sip:a@b?Replaces=1&BODY =xxxxxxxx>;q=1",
			BODY},
		{"m: sip:a@b?%62o%64y=CANARY;expires=1",
			"m: sip:a@b?%62o%64y=xxxxxx;expires=1", BODY},
		{"X: <sip:a@b?subject=CANARY&body=CANARY",
			"X: <sip:a@b?subject=xxxxxx&body=xxxxxx",
			SUBJECT | BODY},
		{"X: <sip:a@b?body=>, <sip:c@d?bodyx=1&%6>",
			"X: <sip:a@b?body=>, <sip:c@d?bodyx=1&%6>", 0},
	};
	char text[256], want[256];
	struct li_redacted r;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		snprintf(text, sizeof(text), START "%s\r\n\r\n",
			fields[i].field);
		snprintf(want, sizeof(want), START "%s\r\n\r\n",
			fields[i].want);
		r = redact(text, body_of(text), false);
		CU_ASSERT_TRUE(li_slice_is(r.sip, want));
		CU_ASSERT_EQUAL(r.modifications, fields[i].modifications);
		CU_ASSERT_EQUAL(redact(text, body_of(text), true).modifications,
			0);
	}
}

UNIT_MAIN("redact.redact",
	UNIT_TEST(test_redact__blanks_content_that_is_not_authorised),
	UNIT_TEST(test_redact__keeps_what_is_plainly_sdp),
	UNIT_TEST(test_redact__masks_the_keys_of_a_registration),
	UNIT_TEST(test_redact__leaves_what_only_looks_like_a_key),
	UNIT_TEST(test_redact__masks_no_more_than_the_value_of_a_key),
	UNIT_TEST(test_redact__distrusts_another_place_of_the_body),
	UNIT_TEST(test_redact__masks_content_inside_of_uris),
	UNIT_TEST(test_redact__never_writes_to_the_message))

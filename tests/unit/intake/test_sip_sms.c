/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/sip_scan.h"
#include "intake/sip_sms.h"
#include "model/mime.h"
#include "sms_build.h"
#include "unit.h"

#define HEAD                                                                   \
	"MESSAGE sip:smsc@ims.example SIP/2.0\r\n"                             \
	"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"                       \
	"From: <sip:alice@ims.example>;tag=1\r\n"                              \
	"To: <sip:smsc@ims.example>\r\nCall-ID: a\r\nCSeq: 1 MESSAGE\r\n"

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};
static struct li_event event;

static void scan(const char *head, struct li_slice body, const char *tail)
{
	static uint8_t sip[2048];
	size_t n = strlen(head), m = strlen(tail);

	memcpy(sip, head, n);
	if (body.n)
		memcpy(sip + n, body.p, body.n);
	memcpy(sip + n + body.n, tail, m);
	CU_ASSERT_EQUAL_FATAL(li_sip_scan(li_slice(sip, n + body.n + m),
				      &secret, &event),
		LI_OK);
	li_sip_sms(&event, &secret);
}

/* The party of this role, NULL when there is none. */
static const struct li_party *party(enum li_role role)
{
	for (size_t i = 0; i < event.party_count; i++)
		if (event.parties[i].role == role)
			return &event.parties[i];
	return NULL;
}

/* Does a target of this number look for what the party is known by? */
static void check_number(const struct li_party *p, const char *number)
{
	struct li_key keys[LI_ID_KEYS_MAX];
	struct li_identity target;

	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	CU_ASSERT_EQUAL(p->kind, LI_ID_E164);
	CU_ASSERT_TRUE(li_slice_is(p->text, number));
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_E164,
				      li_slice_str(number), &target),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_identity_keys_wanted(&target, &secret, keys),
		1);
	CU_ASSERT_TRUE(li_key_eq(p->keys[0], keys[0]));
}

/* TS 33.128 cl. 7.12.2.8: TP-DA of what the user sends, TP-OA of what comes */
static void test_sip_sms__finds_the_other_end_of_a_short_message(void)
{
	struct sms_build b;

	sms_message(&b, false, LI_SMS_GSM7, (struct li_slice){0}, "hello");
	scan(HEAD "Content-Type: application/vnd.3gpp.sms\r\n\r\n",
		sms_slice(&b), "");
	check_number(party(LI_ROLE_SMS_DESTINATION), "15551230002");
	CU_ASSERT_PTR_NULL(party(LI_ROLE_SMS_ORIGINATOR));
	sms_message(&b, true, LI_SMS_UCS2, (struct li_slice){0}, "hello");
	scan(HEAD "c: Application/VND.3gpp.sms;x=y\r\n\r\n", sms_slice(&b), "");
	check_number(party(LI_ROLE_SMS_ORIGINATOR), "15551230002");
	CU_ASSERT_PTR_NULL(party(LI_ROLE_SMS_DESTINATION));
}

/* TS 23.040 cl. 9.2.2.3: TP-RA */
static void test_sip_sms__finds_who_a_status_report_is_about(void)
{
	struct sms_build b = {.n = 0};

	sms_hex(&b,
		"01 02 02 9121 00 19 02 07 0b 91 5155210300f2 "
		"62112210000000 62112210000000 00");
	scan(HEAD "Content-Type: application/vnd.3gpp.sms\r\n\r\n",
		sms_slice(&b), "");
	check_number(party(LI_ROLE_SMS_ORIGINATOR), "15551230002");
}

/* RFC 2046 cl. 5.1 */
static void test_sip_sms__finds_it_in_a_part(void)
{
	struct sms_build b;

	sms_message(&b, false, LI_SMS_OCTETS, (struct li_slice){0}, "hello");
	scan(HEAD "Content-Type: multipart/mixed;boundary=x\r\n\r\n--x\r\n"
		  "Content-Type: text/plain\r\n\r\nhi\r\n--x\r\n"
		  "Content-Type: application/vnd.3gpp.sms\r\n\r\n",
		sms_slice(&b), "\r\n--x--\r\n");
	check_number(party(LI_ROLE_SMS_DESTINATION), "15551230002");
}

static void in_last_part(size_t parts)
{
	char head[4096];
	struct sms_build b;
	int n = snprintf(head, sizeof(head),
		HEAD "Content-Type: multipart/mixed;boundary=x\r\n\r\n");

	for (size_t i = 1; i < parts; i++)
		n += snprintf(head + n, sizeof(head) - (size_t)n,
			"--x\r\n\r\nhi\r\n");
	snprintf(head + n, sizeof(head) - (size_t)n,
		"--x\r\nContent-Type: application/vnd.3gpp.sms\r\n\r\n");
	sms_message(&b, false, LI_SMS_OCTETS, (struct li_slice){0}, "hello");
	scan(head, sms_slice(&b), "\r\n--x--\r\n");
}

/* Parts are bounded. */
static void test_sip_sms__does_not_search_without_end(void)
{
	in_last_part(LI_MIME_PARTS_MAX);
	CU_ASSERT_PTR_NOT_NULL(party(LI_ROLE_SMS_DESTINATION));
	in_last_part(LI_MIME_PARTS_MAX + 1);
	CU_ASSERT_PTR_NULL(party(LI_ROLE_SMS_DESTINATION));
}

/* TS 24.341 cl. 5.3.1 */
static void test_sip_sms__finds_the_ends_of_one_without_msisdn(void)
{
	const struct li_party *p;

	scan(HEAD "Content-Type: application/vnd.3gpp.sms+xml\r\n\r\n",
		li_slice_str("<m><s:To a=\"b\"> sip:bob@ims.example </s:To>"
			     "<From>sip:carol@ims.example</From></m>"),
		"");
	p = party(LI_ROLE_SMS_DESTINATION);
	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	CU_ASSERT_TRUE(li_slice_is(p->text, "sip:bob@ims.example"));
	p = party(LI_ROLE_SMS_ORIGINATOR);
	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	CU_ASSERT_TRUE(li_slice_is(p->text, "sip:carol@ims.example"));
}

static void test_sip_sms__adds_nobody_where_there_is_nobody(void)
{
	struct sms_build b = {.n = 0};

	scan(HEAD "Content-Type: text/plain\r\n\r\n",
		li_slice_str("<To>b</To>"), "");
	CU_ASSERT_EQUAL(event.party_count, 3);
	sms_hex(&b, "02 04");
	scan(HEAD "Content-Type: application/vnd.3gpp.sms\r\n\r\n",
		sms_slice(&b), "");
	CU_ASSERT_EQUAL(event.party_count, 3);
	/* a name is nobody's number */
	b.n = 0;
	sms_hex(&b,
		"01 01 00 00 10 00 04 d0 c834 00 00 62112210000000 "
		"01 20");
	scan(HEAD "Content-Type: application/vnd.3gpp.sms\r\n\r\n",
		sms_slice(&b), "");
	CU_ASSERT_EQUAL(event.party_count, 3);
}

UNIT_MAIN("intake.sip_sms",
	UNIT_TEST(test_sip_sms__finds_the_other_end_of_a_short_message),
	UNIT_TEST(test_sip_sms__finds_who_a_status_report_is_about),
	UNIT_TEST(test_sip_sms__finds_it_in_a_part),
	UNIT_TEST(test_sip_sms__does_not_search_without_end),
	UNIT_TEST(test_sip_sms__finds_the_ends_of_one_without_msisdn),
	UNIT_TEST(test_sip_sms__adds_nobody_where_there_is_nobody))

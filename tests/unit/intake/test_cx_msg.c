/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/cx_build.h"
#include "intake/cx_msg.h"
#include "unit.h"

#define GPP LI_CX_VENDOR
#define APP LI_CX_APPLICATION

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};

/* One exchange, its octets and what was made of them. */
struct exchange {
	struct li_buf request, answer;
	struct li_event event;
	li_err err;
};

static struct li_cx_texts texts;

static void read_it(struct exchange *x)
{
	struct li_cx_pair pair = {
		.request = cx_end(&x->request),
		.requested_us = 1000,
		.answered_us = 2000,
	};

	if (x->answer.n)
		pair.answer = cx_end(&x->answer);
	x->err = li_cx_msg_read(&pair, &secret, &texts, &x->event);
}

static void release(struct exchange *x)
{
	li_buf_fini(&x->request);
	li_buf_fini(&x->answer);
}

/* Has the event a party of this role that is this identity? */
static bool has(const struct li_event *e, enum li_role role,
	enum li_id_kind kind, const char *text)
{
	struct li_identity id;
	struct li_key keys[LI_ID_KEYS_MAX];

	if (li_identity_parse(kind, li_slice_str(text), &id) != LI_OK ||
		li_identity_keys_given(&id, &secret, keys) == 0)
		return false;
	for (size_t i = 0; i < e->party_count; i++)
		if (e->parties[i].role == role && e->parties[i].kind == kind &&
			li_key_eq(e->parties[i].keys[0], keys[0]))
			return true;
	return false;
}

static void add_experimental(struct li_buf *b, uint32_t vendor, uint32_t code)
{
	size_t at = cx_avp_begin(b, 297, 0);

	cx_avp_u32(b, 266, 0, vendor);
	cx_avp_u32(b, 298, 0, code);
	cx_avp_end(b, at);
}

/* TS 29.228 cl. 6.1.2 */
static void test_cx_msg__reads_an_assignment(void)
{
	struct exchange x = {0};
	const struct li_cx *cx = &x.event.cx;

	cx_begin(&x.request, 0x80, 301, APP);
	cx_avp_text(&x.request, 264, 0, "scscf.ims.test");
	cx_avp_text(&x.request, 296, 0, "ims.test");
	cx_avp_text(&x.request, 1, 0, "alice@ims.test");
	cx_avp_text(&x.request, 601, GPP, "sip:alice@ims.test");
	cx_avp_text(&x.request, 602, GPP, "sip:scscf.ims.test");
	cx_avp_u32(&x.request, 614, GPP, 1);
	cx_begin(&x.answer, 0, 301, 16777217); /* some peers get it wrong */
	cx_avp_u32(&x.answer, 268, 0, 2001);
	read_it(&x);
	CU_ASSERT_EQUAL_FATAL(x.err, LI_OK);
	CU_ASSERT_EQUAL(x.event.source, LI_SOURCE_CX);
	CU_ASSERT_EQUAL(x.event.at_us, 1000);
	CU_ASSERT_EQUAL(cx->command, LI_CX_SAR);
	CU_ASSERT(cx->answered);
	CU_ASSERT_EQUAL(cx->answered_us, 2000);
	CU_ASSERT(li_cx_success(cx));
	CU_ASSERT_EQUAL(cx->assignment_type, 1);
	CU_ASSERT_EQUAL(cx->authorization_type, -1);
	CU_ASSERT_EQUAL(cx->reason_code, -1);
	CU_ASSERT(li_slice_is(cx->user_name, "alice@ims.test"));
	CU_ASSERT(li_slice_is(cx->server_name, "sip:scscf.ims.test"));
	CU_ASSERT(li_slice_is(cx->origin_host, "scscf.ims.test"));
	CU_ASSERT(li_slice_is(cx->origin_realm, "ims.test"));
	CU_ASSERT_EQUAL(cx->impu_count, 1);
	CU_ASSERT_EQUAL(x.event.party_count, 2);
	CU_ASSERT(has(&x.event, LI_ROLE_CX_PUBLIC_IDENTITY, LI_ID_IMPU,
		"sip:alice@ims.test"));
	CU_ASSERT(has(&x.event, LI_ROLE_CX_USER_NAME, LI_ID_IMPI,
		"alice@ims.test"));
	release(&x);
}

/* TS 29.229 cl. 6.2: the AVP, the vendor and the code */
static void test_cx_msg__takes_the_result_from_its_avp(void)
{
	static const struct {
		uint32_t base, vendor, experimental;
		uint32_t result;
		bool is_experimental, success;
	} cases[] = {
		{2001, 0, 0, 2001, false, true},
		{0, GPP, 2001, 2001, true, true},
		{0, GPP, 2002, 2002, true, true},
		{0, GPP, 5001, 5001, true, false},
		{0, 9999, 2001, 2001, true, false},
		{5003, 0, 0, 5003, false, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct exchange x = {0};

		cx_begin(&x.request, 0x80, 300, APP);
		cx_begin(&x.answer, 0, 300, APP);
		if (cases[i].base)
			cx_avp_u32(&x.answer, 268, 0, cases[i].base);
		else
			add_experimental(&x.answer, cases[i].vendor,
				cases[i].experimental);
		read_it(&x);
		CU_ASSERT_EQUAL_FATAL(x.err, LI_OK);
		CU_ASSERT_EQUAL(x.event.cx.result, cases[i].result);
		CU_ASSERT_EQUAL(x.event.cx.experimental,
			cases[i].is_experimental);
		CU_ASSERT_EQUAL(li_cx_success(&x.event.cx), cases[i].success);
		release(&x);
	}
}

/* TS 29.228 cl. 6.1.1 */
static void test_cx_msg__reads_an_authorization(void)
{
	struct exchange x = {0};

	cx_begin(&x.request, 0x80, 300, APP);
	cx_avp_u32(&x.request, 623, GPP, 2);
	cx_avp_text(&x.request, 600, GPP, "visited.test");
	cx_begin(&x.answer, 0, 300, APP);
	add_experimental(&x.answer, GPP, 2002);
	cx_avp_text(&x.answer, 602, GPP, "sip:s");
	read_it(&x);
	CU_ASSERT_EQUAL_FATAL(x.err, LI_OK);
	CU_ASSERT_EQUAL(x.event.cx.authorization_type, 2);
	CU_ASSERT(li_slice_is(x.event.cx.visited_network, "visited.test"));
	CU_ASSERT(li_slice_is(x.event.cx.server_name, "sip:s"));
	release(&x);
}

/* TS 29.228 cl. 6.1.3 */
/* TS 29.229 cl. 6.1.9, 6.3.16 */
static void test_cx_msg__reads_a_termination(void)
{
	struct exchange x = {0};
	size_t at;

	cx_begin(&x.request, 0x80, 304, APP);
	cx_avp_text(&x.request, 1, 0, "alice@ims.test");
	at = cx_avp_begin(&x.request, 632, GPP);
	cx_avp_text(&x.request, 1, 0, "alice2@ims.test");
	cx_avp_text(&x.request, 1, 0, "alice3@ims.test");
	cx_avp_end(&x.request, at);
	cx_avp_text(&x.request, 601, GPP, "sip:alice@ims.test");
	cx_avp_text(&x.request, 601, GPP, "tel:+15551230001");
	at = cx_avp_begin(&x.request, 615, GPP);
	cx_avp_u32(&x.request, 616, GPP, 2);
	cx_avp_text(&x.request, 617, GPP, "why");
	cx_avp_end(&x.request, at);
	read_it(&x);
	CU_ASSERT_EQUAL_FATAL(x.err, LI_OK);
	CU_ASSERT_FALSE(x.event.cx.answered);
	CU_ASSERT_EQUAL(x.event.cx.answered_us, 0);
	CU_ASSERT_FALSE(li_cx_success(&x.event.cx));
	CU_ASSERT_EQUAL(x.event.cx.reason_code, 2);
	CU_ASSERT_EQUAL(x.event.cx.impu_count, 2);
	CU_ASSERT_EQUAL(x.event.cx.impi_count, 2);
	CU_ASSERT(li_slice_is(x.event.cx.user_name, "alice@ims.test"));
	CU_ASSERT(has(&x.event, LI_ROLE_CX_USER_NAME, LI_ID_IMPI,
		"alice3@ims.test"));
	CU_ASSERT(has(&x.event, LI_ROLE_CX_PUBLIC_IDENTITY, LI_ID_IMPU,
		"tel:+15551230001"));
	release(&x);
}

/* TS 29.228 cl. 6.6, Annex E */
static void test_cx_msg__reads_the_profile_of_an_answer(void)
{
	struct exchange x = {0};

	cx_begin(&x.request, 0x80, 301, APP);
	cx_avp_text(&x.request, 601, GPP, "sip:alice@ims.test");
	cx_begin(&x.answer, 0, 301, APP);
	cx_avp_u32(&x.answer, 268, 0, 2001);
	cx_avp_text(&x.answer, 606, GPP,
		"<IMSSubscription><PrivateID>alice@ims.test</PrivateID>"
		"<ServiceProfile><PublicIdentity><Identity>"
		"sip:a&amp;b@ims.test</Identity></PublicIdentity>"
		"<PublicIdentity><Identity>tel:+15551230001</Identity>"
		"</PublicIdentity></ServiceProfile></IMSSubscription>");
	read_it(&x);
	CU_ASSERT_EQUAL_FATAL(x.err, LI_OK);
	CU_ASSERT(x.event.cx.user_data.n > 100);
	CU_ASSERT(has(&x.event, LI_ROLE_CX_USER_DATA, LI_ID_IMPI,
		"alice@ims.test"));
	CU_ASSERT(has(&x.event, LI_ROLE_CX_USER_DATA, LI_ID_IMPU,
		"tel:+15551230001"));
	CU_ASSERT(has(&x.event, LI_ROLE_CX_USER_DATA, LI_ID_IMPU,
		"sip:a&b@ims.test"));
	CU_ASSERT_EQUAL(x.event.party_count, 4);
	release(&x);
}

static void test_cx_msg__says_when_it_is_crowded(void)
{
	struct exchange x = {0};

	cx_begin(&x.request, 0x80, 304, APP);
	for (int i = 0; i < LI_EVENT_IDENTITIES_MAX + 10; i++) {
		char uri[32];

		snprintf(uri, sizeof(uri), "sip:u%d@ims.test", i);
		cx_avp_text(&x.request, 601, GPP, uri);
		cx_avp_text(&x.request, 601, GPP, uri);
	}
	read_it(&x);
	CU_ASSERT_EQUAL_FATAL(x.err, LI_OK);
	CU_ASSERT(x.event.crowded);
	CU_ASSERT_EQUAL(x.event.party_count, LI_EVENT_IDENTITIES_MAX);
	CU_ASSERT_EQUAL(x.event.cx.impu_count, LI_CX_IMPUS_MAX);
	release(&x);
}

static void test_cx_msg__refuses_what_is_no_exchange(void)
{
	static const struct {
		uint8_t flags;
		uint32_t command, application;
		int answer_command; /* -1: none */
		uint8_t answer_flags;
		li_err err;
	} cases[] = {
		{0x80, 301, 16777217, -1, 0, LI_EUNSUPPORTED},
		{0x80, 299, APP, -1, 0, LI_EUNSUPPORTED},
		{0x80, 306, APP, -1, 0, LI_EUNSUPPORTED},
		{0x00, 301, APP, -1, 0, LI_EMALFORMED},
		{0x80, 301, APP, 302, 0, LI_EMALFORMED},
		{0x80, 301, APP, 301, 0x80, LI_EMALFORMED},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct exchange x = {.event = {.at_us = 77}};

		cx_begin(&x.request, cases[i].flags, cases[i].command,
			cases[i].application);
		if (cases[i].answer_command >= 0)
			cx_begin(&x.answer, cases[i].answer_flags,
				(uint32_t)cases[i].answer_command, APP);
		read_it(&x);
		CU_ASSERT_EQUAL(x.err, cases[i].err);
		CU_ASSERT_EQUAL(x.event.at_us, 77);
		release(&x);
	}
}

static void test_cx_msg__refuses_a_broken_list_but_not_a_broken_group(void)
{
	struct exchange x = {0};
	size_t at;

	cx_begin(&x.request, 0x80, 304, APP);
	at = cx_avp_begin(&x.request, 615, GPP);
	li_buf_put_u32(&x.request, 616);
	li_buf_put_u32(&x.request, 0x400000ff);
	cx_avp_end(&x.request, at);
	cx_avp_text(&x.request, 1, 0, "alice@ims.test");
	read_it(&x);
	CU_ASSERT_EQUAL(x.err, LI_OK);
	CU_ASSERT_EQUAL(x.event.cx.reason_code, -1);
	CU_ASSERT_EQUAL(x.event.party_count, 1);
	li_buf_put_u32(&x.request, 1);
	read_it(&x);
	CU_ASSERT_EQUAL(x.err, LI_EMALFORMED);
	release(&x);
}

UNIT_MAIN("intake.cx_msg", UNIT_TEST(test_cx_msg__reads_an_assignment),
	UNIT_TEST(test_cx_msg__takes_the_result_from_its_avp),
	UNIT_TEST(test_cx_msg__reads_an_authorization),
	UNIT_TEST(test_cx_msg__reads_a_termination),
	UNIT_TEST(test_cx_msg__reads_the_profile_of_an_answer),
	UNIT_TEST(test_cx_msg__says_when_it_is_crowded),
	UNIT_TEST(test_cx_msg__refuses_what_is_no_exchange),
	UNIT_TEST(test_cx_msg__refuses_a_broken_list_but_not_a_broken_group))

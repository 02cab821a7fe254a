/* SPDX-License-Identifier: BSD-3-Clause */
#include "redact/redact.h"
#include "unit.h"

#define NOTIFY "NOTIFY sip:alice@ims.example SIP/2.0\r\nContent-Type: "
#define REGINFO NOTIFY "application/reginfo+xml\r\n\r\n"
#define DIALOG NOTIFY "application/dialog-info+xml\r\n\r\n"
#define CONFERENCE NOTIFY "application/conference-info+xml\r\n\r\n"
#define WAITING NOTIFY "application/simple-message-summary\r\n\r\n"

static struct li_arena arena;

static struct li_redacted redact(const char *text)
{
	const struct li_redact_scope scope = {.location = true,
		.sender = LI_REDACT_FROM_OTHER};
	struct li_redacted r = {.modifications = 0};

	CU_ASSERT_EQUAL_FATAL(li_redact_sip(li_slice_str(text),
				      (size_t)(strstr(text, "\r\n\r\n") + 4 -
					      text),
				      &scope, &arena, &r),
		LI_OK);
	CU_ASSERT_EQUAL_FATAL(r.sip.n, strlen(text));
	return r;
}

/* TS 33.128 cl. 7.12.9: what is blanked is what users say. RFC 3680 cl. 5;
 * RFC 4235 cl. 4; RFC 4575 cl. 5; RFC 3842 cl. 5.2 */
static void test_notice__keeps_how_things_stand(void)
{
	static const char *const kept[] = {
		REGINFO "<?xml version=\"1.0\"?>\r\n<reginfo version=\"0\" "
			"state=\"full\"><registration aor=\"sip:a@b\" id=\"1\" "
			"state=\"active\"><contact id=\"2\" state=\"active\" "
			"event=\"registered\" expires=\"7\"><uri>sip:a@192.0.2."
			"1</uri></contact></registration></reginfo>",
		DIALOG "<dialog-info version=\"1\" state=\"full\" "
		       "entity=\"sip:a@b\"><dialog id=\"1\" call-id=\"x\" "
		       "direction=\"recipient\"><state>early</state><remote>"
		       "<identity>sip:c@d</identity><target uri=\"sip:c@e\"/>"
		       "</remote></dialog></dialog-info>",
		CONFERENCE "<conference-info entity=\"sip:c@d\" state=\"full\">"
			   "<users><user entity=\"sip:a@b\"><endpoint entity="
			   "\"sip:a@e\"><status>connected</status></endpoint>"
			   "</user></users></conference-info>",
		WAITING "Messages-Waiting: yes\r\nMessage-Account: sip:a@b\r\n"
			"Voice-Message: 2/8 (0/2)\r\n",
	};

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		struct li_redacted r = redact(kept[i]);

		CU_ASSERT_TRUE(li_slice_is(r.sip, kept[i]));
		CU_ASSERT_EQUAL(r.modifications, 0);
	}
}

/* TS 33.128 cl. 7.12.9 */
static void test_notice__blanks_what_somebody_wrote(void)
{
	static const struct {
		const char *text;
		uint32_t modifications;
	} cases[] = {
		{REGINFO "<reginfo version=\"a CANARY\" x=\"CANARY\"><uri>sip:a"
			 "</uri>CANARY<display-name>CANARY</display-name>"
			 "</reginfo>",
			LI_MOD_TEXT_CONTENT},
		{DIALOG "<dialog-info><note>CANARY</note></dialog-info>",
			LI_MOD_TEXT_CONTENT},
		{CONFERENCE "<conference-info><subject>CANARY</subject>"
			    "<free-text>CANARY</free-text></conference-info>",
			LI_MOD_TEXT_CONTENT},
		{CONFERENCE "<conference-info><subject>CANARY", LI_MOD_BODY},
		{WAITING "Messages-Waiting: yes\r\n\r\nSubject: CANARY\r\n",
			LI_MOD_TEXT_CONTENT},
		{WAITING "Messages-Waiting: CANARY\r\n", LI_MOD_BODY},
		{WAITING "Message-Account: a CANARY\r\n", LI_MOD_BODY},
		{WAITING "Voice-Message: CANARY\r\n", LI_MOD_BODY},
		{WAITING "CANARY: 1\r\n", LI_MOD_BODY},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct li_redacted r = redact(cases[i].text);

		CU_ASSERT_PTR_NULL(memmem(r.sip.p, r.sip.n, "CANARY", 6));
		CU_ASSERT_EQUAL(r.modifications, cases[i].modifications);
	}
	li_arena_fini(&arena);
}

/* A word is no longer than that. */
static void test_notice__blanks_a_long_attribute(void)
{
	for (size_t n = 254; n < 258; n++) {
		char text[512] = REGINFO "<reginfo state=\"";
		const size_t at = strlen(text);
		struct li_redacted r;

		memset(text + at, 'a', n);
		strcpy(text + at + n, "\"/>");
		r = redact(text);
		CU_ASSERT_EQUAL(r.sip.p[at], n <= 255 ? 'a' : ' ');
	}
	li_arena_fini(&arena);
}

UNIT_MAIN("redact.notice", UNIT_TEST(test_notice__keeps_how_things_stand),
	UNIT_TEST(test_notice__blanks_what_somebody_wrote),
	UNIT_TEST(test_notice__blanks_a_long_attribute))

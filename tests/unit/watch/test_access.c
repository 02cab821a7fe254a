/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"

/* Who may send what: each role with each command. TS 29.228 cl. 6.1, 6.2, 6.3 */
static void test_access__knows_which_role_sends_which_command(void)
{
	static const struct {
		const char *host;
		unsigned may; /* bit 0 is UAR, as they are numbered */
	} rows[] = {
		{KIT_ICSCF, 1 << 0 | 1 << 2},
		{KIT_SCSCF, 1 << 1 | 1 << 3},
		{KIT_HSS, 1 << 4 | 1 << 5},
		{KIT_DRA, 0},
	};
	struct kit k;

	kit_rules(&k);
	kit_nodes(&k);
	kit_begin(&k);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (int command = LI_CX_UAR; command <= LI_CX_PPR; command++) {
			bool may = rows[i].may >> (command - LI_CX_UAR) & 1;

			kit_cx(&k, (enum li_cx_command)command, rows[i].host);
			CU_ASSERT_EQUAL(kit_take(&k), may ? 0 : 1);
			CU_ASSERT_EQUAL(kit_found(&k, LI_RULE_CX_ROLE) == NULL,
				may);
			kit_pass(&k, 60);
		}
	}
	kit_close(&k);
}

static void test_access__gives_a_host_all_its_roles(void)
{
	struct kit k;

	kit_rules(&k);
	kit_nodes(&k);
	kit_node(&k, KIT_ICSCF, LI_NODE_SCSCF);
	kit_begin(&k);
	for (int command = LI_CX_UAR; command <= LI_CX_MAR; command++) {
		kit_cx(&k, (enum li_cx_command)command, "ICSCF.IMS.Example");
		CU_ASSERT_EQUAL(kit_take(&k), 0);
	}
	kit_close(&k);
}

static void test_access__says_who_is_not_in_the_list(void)
{
	const struct li_security_event *e;
	struct kit k;

	kit_rules(&k);
	kit_nodes(&k);
	kit_begin(&k);
	kit_cx(&k, LI_CX_LIR, "evil.example");
	k.event.cx_more.request_peer = li_slice_str(KIT_DRA);
	kit_user(&k, NULL, KIT_IMPU);
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	e = kit_found(&k, LI_RULE_CX_STRANGER);
	CU_ASSERT_PTR_NOT_NULL_FATAL(e);
	CU_ASSERT_EQUAL(e->severity, LI_SEVERITY_HIGH);
	CU_ASSERT_EQUAL(e->code, LI_CX_LIR);
	CU_ASSERT_EQUAL(e->number, k.number);
	CU_ASSERT_EQUAL(e->at_us, k.at_us);
	CU_ASSERT_NOT_EQUAL(e->subject, 0);
	CU_ASSERT(li_slice_is(e->node, "evil.example"));
	CU_ASSERT(li_slice_is(e->peer, KIT_DRA));
	kit_close(&k);
}

static void test_access__judges_nobody_without_a_list(void)
{
	struct kit k;

	kit_open(&k);
	for (int command = LI_CX_UAR; command <= LI_CX_PPR; command++) {
		kit_cx(&k, (enum li_cx_command)command, "evil.example");
		k.event.cx_more.request_peer = li_slice_str("worse.example");
		k.event.cx_more.answer_host = li_slice_str("bad.example");
		CU_ASSERT_EQUAL(kit_take(&k), 0);
	}
	kit_close(&k);
}

/* RFC 6733 cl. 2.8.1: who brings another's message is a relay */
static void test_access__wants_a_known_relay_between(void)
{
	struct kit k;

	kit_rules(&k);
	kit_nodes(&k);
	kit_begin(&k);
	kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
	k.event.cx_more.request_peer = li_slice_str(KIT_DRA);
	k.event.cx_more.answer_peer = li_slice_str("HSS.ims.example");
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
	k.event.cx_more.request_peer = li_slice_str(KIT_SCSCF);
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	CU_ASSERT_PTR_NOT_NULL(kit_found(&k, LI_RULE_CX_PEER));
	kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
	k.event.cx_more.answer_peer = li_slice_str(KIT_SCSCF);
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(kit_found(&k, LI_RULE_CX_PEER));
	CU_ASSERT(li_slice_is(kit_found(&k, LI_RULE_CX_PEER)->node, KIT_HSS));
	kit_close(&k);
}

static void test_access__wants_the_answer_of_a_hss(void)
{
	struct kit k;

	kit_rules(&k);
	kit_nodes(&k);
	kit_begin(&k);
	kit_cx(&k, LI_CX_MAR, KIT_SCSCF);
	k.event.cx_more.answer_host = li_slice_str(KIT_ICSCF);
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(kit_found(&k, LI_RULE_CX_ANSWER));
	CU_ASSERT(
		li_slice_is(kit_found(&k, LI_RULE_CX_ANSWER)->node, KIT_ICSCF));
	kit_cx(&k, LI_CX_MAR, KIT_SCSCF);
	k.event.cx_more.answer_host = li_slice_str("evil.example");
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	kit_cx(&k, LI_CX_PPR, KIT_HSS);
	k.event.cx_more.answer_host = li_slice_str(KIT_HSS);
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	kit_cx(&k, LI_CX_MAR, KIT_SCSCF);
	k.event.cx.answered = false;
	k.event.cx_more.answer_host = li_slice(NULL, 0);
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_close(&k);
}

/* RFC 6733 cl. 7.1.3: DIAMETER_UNABLE_TO_DELIVER is the relay's own word */
static void test_access__lets_a_relay_say_that_nobody_is_there(void)
{
	struct kit k;

	kit_rules(&k);
	kit_nodes(&k);
	kit_begin(&k);
	kit_cx(&k, LI_CX_MAR, KIT_SCSCF);
	k.event.cx_more.answer_host = li_slice_str(KIT_DRA);
	k.event.cx.result = 3002;
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_cx(&k, LI_CX_MAR, KIT_SCSCF);
	k.event.cx_more.answer_host = li_slice_str(KIT_DRA);
	CU_ASSERT_EQUAL(kit_take(&k), 1);
	CU_ASSERT_PTR_NOT_NULL(kit_found(&k, LI_RULE_CX_ANSWER));
	kit_close(&k);
}

UNIT_MAIN("watch.access",
	UNIT_TEST(test_access__knows_which_role_sends_which_command),
	UNIT_TEST(test_access__gives_a_host_all_its_roles),
	UNIT_TEST(test_access__says_who_is_not_in_the_list),
	UNIT_TEST(test_access__judges_nobody_without_a_list),
	UNIT_TEST(test_access__wants_a_known_relay_between),
	UNIT_TEST(test_access__wants_the_answer_of_a_hss),
	UNIT_TEST(test_access__lets_a_relay_say_that_nobody_is_there))

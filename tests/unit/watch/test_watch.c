/* SPDX-License-Identifier: BSD-3-Clause */
#include "kit_watch.h"

/* TS 29.228 cl. 6.1, 8.1 */
static void test_watch__says_where_two_witnesses_differ(void)
{
	static const struct {
		unsigned bit;
		enum li_rule rule;
	} rows[] = {
		{LI_CONTRADICTION_SERVER_DIFFERS, LI_RULE_SERVER_DIFFERS},
		{LI_CONTRADICTION_SIP_GONE, LI_RULE_SIP_GONE},
		{LI_CONTRADICTION_CX_GONE, LI_RULE_CX_GONE},
		{LI_CONTRADICTION_NOT_ASSOCIATED, LI_RULE_NOT_ASSOCIATED},
		{LI_CONTRADICTION_STALE, LI_RULE_STALE},
	};
	struct kit k;

	kit_open(&k);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
		k.change.contradictions = rows[i].bit;
		CU_ASSERT_EQUAL(kit_take(&k), 1);
		CU_ASSERT_PTR_NOT_NULL(kit_found(&k, rows[i].rule));
		kit_answer(&k, 200, "c1", 1);
		k.change.contradictions = rows[i].bit;
		CU_ASSERT_EQUAL(kit_take(&k), 1);
		CU_ASSERT_PTR_NOT_NULL(kit_found(&k, rows[i].rule));
	}
	kit_close(&k);
}

/* The S-CSCF is the one that the CSCF names, or else the HSS. */
static void test_watch__says_which_server_differs(void)
{
	struct kit k;

	kit_open(&k);
	kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
	k.event.cx_more.answered_server = li_slice_str("sip:b.example:6060");
	k.change.contradictions = LI_CONTRADICTION_SERVER_DIFFERS;
	CU_ASSERT_EQUAL_FATAL(kit_take(&k), 1);
	CU_ASSERT(li_slice_is(k.out->server, "b.example"));
	kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
	k.event.cx.server_name = li_slice_str("sip:a.example");
	k.event.cx_more.answered_server = li_slice_str("sip:b.example:6060");
	k.change.contradictions = LI_CONTRADICTION_SERVER_DIFFERS;
	CU_ASSERT_EQUAL_FATAL(kit_take(&k), 1);
	CU_ASSERT(li_slice_is(k.out->server, "a.example"));
	kit_close(&k);
}

/* Only Cx, registrations and dialogs from an odd place are looked at, and
 * nothing that is broken. */
static void test_watch__leaves_all_other_messages_alone(void)
{
	struct kit k;

	kit_open(&k);
	for (int m = LI_SIP_OTHER; m <= LI_SIP_OPTIONS; m++) {
		kit_answer(&k, 200, "c1", 1);
		k.event.sip.method = (enum li_sip_method)m;
		k.change.devices =
			~(unsigned)(LI_DEVICE_UNBOUND | LI_DEVICE_LET_IN);
		k.change.contradictions = ~0U;
		CU_ASSERT_EQUAL(kit_take(&k) > 0, m == LI_SIP_REGISTER);
	}
	kit_answer(&k, 200, "c1", 1);
	k.event.broken = true;
	k.change.devices = ~0U;
	CU_ASSERT_EQUAL(kit_take(&k), 0);
	kit_close(&k);
}

/* The same user is the same in SIP and Cx, and another in another run. */
static void test_watch__names_a_user_by_a_number_of_this_run(void)
{
	uint64_t cx, sip, other;
	struct kit k;

	kit_open(&k);
	kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
	kit_user(&k, NULL, KIT_IMPU);
	k.change.contradictions = LI_CONTRADICTION_STALE;
	CU_ASSERT_EQUAL_FATAL(kit_take(&k), 1);
	cx = k.out->subject;
	kit_answer(&k, 200, "c1", 1);
	k.change.contradictions = LI_CONTRADICTION_STALE;
	CU_ASSERT_EQUAL_FATAL(kit_take(&k), 1);
	sip = k.out->subject;
	kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
	kit_user(&k, NULL, "sip:bob@ims.example");
	k.change.contradictions = LI_CONTRADICTION_STALE;
	CU_ASSERT_EQUAL_FATAL(kit_take(&k), 1);
	other = k.out->subject;
	CU_ASSERT_EQUAL(cx, sip);
	CU_ASSERT_NOT_EQUAL(cx, 0);
	CU_ASSERT_NOT_EQUAL(cx, other);
	kit_close(&k);
}

static void test_watch__counts_what_it_tells_and_what_it_sums_up(void)
{
	const struct li_security_event *out;
	const struct li_watch_counts *n;
	struct kit k;

	kit_rules(&k);
	k.rules.rows_a_minute = 2;
	kit_begin(&k);
	n = li_watch_counts(k.watch);
	for (int i = 0; i < 10; i++) {
		kit_cx(&k, LI_CX_LIR, KIT_ICSCF);
		k.change.contradictions = LI_CONTRADICTION_STALE;
		CU_ASSERT_EQUAL(kit_take(&k), i < 2 ? 1 : 0);
	}
	CU_ASSERT_EQUAL(n->fired[LI_RULE_STALE], 2);
	CU_ASSERT_EQUAL(n->summed[LI_RULE_STALE], 8);
	CU_ASSERT_EQUAL(li_watch_tick(k.watch, k.at_us, &out), 0);
	CU_ASSERT_EQUAL_FATAL(li_watch_tick(k.watch,
				      k.at_us + LI_WATCH_MINUTE_US, &out),
		1);
	CU_ASSERT_EQUAL(out->count, 8);
	CU_ASSERT(li_slice_is(out->node, KIT_ICSCF));
	CU_ASSERT_EQUAL(out->subject, 0);
	kit_close(&k);
}

UNIT_MAIN("watch.watch", UNIT_TEST(test_watch__says_where_two_witnesses_differ),
	UNIT_TEST(test_watch__says_which_server_differs),
	UNIT_TEST(test_watch__leaves_all_other_messages_alone),
	UNIT_TEST(test_watch__names_a_user_by_a_number_of_this_run),
	UNIT_TEST(test_watch__counts_what_it_tells_and_what_it_sums_up))

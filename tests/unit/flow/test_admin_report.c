/* SPDX-License-Identifier: BSD-3-Clause */
#include "admin_bench.h"
#include "store/report.h"

/* How many reports wait; the last in *report. */
static size_t reports(struct bench *b, struct li_admin_report *report)
{
	struct li_slice rest;
	struct li_ipc_message m;
	size_t n = 0;

	CU_ASSERT_EQUAL(ask(b, LI_ADMIN_REPORT_LIST, "lmisf-x1d",
				(struct li_slice){0}),
		LI_OK);
	rest = li_buf_slice(&b->items);
	for (; li_ipc_next(rest, &m) == LI_OK; n++) {
		CU_ASSERT_EQUAL(li_admin_report_get(m.body, report), LI_OK);
		rest = li_slice_sub(rest, m.octets, rest.n);
	}
	return n;
}

/* TS 103 221-1 cl. 6.5.2: an end that the ADMF did not ask for */
static void test_admin_report__tells_the_admf_who_ended_a_task(void)
{
	static const struct {
		const char *via, *actor;
		size_t told;
	} ends[] = {
		{"lmisf-ctl", "alice", 1},
		{"lmisf-x1d", "admf-1", 1}, /* none more */
		{"lmisf-x1d", "lmisf-x1d", 2},
	};
	struct li_admin_report report = {.id = 0};
	struct bench b;

	set_up(&b);
	li_store_reporting(b.store, true);
	for (size_t i = 0; i < 3; i++) {
		struct li_task t = place_task(LI_ID_IMPI, "a@ims.example");

		CU_ASSERT_EQUAL(li_store_task_add(b.store, &t, &place_actor,
					NULL),
			LI_OK);
		CU_ASSERT_EQUAL(ask_by(&b, LI_ADMIN_TASK_END, ends[i].via,
					ends[i].actor, li_slice(&t.xid, 16)),
			LI_OK);
		CU_ASSERT_EQUAL(reports(&b, &report), ends[i].told);
		CU_ASSERT_EQUAL(report.issue.cause, LI_ISSUE_ENDED);
		CU_ASSERT_EQUAL(li_uuid_eq(&report.issue.id, &t.xid), i != 1);
	}
	tear_down(&b);
}

static li_err say(struct bench *b, const char *via, enum li_issue_cause cause)
{
	const struct li_issue issue = {.cause = cause,
		.state = LI_ISSUE_RAISED,
		.part = LI_ISSUE_DELIVER};
	struct li_buf body = {0};
	li_err err;

	li_pack_issue(&body, &issue);
	err = ask_by(b, LI_ADMIN_ISSUE, via, via, li_buf_slice(&body));
	li_buf_fini(&body);
	return err;
}

static void test_admin_report__lets_a_program_speak_for_itself_only(void)
{
	struct li_admin_report report = {.id = 0};
	struct bench b;

	set_up(&b);
	li_store_reporting(b.store, true);
	CU_ASSERT_EQUAL(say(&b, "lmisf-deliver", LI_ISSUE_DOWN), LI_OK);
	CU_ASSERT_EQUAL(say(&b, "lmisf-deliver", LI_ISSUE_CERTIFICATE), LI_OK);
	CU_ASSERT_EQUAL(say(&b, "lmisf-x1d", LI_ISSUE_DOWN), LI_EDENIED);
	CU_ASSERT_EQUAL(say(&b, "lmisf-x1d", LI_ISSUE_CERTIFICATE), LI_EDENIED);
	CU_ASSERT_EQUAL(say(&b, "lmisf-deliver", LI_ISSUE_LOST), LI_EDENIED);
	CU_ASSERT_EQUAL(say(&b, "lmisf-ctl", LI_ISSUE_RESTART), LI_EDENIED);
	CU_ASSERT_EQUAL(reports(&b, &report), 2);
	CU_ASSERT_EQUAL(ask(&b, LI_ADMIN_FAULT_LIST, "tester",
				(struct li_slice){0}),
		LI_OK);
	CU_ASSERT(b.items.n > 2 * LI_IPC_HEAD);
	tear_down(&b);
}

UNIT_MAIN("flow.admin_report",
	UNIT_TEST(test_admin_report__tells_the_admf_who_ended_a_task),
	UNIT_TEST(test_admin_report__lets_a_program_speak_for_itself_only))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/admin.h"
#include "model/pack.h"
#include "unit.h"

static struct li_task a_task(void)
{
	struct li_task t = {.starts_us = 5,
		.ends_us = 10,
		.content = true,
		.target_count = 1,
		.destination_count = 2};

	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&t.xid), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&t.destinations[0]), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&t.destinations[1]), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_identity_parse(LI_ID_IMPU,
				      li_slice_str("tel:+15550100001"),
				      &t.targets[0]),
		LI_OK);
	strcpy(t.liid, "LIID-1");
	strcpy(t.operator_name, "operator");
	strcpy(t.warrant, "order 1");
	return t;
}

static void test_admin__carries_a_task_in_a_request(void)
{
	struct li_task in = a_task(), out;
	struct li_buf body = {0}, b = {0};
	struct li_admin_request request = {.op = LI_ADMIN_TASK_ADD,
					.actor = "operator",
					.via = "lmisf-ctl"},
				got;
	struct li_ipc_message m;

	li_pack_task(&body, &in);
	request.body = li_buf_slice(&body);
	li_admin_request_put(&b, &request);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b), &m), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_admin_request_get(m.body, &got), LI_OK);
	CU_ASSERT_EQUAL(got.op, LI_ADMIN_TASK_ADD);
	CU_ASSERT_STRING_EQUAL(got.actor, "operator");
	CU_ASSERT_EQUAL_FATAL(li_unpack_task(got.body, &out), LI_OK);
	CU_ASSERT_TRUE(li_uuid_eq(&in.xid, &out.xid));
	CU_ASSERT_STRING_EQUAL(out.targets[0].text, "tel:+15550100001");
	CU_ASSERT_EQUAL(out.destination_count, 2);
	CU_ASSERT_TRUE(out.content);
	li_buf_fini(&body);
	li_buf_fini(&b);
}

static void test_admin__refuses_a_task_cut_at_any_octet(void)
{
	struct li_task in = a_task(), out;
	struct li_buf body = {0};

	li_pack_task(&body, &in);
	for (size_t n = 0; n < body.n; n++)
		CU_ASSERT_EQUAL(li_unpack_task(li_slice(body.p, n), &out),
			LI_EMALFORMED);
	li_buf_put_u8(&body, 0);
	CU_ASSERT_EQUAL(li_unpack_task(li_buf_slice(&body), &out),
		LI_EMALFORMED);
	li_buf_fini(&body);
}

static void test_admin__refuses_an_unknown_operation(void)
{
	static const uint16_t unknown[] = {0, LI_ADMIN_OP_LAST + 1, 0xffff};
	struct li_admin_request got;

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct li_buf b = {0};

		li_buf_put_u16(&b, unknown[i]);
		li_pack_slice(&b, li_slice_str("a"));
		li_pack_slice(&b, li_slice_str("b"));
		li_pack_slice(&b, li_slice_str(""));
		CU_ASSERT_EQUAL(li_admin_request_get(li_buf_slice(&b), &got),
			LI_EMALFORMED);
		li_buf_fini(&b);
	}
}

static void test_admin__carries_replies_and_confirmations(void)
{
	struct li_admin_reply in = {.err = LI_EEXIST, .text = "there"}, out;
	struct li_admin_confirm c = {.id = 1LL << 40}, c2;
	struct li_admin_behind behind = {.since_us = 1LL << 50}, behind2;
	struct li_buf b = {0};
	struct li_ipc_message m;

	li_admin_reply_put(&b, &in);
	CU_ASSERT_EQUAL_FATAL(li_ipc_next(li_buf_slice(&b), &m), LI_OK);
	CU_ASSERT_EQUAL(li_admin_reply_get(m.body, &out), LI_OK);
	CU_ASSERT_EQUAL(out.err, LI_EEXIST);
	CU_ASSERT_STRING_EQUAL(out.text, "there");
	li_buf_reset(&b);
	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&c.did), LI_OK);
	li_admin_confirm_put(&b, &c);
	CU_ASSERT_EQUAL(li_admin_confirm_get(li_buf_slice(&b), &c2), LI_OK);
	CU_ASSERT_EQUAL(c2.id, c.id);
	CU_ASSERT_TRUE(li_uuid_eq(&c.did, &c2.did));
	CU_ASSERT_EQUAL(c2.count, 0);
	li_buf_reset(&b);
	behind.did = c.did;
	li_admin_behind_put(&b, &behind);
	CU_ASSERT_EQUAL(li_admin_behind_get(li_buf_slice(&b), &behind2), LI_OK);
	CU_ASSERT_EQUAL(behind2.since_us, behind.since_us);
	CU_ASSERT_TRUE(li_uuid_eq(&behind2.did, &c.did));
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL(li_admin_behind_get(li_buf_slice(&b), &behind2),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

static void test_admin__carries_reports_and_their_end(void)
{
	struct li_admin_report r = {.id = 1LL << 41,
				       .issue = {.cause = LI_ISSUE_DOWN,
					       .state = LI_ISSUE_RAISED,
					       .times = 2},
				       .words = "lmisf2:1:0"},
			       r2;
	struct li_admin_done d = {.id = 1LL << 42, .code = 2020}, d2;
	struct li_buf b = {0};

	li_admin_report_put(&b, &r);
	CU_ASSERT_EQUAL(li_admin_report_get(li_buf_slice(&b), &r2), LI_OK);
	CU_ASSERT_EQUAL(r2.id, r.id);
	CU_ASSERT_EQUAL(r2.issue.times, 2);
	CU_ASSERT_STRING_EQUAL(r2.words, r.words);
	for (size_t i = 0; i < b.n; i++)
		CU_ASSERT_EQUAL(li_admin_report_get(li_slice(b.p, i), &r2),
			LI_EMALFORMED);
	li_buf_reset(&b);
	li_admin_done_put(&b, &d);
	CU_ASSERT_EQUAL(li_admin_done_get(li_buf_slice(&b), &d2), LI_OK);
	CU_ASSERT_EQUAL(d2.id, d.id);
	CU_ASSERT_EQUAL(d2.code, 2020);
	CU_ASSERT_EQUAL(li_admin_done_get(li_slice(b.p, b.n - 1), &d2),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

/* TS 103 221-1 table 24; up to its id, and behind it */
static void test_admin__carries_what_was_confirmed(void)
{
	static const struct li_sent sent[] = {{5, 100}, {7, UINT32_MAX},
		{8, 0}};
	struct li_admin_confirm in = {.id = 7, .count = 3}, out;
	struct li_buf b = {0};

	memcpy(in.list, sent, sizeof(sent));
	li_admin_confirm_put(&b, &in);
	CU_ASSERT_EQUAL_FATAL(li_admin_confirm_get(li_buf_slice(&b), &out),
		LI_OK);
	CU_ASSERT_EQUAL(out.id, 7);
	CU_ASSERT_EQUAL_FATAL(out.count, 3);
	for (size_t i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(out.list[i].id, sent[i].id);
		CU_ASSERT_EQUAL(out.list[i].octets, sent[i].octets);
	}
	li_buf_fini(&b);
}

static li_err confirm_of(const struct li_sent *sent, size_t count, size_t less)
{
	struct li_admin_confirm in = {.id = 7, .count = count}, out;
	struct li_buf b = {0};
	li_err err;

	memcpy(in.list, sent, count * sizeof(*sent));
	li_admin_confirm_put(&b, &in);
	err = li_admin_confirm_get(li_slice_sub(li_buf_slice(&b), 0,
					   b.n - less),
		&out);
	li_buf_fini(&b);
	return err;
}

static void test_admin__refuses_a_list_out_of_order_or_cut(void)
{
	static const struct li_sent good[] = {{5, 1}, {6, 1}},
				    twice[] = {{5, 1}, {5, 2}},
				    back[] = {{9, 1}, {8, 1}},
				    no_id[] = {{0, 1}};
	enum { MOST = LI_SENT_MAX + LI_SENT_MORE };
	struct li_admin_confirm all = {.id = 7, .count = MOST}, out;
	struct li_buf b = {0};

	CU_ASSERT_EQUAL(confirm_of(good, 2, 0), LI_OK);
	for (size_t less = 1; less < 12; less++)
		CU_ASSERT_EQUAL(confirm_of(good, 2, less), LI_EMALFORMED);
	CU_ASSERT_EQUAL(confirm_of(twice, 2, 0), LI_EMALFORMED);
	CU_ASSERT_EQUAL(confirm_of(back, 2, 0), LI_EMALFORMED);
	CU_ASSERT_EQUAL(confirm_of(no_id, 1, 0), LI_EMALFORMED);
	for (int64_t i = 0; i < MOST; i++)
		all.list[i] = (struct li_sent){i + 1, 1};
	li_admin_confirm_put(&b, &all);
	CU_ASSERT_EQUAL(li_admin_confirm_get(li_buf_slice(&b), &out), LI_OK);
	CU_ASSERT_EQUAL(out.count, MOST);
	li_buf_put_u64(&b, MOST + 1); /* one too many */
	li_buf_put_u32(&b, 1);
	CU_ASSERT_EQUAL(li_admin_confirm_get(li_buf_slice(&b), &out),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

UNIT_MAIN("ipc.admin", UNIT_TEST(test_admin__carries_a_task_in_a_request),
	UNIT_TEST(test_admin__refuses_a_task_cut_at_any_octet),
	UNIT_TEST(test_admin__refuses_an_unknown_operation),
	UNIT_TEST(test_admin__carries_replies_and_confirmations),
	UNIT_TEST(test_admin__carries_what_was_confirmed),
	UNIT_TEST(test_admin__refuses_a_list_out_of_order_or_cut),
	UNIT_TEST(test_admin__carries_reports_and_their_end))

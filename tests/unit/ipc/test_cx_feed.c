/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/cx_feed.h"
#include "unit.h"

static struct li_cx_record sample(void)
{
	return (struct li_cx_record){
		.sequence = 0x0102030405060708,
		.requested_us = 1700000000000001,
		.answered_us = 1700000000000999,
		.answer_local = true,
		.request_peer = li_slice_str("scscf.ims.example"),
		.request = li_slice_str("request octets"),
		.answer = li_slice_str("answer octets"),
	};
}

static struct li_ipc_message only(struct li_buf *b)
{
	struct li_ipc_message m = {0};

	CU_ASSERT_EQUAL(li_ipc_next(li_buf_slice(b), &m), LI_OK);
	CU_ASSERT_EQUAL(m.octets, b->n);
	return m;
}

static void test_cx_feed__carries_a_record_whole(void)
{
	const struct li_cx_record in = sample();
	struct li_cx_record out;
	struct li_buf b = {0};

	li_cx_record_put(&b, &in);
	CU_ASSERT_EQUAL(li_cx_record_get(only(&b).body, &out), LI_OK);
	CU_ASSERT_EQUAL(out.sequence, in.sequence);
	CU_ASSERT_EQUAL(out.requested_us, in.requested_us);
	CU_ASSERT_EQUAL(out.answered_us, in.answered_us);
	CU_ASSERT_FALSE(out.request_local);
	CU_ASSERT_TRUE(out.answer_local);
	CU_ASSERT_TRUE(li_slice_eq(out.request_peer, in.request_peer));
	CU_ASSERT_EQUAL(out.answer_peer.n, 0);
	CU_ASSERT_TRUE(li_slice_eq(out.request, in.request));
	CU_ASSERT_TRUE(li_slice_eq(out.answer, in.answer));
	li_buf_fini(&b);
}

static void test_cx_feed__refuses_a_record_cut_at_any_octet(void)
{
	const struct li_cx_record in = sample();
	struct li_cx_record out;
	struct li_buf b = {0};
	struct li_slice body;

	li_cx_record_put(&b, &in);
	body = only(&b).body;
	for (size_t n = 0; n < body.n; n++)
		CU_ASSERT_EQUAL(li_cx_record_get(li_slice_sub(body, 0, n),
					&out),
			LI_EMALFORMED);
	li_buf_fini(&b);
}

static void test_cx_feed__refuses_unknown_flags_and_trailing_octets(void)
{
	const struct li_cx_record in = sample();
	struct li_cx_record out;
	struct li_buf b = {0};

	li_cx_record_put(&b, &in);
	b.p[LI_IPC_HEAD + 24] |= 4;
	CU_ASSERT_EQUAL(li_cx_record_get(only(&b).body, &out), LI_EMALFORMED);
	b.p[LI_IPC_HEAD + 24] &= 3;
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL(li_cx_record_get(li_slice(b.p + LI_IPC_HEAD,
						 b.n - LI_IPC_HEAD),
				&out),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

static void test_cx_feed__carries_hello_and_numbers(void)
{
	struct li_cx_hello in, out;
	struct li_buf b = {0};
	uint64_t v = 0;

	CU_ASSERT_EQUAL_FATAL(li_uuid_draw(&in.instance), LI_OK);
	li_cx_hello_put(&b, &in);
	CU_ASSERT_EQUAL(li_cx_hello_get(only(&b).body, &out), LI_OK);
	CU_ASSERT_TRUE(li_uuid_eq(&in.instance, &out.instance));
	CU_ASSERT_EQUAL(li_cx_number_get(only(&b).body, &v), LI_EMALFORMED);
	li_buf_reset(&b);
	li_cx_ack_put(&b, UINT64_MAX);
	CU_ASSERT_EQUAL(li_cx_number_get(only(&b).body, &v), LI_OK);
	CU_ASSERT_EQUAL(v, UINT64_MAX);
	li_buf_fini(&b);
}

UNIT_MAIN("ipc.cx_feed", UNIT_TEST(test_cx_feed__carries_a_record_whole),
	UNIT_TEST(test_cx_feed__refuses_a_record_cut_at_any_octet),
	UNIT_TEST(test_cx_feed__refuses_unknown_flags_and_trailing_octets),
	UNIT_TEST(test_cx_feed__carries_hello_and_numbers))

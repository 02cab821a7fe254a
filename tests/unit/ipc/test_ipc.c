/* SPDX-License-Identifier: BSD-3-Clause */
#include "ipc/ipc.h"
#include "unit.h"

static void two_messages(struct li_buf *b)
{
	size_t place = li_ipc_begin(b, LI_IPC_CX_ACK);

	li_buf_put_u64(b, 7);
	li_ipc_end(b, place);
	place = li_ipc_begin(b, LI_IPC_CX_LOST);
	li_ipc_end(b, place);
}

static void test_ipc__reads_messages_back_to_back(void)
{
	struct li_buf b = {0};
	struct li_ipc_message m;

	two_messages(&b);
	CU_ASSERT_EQUAL(li_ipc_next(li_buf_slice(&b), &m), LI_OK);
	CU_ASSERT_EQUAL(m.type, LI_IPC_CX_ACK);
	CU_ASSERT_EQUAL(m.body.n, 8);
	CU_ASSERT_EQUAL(m.octets, LI_IPC_HEAD + 8);
	li_buf_consume(&b, m.octets);
	CU_ASSERT_EQUAL(li_ipc_next(li_buf_slice(&b), &m), LI_OK);
	CU_ASSERT_EQUAL(m.type, LI_IPC_CX_LOST);
	CU_ASSERT_EQUAL(m.body.n, 0);
	li_buf_fini(&b);
}

static void test_ipc__waits_for_the_rest_at_every_octet(void)
{
	struct li_buf b = {0};
	struct li_ipc_message m;

	two_messages(&b);
	for (size_t n = 0; n < LI_IPC_HEAD + 8; n++)
		CU_ASSERT_EQUAL(li_ipc_next(li_slice(b.p, n), &m), LI_EAGAIN);
	li_buf_fini(&b);
}

static void test_ipc__refuses_what_is_not_ours(void)
{
	static const struct {
		uint8_t octets[LI_IPC_HEAD];
		li_err err;
	} cases[] = {
		{{0, 0, 0, 4, 9, 0, 0, 4}, LI_EVERSION},
		{{0, 0, 0, 4, 1, 1, 0, 4}, LI_EMALFORMED},
		{{0, 0, 0, 3, 1, 0, 0, 4}, LI_EMALFORMED},
		{{0, 16, 0, 0, 1, 0, 0, 4}, LI_ETOOBIG},
		{{255, 255, 255, 255, 1, 0, 0, 4}, LI_ETOOBIG},
	};
	struct li_ipc_message m;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(li_ipc_next(li_slice(cases[i].octets,
						    LI_IPC_HEAD),
					&m),
			cases[i].err);
}

static void test_ipc__marks_a_message_that_is_too_long(void)
{
	struct li_buf b = {0};
	size_t place = li_ipc_begin(&b, LI_IPC_CX_RECORD);
	uint8_t *room = li_buf_reserve(&b, LI_IPC_MAX);

	CU_ASSERT_PTR_NOT_NULL_FATAL(room);
	memset(room, 0, LI_IPC_MAX);
	li_buf_commit(&b, LI_IPC_MAX);
	li_ipc_end(&b, place);
	CU_ASSERT_EQUAL(li_buf_check(&b), LI_ENOMEM);
	li_buf_fini(&b);
}

UNIT_MAIN("ipc.ipc", UNIT_TEST(test_ipc__reads_messages_back_to_back),
	UNIT_TEST(test_ipc__waits_for_the_rest_at_every_octet),
	UNIT_TEST(test_ipc__refuses_what_is_not_ours),
	UNIT_TEST(test_ipc__marks_a_message_that_is_too_long))

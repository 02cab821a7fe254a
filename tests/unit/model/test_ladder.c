/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/ladder.h"

#include <string.h>

#include "unit.h"

static const struct li_rung rung = {.at_us = 5,
	.committed_us = 6,
	.sequence = 7,
	.kind = LI_IRI_IMS_MESSAGE,
	.direction = LI_DIRECTION_TO_TARGET,
	.repeat = true,
	.redacted = true,
	.from = {.family = 4, .ip = {192, 0, 2, 1}, .port = 5060},
	.to = {.family = 6, .ip = {0x20, 1}, .port = 5061},
	.status = 200,
	.method = "INVITE"};

static const struct li_session_sum sum = {.stream = 1,
	.correlation = UINT64_MAX,
	.count = 3,
	.first_us = 4,
	.last_us = 5,
	.known = true,
	.state = LI_SESSION_GONE,
	.method = "MESSAGE"};

static void test_ladder__reads_a_rung_as_it_was(void)
{
	struct li_buf b = {0}, again = {0};
	struct li_rung out;

	li_rung_pack(&b, &rung);
	CU_ASSERT_EQUAL(li_rung_unpack(li_buf_slice(&b), &out), LI_OK);
	li_rung_pack(&again, &out);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&b), li_buf_slice(&again)));
	CU_ASSERT_EQUAL(out.status, 200);
	CU_ASSERT_TRUE(li_address_eq(&out.to, &rung.to));
	CU_ASSERT_STRING_EQUAL(out.method, "INVITE");
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(li_rung_unpack(li_slice(b.p, n), &out),
			LI_EMALFORMED);
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL(li_rung_unpack(li_buf_slice(&b), &out), LI_EMALFORMED);
	li_buf_fini(&b);
	li_buf_fini(&again);
}

static void test_ladder__reads_a_sum_as_it_was(void)
{
	struct li_session_sum out;
	struct li_buf b = {0};

	li_session_sum_pack(&b, &sum);
	CU_ASSERT_EQUAL(li_session_sum_unpack(li_buf_slice(&b), &out), LI_OK);
	CU_ASSERT_EQUAL(out.correlation, UINT64_MAX);
	CU_ASSERT_EQUAL(out.last_us, 5);
	CU_ASSERT_EQUAL(out.state, LI_SESSION_GONE);
	CU_ASSERT_STRING_EQUAL(out.method, "MESSAGE");
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(li_session_sum_unpack(li_slice(b.p, n), &out),
			LI_EMALFORMED);
	b.p[41] = LI_SESSION_GONE + 1;
	CU_ASSERT_EQUAL(li_session_sum_unpack(li_buf_slice(&b), &out),
		LI_EMALFORMED);
	li_buf_fini(&b);
}

UNIT_MAIN("model.ladder", UNIT_TEST(test_ladder__reads_a_rung_as_it_was),
	UNIT_TEST(test_ladder__reads_a_sum_as_it_was))

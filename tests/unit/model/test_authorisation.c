/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/authorisation.h"
#include "unit.h"

static struct li_authorisation full(void)
{
	struct li_authorisation a = {.row = 3,
		.id = {{0xa1}},
		.owner = {"XX", "LEA-1"},
		.reference = "order/1",
		.legal_type = "law",
		.priority = 2,
		.approval = {.name = "n",
			.role = "r",
			.reference = "c",
			.at_us = 5,
			.emergency = true},
		.starts_us = 1,
		.ends_us = 9,
		.ended_us = 8,
		.generation = 7,
		.changed_us = 6,
		.awaiting = true,
		.task_count = LI_AUTHORISATION_TASKS_MAX};

	for (size_t i = 0; i < a.task_count; i++)
		a.tasks[i].octet[15] = (uint8_t)i;
	return a;
}

static void test_authorisation__reads_what_it_wrote_and_nothing_else(void)
{
	const struct li_authorisation a = full();
	struct li_authorisation got;
	struct li_buf b = {0}, again = {0};

	li_pack_authorisation(&b, &a);
	for (size_t n = 0; n < b.n; n++)
		CU_ASSERT_EQUAL(li_unpack_authorisation(li_slice(b.p, n), &got),
			LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_unpack_authorisation(li_buf_slice(&b), &got), LI_OK);
	li_pack_authorisation(&again, &got);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&b), li_buf_slice(&again)));
	CU_ASSERT_EQUAL(got.tasks[63].octet[15], 63);
	li_buf_put_u8(&b, 0);
	CU_ASSERT_EQUAL(li_unpack_authorisation(li_buf_slice(&b), &got),
		LI_EMALFORMED);
	li_buf_fini(&b);
	li_buf_fini(&again);
}

static void test_authorisation__reads_a_span(void)
{
	const struct li_authorised_span s = {{{1}}, 2, 3, 4};
	struct li_authorised_span got;
	struct li_buf b = {0};

	li_pack_authorised_span(&b, &s);
	CU_ASSERT_EQUAL(li_unpack_authorised_span(li_slice(b.p, b.n - 1), &got),
		LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_unpack_authorised_span(li_buf_slice(&b), &got),
		LI_OK);
	CU_ASSERT_TRUE(li_uuid_eq(&got.id, &s.id));
	CU_ASSERT_EQUAL(got.generation, 2);
	CU_ASSERT_EQUAL(got.starts_us, 3);
	CU_ASSERT_EQUAL(got.ends_us, 4);
	li_buf_fini(&b);
}

/* TS 33.126 R6.5-10: no warrant without an end */
static void test_authorisation__has_a_reference_and_an_end(void)
{
	struct li_authorisation a = full();
	const char *why = "";

	CU_ASSERT_EQUAL(li_authorisation_check(&a, &why), LI_OK);
	a.starts_us = a.ends_us;
	CU_ASSERT_EQUAL(li_authorisation_check(&a, &why), LI_EINVAL);
	a.starts_us = 0;
	CU_ASSERT_EQUAL(li_authorisation_check(&a, &why), LI_OK);
	a.priority = 3;
	CU_ASSERT_EQUAL(li_authorisation_check(&a, &why), LI_EINVAL);
	a.priority = 0;
	a.ends_us = 0;
	CU_ASSERT_EQUAL(li_authorisation_check(&a, &why), LI_EINVAL);
	a.ends_us = 9;
	a.task_count++;
	CU_ASSERT_EQUAL(li_authorisation_check(&a, &why), LI_EINVAL);
	a.task_count = 0;
	a.reference[0] = '\0';
	CU_ASSERT_EQUAL(li_authorisation_check(&a, &why), LI_EINVAL);
	CU_ASSERT_STRING_EQUAL(why, "AuthorisationReference: empty");
}

UNIT_MAIN("model.authorisation",
	UNIT_TEST(test_authorisation__reads_what_it_wrote_and_nothing_else),
	UNIT_TEST(test_authorisation__reads_a_span),
	UNIT_TEST(test_authorisation__has_a_reference_and_an_end))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "screen/digest.h"
#include "step/one.h"

static void put(const char *who)
{
	struct li_task task = kit_task(1, LI_ID_IMPU, ALICE);
	const struct li_identity id = kit_identity(LI_ID_IMPU, who);
	struct li_hashed h = {.kind = LI_ID_IMPU,
		.type = "impu",
		.context = {.algorithm = LI_HASH_SHA256, .salt_n = 8}};

	CU_ASSERT_EQUAL(li_digest_identity(&h.context, &id, h.digest), LI_OK);
	CU_ASSERT_EQUAL(li_hashed_write(&h, &task.targets[0]), LI_OK);
	CU_ASSERT_EQUAL(li_step_put(step, &task), LI_OK);
}

static struct li_event in_dialog(enum li_sip_method method)
{
	struct li_event e = kit_call(method, 0, "b");

	e.sip.cseq = 2;
	return e;
}

/* A call that was there before the task is told of from the first message in it
 * that names the target. TS 103 221-1 cl. D.2.1; TS 33.128 cl. 7.12.4.2.2 */
static void test_hashed__is_found_in_a_call_under_way(void)
{
	with(NULL, 0);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	take(kit_call(LI_SIP_INVITE, 200, "b"));
	put(ALICE);
	take(in_dialog(LI_SIP_INFO));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
	CU_ASSERT_EQUAL(product.iris[0].kind, LI_IRI_START_OF_INTERCEPTION);
	CU_ASSERT_EQUAL(product.iris[1].kind, LI_IRI_IMS_MESSAGE);
	CU_ASSERT_EQUAL(product.iris[1].direction, LI_DIRECTION_FROM_TARGET);
	CU_ASSERT_STRING_EQUAL(product.iris[1].matched[0].text, ALICE);
	take(in_dialog(LI_SIP_BYE));
	CU_ASSERT_EQUAL(product.iri_count, 1);
}

/* TS 33.128 cl. 7.2.4.3.3 */
static void test_hashed__is_told_as_registered_when_it_is_found(void)
{
	with(NULL, 0);
	take(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	put(ALICE);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
	CU_ASSERT_EQUAL(product.iris[0].kind, LI_IRI_REGISTERED_TARGET);
	CU_ASSERT_EQUAL(product.iris[1].kind, LI_IRI_IMS_MESSAGE);
}

static void test_hashed__is_nobody_else(void)
{
	with(NULL, 0);
	put(CAROL);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(product.iri_count, 0);
	take(in_dialog(LI_SIP_BYE));
	CU_ASSERT_EQUAL(product.iri_count, 0);
	li_step_free(step);
	step = NULL;
	li_arena_fini(&arena);
}

UNIT_MAIN("step.hashed", UNIT_TEST(test_hashed__is_found_in_a_call_under_way),
	UNIT_TEST(test_hashed__is_told_as_registered_when_it_is_found),
	UNIT_TEST(test_hashed__is_nobody_else))

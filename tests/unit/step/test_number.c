/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/kit.h"
#include "step/step.h"
#include "unit.h"

static const struct li_step_options options = {
	.mirror.secret = {.k0 = 17, .k1 = 4}};
static struct li_arena arena;
static struct li_product product;

static struct li_step *fresh(void)
{
	struct li_task task = kit_task(1, LI_ID_IMPU, ALICE);
	struct li_step *step = NULL;

	CU_ASSERT_EQUAL_FATAL(li_step_new(&options, &step), LI_OK);
	CU_ASSERT_EQUAL_FATAL(li_step_put(step, &task), LI_OK);
	return step;
}

static void take(struct li_step *step, struct li_event e)
{
	e.raw = li_slice_str("METHOD sip:x SIP/2.0\r\n\r\n");
	e.sip.body_at = e.raw.n;
	li_arena_reset(&arena);
	CU_ASSERT_EQUAL(li_step_event(step, &e, &arena, &product), LI_OK);
}

static void done(struct li_step *step)
{
	li_step_free(step);
	li_arena_fini(&arena);
}

/* What the mirror calls the session of this event. */
static uint64_t inside(struct li_event e)
{
	struct li_change change;
	struct li_mirror *mirror = NULL;

	CU_ASSERT_EQUAL_FATAL(li_mirror_new(&options.mirror, &mirror), LI_OK);
	li_mirror_apply(mirror, &e, &change);
	li_mirror_free(mirror);
	return change.correlation;
}

/* base/hash.h: the mirror's number is a hash, which must not leave. */
static void test_number__is_not_the_one_of_the_mirror(void)
{
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	struct li_step *step = fresh();

	take(step, e);
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 1);
	CU_ASSERT_NOT_EQUAL(product.iris[0].correlation, 0);
	CU_ASSERT_NOT_EQUAL(product.iris[0].correlation, inside(e));
	done(step);
}

/* TS 103 221-2 cl. 5.2.8: records, start of interception and row alike. */
static void test_number__is_one_for_all_of_a_session(void)
{
	struct li_task bobs = kit_task(2, LI_ID_IMPU, BOB);
	struct li_step *step = fresh();
	uint64_t number;

	take(step, kit_call(LI_SIP_INVITE, 0, NULL));
	number = product.iris[0].correlation;
	CU_ASSERT_EQUAL(product.sessions[0].correlation, number);
	take(step, kit_call(LI_SIP_INVITE, 200, "b"));
	take(step, kit_call(LI_SIP_ACK, 0, "b"));
	CU_ASSERT_EQUAL_FATAL(li_step_put(step, &bobs), LI_OK);
	take(step, kit_back(LI_SIP_BYE, 0, "b"));
	CU_ASSERT_EQUAL_FATAL(product.session_count, 2);
	CU_ASSERT_EQUAL(product.sessions[1].correlation, number);
	for (size_t i = 0; i < product.iri_count; i++)
		CU_ASSERT_EQUAL(product.iris[i].correlation, number);
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 3);
	CU_ASSERT_EQUAL(product.iris[0].kind, LI_IRI_START_OF_INTERCEPTION);
	done(step);
}

/* TS 33.107 cl. 20.1.3.3: under one secret, whoever has seen it begin. */
static void test_number__is_the_same_after_a_restart(void)
{
	struct li_step *before = fresh(), *after = fresh();
	struct li_slice kept;
	uint64_t number;

	take(before, kit_call(LI_SIP_INVITE, 0, NULL));
	number = product.iris[0].correlation;
	kept = product.sessions[0].mirror;
	CU_ASSERT_EQUAL(li_step_restore_session(after, kept, 1000, 1000),
		LI_OK);
	take(after, kit_call(LI_SIP_INVITE, 200, "b"));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 1);
	CU_ASSERT_EQUAL(product.iris[0].correlation, number);
	li_step_free(before);
	done(after);
}

UNIT_MAIN("step.number", UNIT_TEST(test_number__is_not_the_one_of_the_mirror),
	UNIT_TEST(test_number__is_one_for_all_of_a_session),
	UNIT_TEST(test_number__is_the_same_after_a_restart))

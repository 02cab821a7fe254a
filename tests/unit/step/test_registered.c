/* SPDX-License-Identifier: BSD-3-Clause */
#include "step/kit.h"
#include "step/step.h"
#include "unit.h"

enum { TASKS = 150 }; /* more than are asked for at once */

static struct li_step *step;
static struct li_arena arena;
static size_t told, products;
static int64_t last;

static li_err count(struct li_product *product, void *data)
{
	(void)data;
	products++;
	for (size_t i = 0; i < product->iri_count; i++)
		if (product->iris[i].kind == LI_IRI_REGISTERED_TARGET) {
			told++;
			last = product->iris[i].task;
		}
	CU_ASSERT_EQUAL(product->reg_count, product->iri_count);
	return LI_OK;
}

static void fresh(void)
{
	const struct li_step_options options = {.mirror.secret = kit_secret};
	struct li_event e = kit_cx(LI_CX_SAR, 1, IMPI, ALICE);
	struct li_product product;

	li_step_free(step);
	step = NULL;
	told = products = 0;
	CU_ASSERT_EQUAL_FATAL(li_step_new(&options, &step), LI_OK);
	CU_ASSERT_EQUAL(li_step_event(step, &e, &arena, &product), LI_OK);
}

static void laps(void)
{
	const struct li_event when = {.at_us = 2000, .mono_us = 2000};

	for (int i = 0; i < 100 && li_step_lap_due(step, 2000); i++) {
		CU_ASSERT_EQUAL(li_step_lap(step, &when, &arena, count, NULL),
			LI_OK);
		li_arena_reset(&arena);
	}
	CU_ASSERT_FALSE(li_step_lap_due(step, 2000));
}

/* TS 33.128 cl. 7.2.4.3.3: each task has its own, however many begin at once,
 * and whoever else's target stands between them. */
static void test_registered__is_told_to_every_task(void)
{
	struct li_step_counts counts;

	fresh();
	for (int64_t row = 1; row <= TASKS; row++) {
		struct li_task t = kit_task(row, LI_ID_IMPI,
			row % 3 ? IMPI : "carol@ims.example");

		CU_ASSERT_EQUAL(li_step_put(step, &t), LI_OK);
	}
	laps();
	CU_ASSERT_EQUAL(told, TASKS - TASKS / 3);
	CU_ASSERT_TRUE(products >= 3);
	li_step_count(step, &counts);
	CU_ASSERT_EQUAL(counts.iris[LI_IRI_REGISTERED_TARGET], told);
	laps();
	CU_ASSERT_EQUAL(told, TASKS - TASKS / 3);
}

/* TS 33.126 R6.5-10 */
static void test_registered__is_not_told_before_or_after_the_period(void)
{
	struct li_task early = kit_task(1, LI_ID_IMPI, IMPI);
	struct li_task late = kit_task(2, LI_ID_IMPI, IMPI);
	struct li_task over = kit_task(3, LI_ID_IMPI, IMPI);
	struct li_task gone = kit_task(4, LI_ID_IMPI, IMPI);

	fresh();
	early.starts_us = 2000;
	late.starts_us = 2001;
	over.ends_us = 2000;
	gone.ended_us = 1000;
	CU_ASSERT_EQUAL(li_step_put(step, &early), LI_OK);
	CU_ASSERT_EQUAL(li_step_put(step, &late), LI_OK);
	CU_ASSERT_EQUAL(li_step_put(step, &over), LI_OK);
	CU_ASSERT_EQUAL(li_step_put(step, &gone), LI_OK);
	laps();
	CU_ASSERT_EQUAL(told, 1);
	CU_ASSERT_EQUAL(last, 1);
	li_step_drop(step, 2);
	CU_ASSERT_FALSE(li_step_lap_due(step, 3000));
}

/* Before the first event of the task, as things were before it. */
static void test_registered__goes_first(void)
{
	struct li_task task = kit_task(1, LI_ID_IMPI, IMPI);
	struct li_event e = kit_cx(LI_CX_SAR, 5, IMPI, ALICE);
	struct li_product product;

	fresh();
	CU_ASSERT_EQUAL(li_step_put(step, &task), LI_OK);
	CU_ASSERT_EQUAL(li_step_event(step, &e, &arena, &product), LI_OK);
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
	CU_ASSERT_EQUAL(product.iris[0].kind, LI_IRI_REGISTERED_TARGET);
	CU_ASSERT_EQUAL(product.iris[0].status, LI_IMS_INITIAL_REGISTRATION);
	CU_ASSERT_EQUAL(product.iris[1].kind,
		LI_IRI_HSS_REGISTRATION_TERMINATION);
	CU_ASSERT_EQUAL_FATAL(product.reg_count, 2);
	CU_ASSERT_EQUAL(product.regs[0].state, LI_REG_REGISTERED);
	CU_ASSERT_TRUE(product.regs[0].mirror.n > 0);
	CU_ASSERT_EQUAL(product.regs[1].state, LI_REG_NONE);
	laps();
	CU_ASSERT_EQUAL(told, 0);
	li_step_free(step);
	step = NULL;
	li_arena_fini(&arena);
}

UNIT_MAIN("step.registered", UNIT_TEST(test_registered__is_told_to_every_task),
	UNIT_TEST(test_registered__is_not_told_before_or_after_the_period),
	UNIT_TEST(test_registered__goes_first))

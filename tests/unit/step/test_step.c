/* SPDX-License-Identifier: BSD-3-Clause */
#include <malloc.h>

#include "step/one.h"

static void test_step__makes_a_stream_for_each_task(void)
{
	const struct li_task tasks[] = {kit_task(2, LI_ID_IMPU, BOB),
		kit_task(1, LI_ID_IMPU, ALICE), kit_task(3, LI_ID_IMPU, ALICE),
		kit_task(4, LI_ID_IMPU, CAROL)};

	with(tasks, 4);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 3);
	CU_ASSERT_EQUAL(product.session_count, 3);
	CU_ASSERT_EQUAL(product.reg_count, 0);
	for (int i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(product.iris[i].task, i + 1);
		CU_ASSERT_EQUAL(product.sessions[i].task, i + 1);
		CU_ASSERT_EQUAL(product.iris[i].correlation,
			product.iris[0].correlation);
	}
	CU_ASSERT_EQUAL(product.iris[0].direction, LI_DIRECTION_FROM_TARGET);
	CU_ASSERT_EQUAL(product.iris[1].direction, LI_DIRECTION_TO_TARGET);
	CU_ASSERT_PTR_NOT_EQUAL(product.iris[0].sip.p, product.iris[1].sip.p);
}

/* Nothing is dropped, and another hop is no repeat. */
static void test_step__marks_what_it_told_a_task_before(void)
{
	const struct li_task tasks[] = {kit_task(1, LI_ID_IMPU, ALICE),
		kit_task(2, LI_ID_IMPU, BOB)};
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);

	with(tasks, 2);
	for (int again = 0; again < 2; again++) {
		take(e);
		CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
		CU_ASSERT_EQUAL(product.iris[0].repeat, again == 1);
		CU_ASSERT_EQUAL(product.iris[1].repeat, again == 1);
	}
	e.from.port++;
	take(e);
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
	CU_ASSERT_FALSE(product.iris[0].repeat);
}

static void test_step__takes_nothing_for_a_bystander(void)
{
	const struct li_task task = kit_task(1, LI_ID_IMPU, CAROL);
	struct li_arena before;

	with(&task, 1);
	li_arena_fini(&arena);
	before = arena;
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	take(kit_register(0, 1, IMPI));
	take(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	CU_ASSERT_EQUAL(product.iri_count, 0);
	CU_ASSERT_EQUAL(product.reg_count + product.session_count, 0);
	CU_ASSERT_EQUAL(arena.total, before.total);
}

/* A call, a registration and a text of bystanders. */
static void bystanders(void)
{
	static const uint16_t answers[] = {0, 180, 200};
	struct li_event e;

	for (size_t i = 0; i < 3; i++)
		take(kit_call(LI_SIP_INVITE, answers[i], i ? "b" : NULL));
	take(kit_call(LI_SIP_BYE, 0, "b"));
	take(kit_call(LI_SIP_BYE, 200, "b"));
	take(kit_register(0, 1, IMPI));
	e = kit_register(200, 1, NULL);
	kit_contact(&e, "sip:192.0.2.1", IMEI, 600);
	take(e);
	take(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	li_step_tick(step, 0);
}

static void test_step__allocates_nothing_for_bystanders_once_warm(void)
{
	const struct li_task task = kit_task(1, LI_ID_IMPU, CAROL);
	struct mallinfo2 before;

	with(&task, 1);
	bystanders();
	before = mallinfo2();
	for (int i = 0; i < 1000; i++)
		bystanders();
	CU_ASSERT_EQUAL(mallinfo2().uordblks, before.uordblks);
}

/* TS 33.128 cl. 7.12.2.8. Whoever sends REGISTERs without end before the one
 * that names him hides neither that one nor all of those before it. */
static void test_step__tells_late_of_as_many_as_there_is_room_for(void)
{
	const struct li_task task = kit_task(1, LI_ID_IMPI, IMPI);
	struct li_step_counts counts;
	uint64_t told = 0;

	with(&task, 1);
	for (int i = 0; i < 4000; i++)
		take(kit_register(0, 1, NULL));
	for (uint32_t i = 0; i < 40; i++) {
		take(kit_register(0, 2 + i, IMPI));
		CU_ASSERT_FATAL(product.iri_count > 0);
		told += product.iri_count;
	}
	CU_ASSERT_TRUE(arena.total < LI_ARENA_MAX / 8);
	li_step_count(step, &counts);
	CU_ASSERT_TRUE(counts.held.kept == 4000 && counts.held.dropped < 4000);
	CU_ASSERT_EQUAL(told, 4000 - counts.held.dropped + 40);
}

/* TS 33.128 cl. 7.12.2.8. Whoever sends answers without end that nobody asked
 * for hides no REGISTER, and what overtook its opening only once. */
static void test_step__holds_what_overtook_apart(void)
{
	const struct li_task tasks[] = {kit_task(1, LI_ID_IMPI, IMPI),
		kit_task(2, LI_ID_IMPU, CAROL)};
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	struct li_step_counts counts;

	with(tasks, 2);
	take(kit_register(0, 1, NULL));
	for (int i = 0; i < 10000; i++) {
		take(kit_call(LI_SIP_INVITE, 180, "b"));
		CU_ASSERT_EQUAL_FATAL(product.iri_count, 0);
	}
	kit_party(&e, LI_ROLE_REQUEST_URI, CAROL);
	take(e);
	CU_ASSERT_TRUE(product.iri_count > 100);
	take(e);
	CU_ASSERT_EQUAL(product.iri_count, 1);
	take(kit_register(0, 2, IMPI));
	CU_ASSERT_EQUAL(product.iri_count, 2);
	li_step_count(step, &counts);
	CU_ASSERT_EQUAL(counts.held.dropped, 0);
	CU_ASSERT_TRUE(counts.ahead.dropped > 0);
}

static void test_step__redacts_each_tasks_own_copy(void)
{
	static const char raw[] = "MESSAGE sip:x SIP/2.0\r\n"
				  "Content-Type: text/plain\r\n\r\nhello";
	struct li_task tasks[] = {kit_task(1, LI_ID_IMPU, ALICE),
		kit_task(2, LI_ID_IMPU, ALICE), kit_task(3, LI_ID_IMPU, BOB)};
	struct li_event e = kit_call(LI_SIP_MESSAGE, 0, NULL);

	tasks[1].content = true;
	with(tasks, 3);
	e.raw = li_slice_str(raw);
	e.sip.body_at = sizeof(raw) - 6;
	li_arena_reset(&arena);
	CU_ASSERT_EQUAL(li_step_event(step, &e, &arena, &product), LI_OK);
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 3);
	CU_ASSERT_EQUAL(product.iris[0].modifications, LI_MOD_TEXT_CONTENT);
	CU_ASSERT_EQUAL(product.iris[1].modifications, 0);
	CU_ASSERT_EQUAL(product.iris[2].modifications, LI_MOD_TEXT_CONTENT);
	CU_ASSERT_TRUE(li_slice_is(product.iris[1].sip, raw));
	CU_ASSERT_EQUAL(product.iris[0].sip.n, sizeof(raw) - 1);
}

static void test_step__reports_rows_of_a_registration(void)
{
	const struct li_task tasks[] = {kit_task(1, LI_ID_IMPU, ALICE),
		kit_task(2, LI_ID_IMPI, IMPI)};

	with(tasks, 2);
	take(kit_register(0, 1, NULL));
	CU_ASSERT_EQUAL(product.iri_count, 1);
	CU_ASSERT_EQUAL(product.reg_count, 1);
	take(kit_cx(LI_CX_SAR, 1, IMPI, ALICE));
	CU_ASSERT_EQUAL(product.iri_count, 0);
	CU_ASSERT_EQUAL(product.reg_count, 2);
	take(kit_cx(LI_CX_SAR, 5, IMPI, ALICE));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 2);
	CU_ASSERT_EQUAL(product.iris[1].kind,
		LI_IRI_HSS_REGISTRATION_TERMINATION);
	CU_ASSERT_EQUAL(product.iris[0].other_count, 1);
	CU_ASSERT_EQUAL(product.reg_count, 2);
	take(kit_cx(LI_CX_MAR, -1, IMPI, ALICE));
	CU_ASSERT_EQUAL(product.iri_count + product.reg_count, 0);
}

/* TS 33.126 R6.5-10 */
static void test_step__changes_its_tasks_between_events(void)
{
	const struct li_task task = kit_task(1, LI_ID_IMPU, ALICE);

	with(&task, 1);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(product.iri_count, 1);
	CU_ASSERT_EQUAL(li_step_tasks(step, NULL, 0), LI_OK);
	take(kit_call(LI_SIP_INVITE, 200, "b"));
	CU_ASSERT_EQUAL(product.iri_count, 0);
	CU_ASSERT_EQUAL(li_step_tasks(step, &task, 1), LI_OK);
	take(kit_call(LI_SIP_ACK, 0, "b"));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 1);
	CU_ASSERT_EQUAL(product.sessions[0].state, LI_SESSION_CONFIRMED);
	CU_ASSERT_EQUAL(product.iris[0].session, LI_SESSION_FROM_TARGET);
}

static void test_step__puts_one_task_in_force_and_out(void)
{
	struct li_task alice = kit_task(1, LI_ID_IMPU, ALICE);
	struct li_task bob = kit_task(2, LI_ID_IMPU, BOB);
	struct li_step_counts c;

	with(&alice, 1);
	CU_ASSERT_EQUAL(li_step_put(step, &bob), LI_OK);
	take(kit_call(LI_SIP_INVITE, 0, NULL));
	CU_ASSERT_EQUAL(product.iri_count, 2);
	li_step_drop(step, 1);
	take(kit_call(LI_SIP_INVITE, 180, "b"));
	CU_ASSERT_EQUAL_FATAL(product.iri_count, 1);
	CU_ASSERT_EQUAL(product.iris[0].task, 2);
	li_step_count(step, &c);
	CU_ASSERT_EQUAL(c.tasks, 1);
}

static void test_step__counts_what_it_did(void)
{
	const struct li_task tasks[] = {kit_task(1, LI_ID_IMPU, ALICE),
		kit_task(2, LI_ID_IMPU, BOB)};
	struct li_step_counts c;
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);

	with(tasks, 2);
	e.crowded = true;
	take(e);
	take(kit_cx(LI_CX_RTR, -1, IMPI, ALICE));
	take(kit_sip(LI_SIP_OPTIONS, 0, "o"));
	li_step_count(step, &c);
	CU_ASSERT_EQUAL(c.events, 3);
	CU_ASSERT_EQUAL(c.sip, 2);
	CU_ASSERT_EQUAL(c.cx, 1);
	CU_ASSERT_EQUAL(c.crowded, 1);
	CU_ASSERT_EQUAL(c.events_hit, 2);
	CU_ASSERT_EQUAL(c.hits, 3);
	CU_ASSERT_EQUAL(c.iris[LI_IRI_IMS_MESSAGE], 2);
	CU_ASSERT_EQUAL(c.iris[LI_IRI_HSS_REGISTRATION_TERMINATION], 1);
	CU_ASSERT_EQUAL(c.tasks, 2);
	CU_ASSERT_EQUAL(c.mirror.sessions, 2);
	li_step_tick(step, 1000000000);
	li_step_tick(step, 2000000000);
	li_step_count(step, &c);
	CU_ASSERT_EQUAL(c.mirror.sessions, 0);
}

static void test_step__says_when_an_event_does_not_fit(void)
{
	static struct li_task tasks[9000];
	struct li_event e = kit_call(LI_SIP_INVITE, 0, NULL);
	struct li_product before = {.iri_count = 77}, out = before;
	struct li_step_counts c;

	for (size_t i = 0; i < 9000; i++)
		tasks[i] = kit_task((int64_t)i, LI_ID_IMPU, ALICE);
	with(tasks, 9000);
	li_arena_reset(&arena);
	CU_ASSERT_EQUAL(li_step_event(step, &e, &arena, &out), LI_ENOMEM);
	CU_ASSERT_EQUAL(out.iri_count, 77);
	li_step_count(step, &c);
	CU_ASSERT_EQUAL(c.failed, 1);
	li_step_free(step);
	step = NULL;
	li_arena_fini(&arena);
}

UNIT_MAIN("step.step", UNIT_TEST(test_step__makes_a_stream_for_each_task),
	UNIT_TEST(test_step__marks_what_it_told_a_task_before),
	UNIT_TEST(test_step__takes_nothing_for_a_bystander),
	UNIT_TEST(test_step__allocates_nothing_for_bystanders_once_warm),
	UNIT_TEST(test_step__tells_late_of_as_many_as_there_is_room_for),
	UNIT_TEST(test_step__holds_what_overtook_apart),
	UNIT_TEST(test_step__redacts_each_tasks_own_copy),
	UNIT_TEST(test_step__reports_rows_of_a_registration),
	UNIT_TEST(test_step__changes_its_tasks_between_events),
	UNIT_TEST(test_step__puts_one_task_in_force_and_out),
	UNIT_TEST(test_step__counts_what_it_did),
	UNIT_TEST(test_step__says_when_an_event_does_not_fit))

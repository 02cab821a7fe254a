/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/wheel.h"
#include "unit.h"

static struct li_wheel wheel;

static size_t due(uint32_t now_s)
{
	size_t work = SIZE_MAX, n = 0;

	while (li_wheel_due(&wheel, now_s, &work))
		n++;
	return n;
}

static void test_wheel__rings_each_timer_at_its_second(void)
{
	static const uint32_t at[] = {0, 1, 5, 4095, 4096, 4097, 100000};
	enum { N = sizeof(at) / sizeof(at[0]) };
	struct li_alarm timers[N] = {{.next = NULL}};

	wheel = (struct li_wheel){.at_s = 0};
	for (size_t i = 0; i < N; i++)
		li_wheel_set(&wheel, &timers[i], at[i]);
	for (size_t i = 0; i < N; i++) {
		if (at[i])
			CU_ASSERT_EQUAL(due(at[i] - 1), 0);
		CU_ASSERT_EQUAL(due(at[i]), 1);
	}
	CU_ASSERT_EQUAL(wheel.count, 0);
}

static void test_wheel__moves_and_stops_timers(void)
{
	struct li_alarm a = {.next = NULL}, b = a;

	wheel = (struct li_wheel){.at_s = 0};
	li_wheel_set(&wheel, &a, 10);
	li_wheel_set(&wheel, &b, 10);
	li_wheel_set(&wheel, &a, 20);
	CU_ASSERT_EQUAL(due(19), 1);
	li_wheel_stop(&wheel, &a);
	li_wheel_stop(&wheel, &a);
	CU_ASSERT_EQUAL(due(1000), 0);
	CU_ASSERT_EQUAL(wheel.count, 0);
}

static void test_wheel__rings_late_what_is_set_in_the_past(void)
{
	struct li_alarm a = {.next = NULL};

	wheel = (struct li_wheel){.at_s = 0};
	CU_ASSERT_EQUAL(due(1000000), 0);
	li_wheel_set(&wheel, &a, 3);
	CU_ASSERT_EQUAL(due(1000001), 1);
}

static void test_wheel__does_as_much_as_it_is_allowed(void)
{
	enum { N = 100 };
	static struct li_alarm timers[N];
	size_t work = 10, n = 0;

	wheel = (struct li_wheel){.at_s = 0};
	for (size_t i = 0; i < N; i++)
		li_wheel_set(&wheel, &timers[i], 7);
	while (li_wheel_due(&wheel, 8, &work))
		n++;
	CU_ASSERT_EQUAL(n, 10);
	CU_ASSERT_EQUAL(due(8), N - 10);
}

static void test_wheel__knows_who_is_first(void)
{
	struct li_alarm a = {.next = NULL}, b = a;

	wheel = (struct li_wheel){.at_s = 0};
	CU_ASSERT_PTR_NULL(li_wheel_first(&wheel, NULL, NULL));
	li_wheel_set(&wheel, &a, 4096 + 5);
	li_wheel_set(&wheel, &b, 5);
	CU_ASSERT_PTR_EQUAL(li_wheel_first(&wheel, NULL, NULL), &b);
}

UNIT_MAIN("mirror.wheel", UNIT_TEST(test_wheel__rings_each_timer_at_its_second),
	UNIT_TEST(test_wheel__moves_and_stops_timers),
	UNIT_TEST(test_wheel__rings_late_what_is_set_in_the_past),
	UNIT_TEST(test_wheel__does_as_much_as_it_is_allowed),
	UNIT_TEST(test_wheel__knows_who_is_first))

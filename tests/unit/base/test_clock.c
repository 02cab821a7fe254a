/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "base/clock.h"
#include "unit.h"

static void test_clock__formats_utc_to_the_microsecond(void)
{
	/* TS 33.126 R6.4-90: UTC, finer than a second */
	static const struct {
		int64_t at_us;
		const char *text;
	} cases[] = {
		{0, "1970-01-01T00:00:00.000000Z"},
		{1, "1970-01-01T00:00:00.000001Z"},
		{-1, "1969-12-31T23:59:59.999999Z"},
		{-62135596800000000, "0001-01-01T00:00:00.000000Z"},
		{-30610224000000001, "0999-12-31T23:59:59.999999Z"},
		{1709210096000006, "2024-02-29T12:34:56.000006Z"},
		{253402300799999999, "9999-12-31T23:59:59.999999Z"},
		{253402300800000000, "invalid"},
		{INT64_MAX, "invalid"},
		{INT64_MIN, "invalid"},
	};
	char text[LI_CLOCK_TEXT];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		li_clock_format(cases[i].at_us, text);
		CU_ASSERT_STRING_EQUAL(text, cases[i].text);
	}
}

static void test_clock__parses_what_it_should(void)
{
	static const struct {
		const char *text;
		int64_t at_us;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"2024-02-29T12:34:56.000006Z", 1709210096000006},
		{"2024-02-29T12:34:56.5Z", 1709210096500000},
		{"2024-02-29T13:34:56+01:00", 1709210096000000},
		{"2024-02-29T07:04:56-05:30", 1709210096000000},
		{"2024-02-29 12:34:56Z", 1709210096000000},
		{"1969-12-31T23:59:59.999999Z", -1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t at_us = 77;

		CU_ASSERT_EQUAL(li_clock_parse(cases[i].text, &at_us), LI_OK);
		CU_ASSERT_EQUAL(at_us, cases[i].at_us);
	}
}

static void test_clock__refuses_the_rest_and_leaves_the_time(void)
{
	static const char *const cases[] = {"", "2024", "2024-02-29",
		"2024-02-29T12:34:56", "2024-02-30T12:34:56Z",
		"2023-02-29T12:34:56Z", "2024-13-01T00:00:00Z",
		"2024-00-01T00:00:00Z", "2024-01-01T24:00:00Z",
		"2024-01-01T00:60:00Z", "2024-01-01T00:00:00.Z",
		"2024-01-01T00:00:00.1234567Z", "2024-01-01T00:00:00Zx",
		"2024-01-01T00:00:00+1:00", "2024-01-01T00:00:00+24:00",
		"-024-01-01T00:00:00Z", "2024-01-01T00:00:00 Z"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t at_us = 77;

		CU_ASSERT_EQUAL(li_clock_parse(cases[i], &at_us), LI_EINVAL);
		CU_ASSERT_EQUAL(at_us, 77);
	}
}

static void test_clock__parses_back_what_it_formatted(void)
{
	char text[LI_CLOCK_TEXT];
	int64_t now = li_clock_now_us(), back = 0;

	li_clock_format(now, text);
	CU_ASSERT_EQUAL(li_clock_parse(text, &back), LI_OK);
	CU_ASSERT_EQUAL(back, now);
}

static void test_clock__never_goes_back(void)
{
	int64_t last = li_clock_mono_us(), awake = li_clock_boot_us();

	for (int i = 0; i < 1000; i++) {
		int64_t now = li_clock_mono_us(), boot = li_clock_boot_us();

		CU_ASSERT(now >= last);
		CU_ASSERT(boot >= awake);
		last = now;
		awake = boot;
	}
}

/* TS 33.126 R6.4-90: as the kernel says, and asked without changing it */
static void test_clock__says_whether_something_keeps_it(void)
{
	struct timex t = {.modes = 0};
	const int got = clock_adjtime(CLOCK_REALTIME, &t);
	const enum li_clock_state state = li_clock_state();

	CU_ASSERT_EQUAL(state == LI_CLOCK_UNKNOWN, got < 0);
	CU_ASSERT_EQUAL(state == LI_CLOCK_FREE,
		got == TIME_ERROR || (got >= 0 && t.status & STA_UNSYNC));
}

UNIT_MAIN("base.clock", UNIT_TEST(test_clock__formats_utc_to_the_microsecond),
	UNIT_TEST(test_clock__parses_what_it_should),
	UNIT_TEST(test_clock__refuses_the_rest_and_leaves_the_time),
	UNIT_TEST(test_clock__parses_back_what_it_formatted),
	UNIT_TEST(test_clock__never_goes_back),
	UNIT_TEST(test_clock__says_whether_something_keeps_it))

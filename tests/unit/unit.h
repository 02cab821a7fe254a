/* SPDX-License-Identifier: BSD-3-Clause
 *
 * unit.h - the main() of a unit test: one suite, a table of tests.
 *
 *   static void test_uuid__parses_upper_case(void) { ... }
 *
 *   UNIT_MAIN("base.uuid",
 *           UNIT_TEST(test_uuid__parses_upper_case))
 *
 * Its last line counts the tests; the exit status is 1 when one failed.
 */
#ifndef LI_UNIT_H
#define LI_UNIT_H

#include <stdio.h>

#include <CUnit/Basic.h>

struct unit_test {
	const char *name;
	CU_TestFunc run;
};

#define UNIT_TEST(fn)                                                          \
	{                                                                      \
#fn, fn                                                        \
	}

static inline int unit_main(const char *suite, const struct unit_test *tests,
	size_t count)
{
	CU_pSuite s;
	unsigned int failed;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 2;
	s = CU_add_suite(suite, NULL, NULL);
	for (size_t i = 0; i < count; i++)
		if (!s || !CU_add_test(s, tests[i].name, tests[i].run))
			return 2;
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failed = CU_get_number_of_tests_failed();
	printf("%u passed, %u failed\n", CU_get_number_of_tests_run() - failed,
		failed);
	CU_cleanup_registry();
	return failed ? 1 : 0;
}

#define UNIT_MAIN(suite, ...)                                                  \
	int main(void)                                                         \
	{                                                                      \
		static const struct unit_test tests[] = {__VA_ARGS__};         \
		return unit_main(suite, tests,                                 \
			sizeof(tests) / sizeof(tests[0]));                     \
	}

#endif

/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/err.h"
#include "unit.h"

static void test_err__has_a_name_for_each_and_for_none_twice(void)
{
	for (int i = LI_OK; i <= LI_EBUG; i++) {
		const char *name = li_err_name((li_err)i);

		CU_ASSERT(strcmp(name, "unknown error") != 0);
		for (int j = LI_OK; j < i; j++)
			CU_ASSERT(strcmp(name, li_err_name((li_err)j)) != 0);
	}
}

UNIT_MAIN("base.err",
	UNIT_TEST(test_err__has_a_name_for_each_and_for_none_twice))

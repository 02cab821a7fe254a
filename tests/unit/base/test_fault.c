/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/fault.h"
#include "unit.h"

static void test_fault__keeps_the_text_and_gives_the_error_back(void)
{
	struct li_fault fault = {{0}};

	CU_ASSERT_EQUAL(li_fault_set(&fault, LI_EIO, "%s: %d", "file", 3),
		LI_EIO);
	CU_ASSERT_STRING_EQUAL(fault.text, "file: 3");
}

static void test_fault__cuts_a_long_text(void)
{
	struct li_fault fault;

	CU_ASSERT_EQUAL(li_fault_set(&fault, LI_EIO, "%1000d", 1), LI_EIO);
	CU_ASSERT_EQUAL(strlen(fault.text), sizeof(fault.text) - 1);
}

static void test_fault__may_be_nobodys(void)
{
	CU_ASSERT_EQUAL(li_fault_set(NULL, LI_EDB, "x"), LI_EDB);
}

UNIT_MAIN("base.fault",
	UNIT_TEST(test_fault__keeps_the_text_and_gives_the_error_back),
	UNIT_TEST(test_fault__cuts_a_long_text),
	UNIT_TEST(test_fault__may_be_nobodys))

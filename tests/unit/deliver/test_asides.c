/* SPDX-License-Identifier: BSD-3-Clause */
#include "deliver/asides.h"
#include "unit.h"

static void test_asides__are_told_in_order_and_once(void)
{
	struct li_asides a = {0};

	CU_ASSERT_PTR_NULL(li_asides_first(&a));
	for (int64_t id = 1; id <= 100; id++) {
		CU_ASSERT_EQUAL(li_asides_add(&a, id, LI_ETOOBIG), LI_OK);
		CU_ASSERT_EQUAL(li_asides_add(&a, 1 + id / 2, LI_EINVAL),
			LI_OK);
	}
	for (int64_t id = 1; id <= 100; id++) {
		CU_ASSERT_PTR_NOT_NULL_FATAL(li_asides_first(&a));
		CU_ASSERT_EQUAL(li_asides_first(&a)->id, id);
		CU_ASSERT_EQUAL(li_asides_first(&a)->why, LI_ETOOBIG);
		li_asides_drop(&a);
	}
	CU_ASSERT_PTR_NULL(li_asides_first(&a));
	CU_ASSERT_EQUAL(li_asides_add(&a, 7, LI_EINVAL), LI_OK);
	CU_ASSERT_EQUAL(li_asides_first(&a)->id, 7);
	li_asides_fini(&a);
	CU_ASSERT_PTR_NULL(li_asides_first(&a));
}

UNIT_MAIN("deliver.asides", UNIT_TEST(test_asides__are_told_in_order_and_once))

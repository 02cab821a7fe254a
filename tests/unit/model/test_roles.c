/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/roles.h"
#include "unit.h"

static void check(uint32_t roles, const char *want)
{
	struct li_buf b = {0};

	li_roles_put(&b, roles);
	CU_ASSERT_TRUE(li_slice_is(li_buf_slice(&b), want));
	li_buf_fini(&b);
}

/* TS 33.128 cl. 7.12.2.8 */
static void test_roles__are_named_in_order(void)
{
	check(0, "");
	check(LI_ROLE_P_ASSERTED | LI_ROLE_FROM, "From+PAI");
	check(LI_ROLE_DIALOG | LI_ROLE_TO, "To+dialog");
	check(LI_ROLE_SMS_DESTINATION | LI_ROLE_SMS_ORIGINATOR,
		"SMS originator+SMS destination");
}

static void test_roles__have_a_name_each(void)
{
	for (uint32_t role = 1; role <= LI_ROLE_SMS_DESTINATION; role *= 2) {
		struct li_buf b = {0};

		li_roles_put(&b, role);
		CU_ASSERT(b.n > 0);
		CU_ASSERT_EQUAL(li_slice_find(li_buf_slice(&b), '+'), b.n);
		li_buf_fini(&b);
	}
}

UNIT_MAIN("model.roles", UNIT_TEST(test_roles__are_named_in_order),
	UNIT_TEST(test_roles__have_a_name_each))

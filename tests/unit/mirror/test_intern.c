/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror/intern.h"
#include "unit.h"

static const struct li_hash_secret secret = {.k0 = 1};

static uint16_t take(struct li_intern *t, const char *name)
{
	return li_intern_take(t, &secret, li_slice_str(name));
}

static void test_intern__keeps_a_name_once_while_it_is_used(void)
{
	struct li_intern t = {.count = 0};
	uint16_t a = take(&t, "ims.example"), b = take(&t, "b.example");

	CU_ASSERT_NOT_EQUAL(a, 0);
	CU_ASSERT_NOT_EQUAL(a, b);
	CU_ASSERT_EQUAL(take(&t, "ims.example"), a);
	CU_ASSERT_TRUE(li_slice_is(li_intern_text(&t, a), "ims.example"));
	li_intern_give(&t, a);
	CU_ASSERT_TRUE(li_slice_is(li_intern_text(&t, a), "ims.example"));
	li_intern_give(&t, a);
	CU_ASSERT_EQUAL(take(&t, "c.example"), a);
	CU_ASSERT_TRUE(li_slice_is(li_intern_text(&t, a), "c.example"));
	CU_ASSERT_TRUE(li_slice_is(li_intern_text(&t, b), "b.example"));
	li_intern_fini(&t);
}

static void test_intern__bounds_its_names(void)
{
	struct li_intern t = {.count = 0};
	char name[300];
	size_t taken = 0;

	for (int i = 0; i < LI_INTERN_MAX + 10; i++) {
		snprintf(name, sizeof(name), "n%d.example", i);
		taken += take(&t, name) != 0;
	}
	CU_ASSERT_EQUAL(taken, LI_INTERN_MAX);
	CU_ASSERT_NOT_EQUAL(take(&t, "n5.example"), 0);
	CU_ASSERT_EQUAL(take(&t, ""), 0);
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	CU_ASSERT_EQUAL(take(&t, name), 0);
	li_intern_fini(&t);
}

UNIT_MAIN("mirror.intern",
	UNIT_TEST(test_intern__keeps_a_name_once_while_it_is_used),
	UNIT_TEST(test_intern__bounds_its_names))

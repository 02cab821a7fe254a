/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of base/wipe.h. The real free() is looked at: what it is given is zero.
 */
#include "base/wipe.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

void __real_free(void *p); /* NOLINT(bugprone-reserved-identifier) */
void __wrap_free(void *p); /* NOLINT(bugprone-reserved-identifier) */

static size_t freed, left; /* blocks; octets in them that were not zero */

void __wrap_free(void *p) /* NOLINT(bugprone-reserved-identifier) */
{
	const uint8_t *at = p;

	for (size_t i = 0; p && i < malloc_usable_size(p); i++)
		left += at[i] != 0;
	freed += p != NULL;
	__real_free(p);
}

static void test_wipe__nothing_is_left_of_what_is_freed(void)
{
	char *p = malloc(100);

	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	memset(p, 'k', 100);
	freed = left = 0;
	li_wipe_free(p);
	li_wipe_free(NULL);
	CU_ASSERT_EQUAL(freed, 1);
	CU_ASSERT_EQUAL(left, 0);
}

static void test_wipe__nothing_is_left_where_it_was(void)
{
	char *p = malloc(100), *now;

	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	memset(p, 'k', 100);
	freed = left = 0;
	now = li_wipe_realloc(p, 100000);
	CU_ASSERT_PTR_NOT_NULL_FATAL(now);
	CU_ASSERT_EQUAL(freed, 1);
	CU_ASSERT_EQUAL(left, 0);
	CU_ASSERT_EQUAL(strncmp(now, "kkkkkkkkkkkkkkkk", 16), 0);
	now = li_wipe_realloc(now, 4);
	CU_ASSERT_PTR_NOT_NULL_FATAL(now);
	CU_ASSERT_EQUAL(strncmp(now, "kkkk", 4), 0);
	CU_ASSERT_EQUAL(left, 0);
	li_wipe_free(now);
	now = li_wipe_realloc(NULL, 0);
	CU_ASSERT_PTR_NOT_NULL(now);
	li_wipe_free(now);
}

UNIT_MAIN("base.wipe", UNIT_TEST(test_wipe__nothing_is_left_of_what_is_freed),
	UNIT_TEST(test_wipe__nothing_is_left_where_it_was))

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/veil.h"
#include "smaps.h"
#include "unit.h"
#include "unmapped.h"

enum { OCTETS = 40000 };

/* TS 33.127 cl. 8 */
static void test_veil__is_left_out_of_cores(void)
{
	uint8_t *veil = li_veil_new(OCTETS), *plain = malloc(OCTETS);

	CU_ASSERT_PTR_NOT_NULL_FATAL(veil);
	CU_ASSERT_PTR_NOT_NULL_FATAL(plain);
	CU_ASSERT(smaps_flag(veil, " dd"));
	CU_ASSERT(smaps_flag(veil + OCTETS - 1, " dd"));
	CU_ASSERT_FALSE(smaps_flag(plain, " dd"));
	free(plain);
	li_veil_free(veil, OCTETS, OCTETS);
}

static void test_veil__begins_and_ends_with_zeroes(void)
{
	uint8_t *veil = li_veil_new(OCTETS);
	uint8_t all = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(veil);
	for (size_t i = 0; i < OCTETS; i++)
		all |= veil[i];
	CU_ASSERT_EQUAL(all, 0);
	memset(veil, 1, OCTETS);
	unmapped_left = 0;
	li_veil_free(veil, OCTETS, OCTETS + 1);
	CU_ASSERT_EQUAL(unmapped_left, 0);
	li_veil_free(NULL, OCTETS, OCTETS);
}

/* TS 33.127 cl. 8 */
static void test_veil__is_locked_when_it_is_for_a_key(void)
{
	uint8_t *veil = li_veil_new(OCTETS), *locked = li_veil_lock(OCTETS);

	CU_ASSERT_PTR_NOT_NULL_FATAL(veil);
	CU_ASSERT_PTR_NOT_NULL_FATAL(locked);
	CU_ASSERT_FALSE(smaps_flag(veil, " lo"));
	CU_ASSERT(smaps_locked(locked));
	CU_ASSERT(smaps_flag(locked + OCTETS - 1, " dd"));
	li_veil_free(veil, OCTETS, OCTETS);
	li_veil_free(locked, OCTETS, OCTETS);
}

UNIT_MAIN("base.veil", UNIT_TEST(test_veil__is_left_out_of_cores),
	UNIT_TEST(test_veil__is_locked_when_it_is_for_a_key),
	UNIT_TEST(test_veil__begins_and_ends_with_zeroes))

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of keys/health.h.
 */
#include "keys/health.h"

#include "unit.h"

enum { FAR = 61000000 }; /* more than any rest */

static void test_health__rests_after_three_silences_in_a_row(void)
{
	struct li_kms_health h;

	li_kms_health_init(&h, 1);
	CU_ASSERT_FALSE(li_kms_health_silent(&h, 0));
	CU_ASSERT_FALSE(li_kms_health_silent(&h, 0));
	CU_ASSERT_FALSE(li_kms_health_answered(&h));
	CU_ASSERT_FALSE(li_kms_health_silent(&h, 0));
	CU_ASSERT_FALSE(li_kms_health_silent(&h, 0));
	CU_ASSERT_FALSE(li_kms_health_rests(&h, 0));
	CU_ASSERT_TRUE(li_kms_health_silent(&h, 0));
	CU_ASSERT_TRUE(li_kms_health_rests(&h, 0));
	CU_ASSERT_FALSE(li_kms_health_rests(&h, FAR));
	CU_ASSERT_TRUE(li_kms_health_answered(&h));
	CU_ASSERT_FALSE(li_kms_health_rests(&h, 0));
}

static void test_health__is_tried_again_and_rests_longer(void)
{
	struct li_kms_health h;
	int64_t first_us;

	li_kms_health_init(&h, 1);
	for (int i = 0; i < LI_KMS_SILENT_MAX; i++)
		(void)li_kms_health_silent(&h, 0);
	first_us = h.until_us;
	/* Those that went out before it rested do not make it longer. */
	CU_ASSERT_FALSE(li_kms_health_silent(&h, 1));
	CU_ASSERT_EQUAL(h.until_us, first_us);
	for (int i = 0; i < 8; i++) {
		const int64_t now_us = h.until_us;

		CU_ASSERT_FALSE(li_kms_health_rests(&h, now_us));
		CU_ASSERT_FALSE(li_kms_health_silent(&h, now_us));
		CU_ASSERT_TRUE(li_kms_health_rests(&h, now_us));
		CU_ASSERT_TRUE(h.until_us - now_us < FAR);
		if (i == 7)
			CU_ASSERT_TRUE(h.until_us - now_us > 2 * first_us);
	}
}

UNIT_MAIN("keys.health",
	UNIT_TEST(test_health__rests_after_three_silences_in_a_row),
	UNIT_TEST(test_health__is_tried_again_and_rests_longer))

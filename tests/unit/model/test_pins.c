/* SPDX-License-Identifier: BSD-3-Clause */
#include "model/pins.h"
#include "unit.h"

static void test_pins__are_their_octets(void)
{
	uint8_t octets[LI_PINS_MAX * sizeof(struct li_pin) + 1];
	struct li_pins p = {.count = 0};

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)i;
	for (size_t n = 0; n <= LI_PINS_MAX; n++) {
		const struct li_slice s =
			li_slice(octets, n * sizeof(p.pin[0]));

		CU_ASSERT_TRUE_FATAL(li_pins_of(s, &p));
		CU_ASSERT_EQUAL(p.count, n);
		CU_ASSERT_TRUE(li_slice_eq(li_pins_octets(&p), s));
	}
	CU_ASSERT_EQUAL(p.pin[1].octet[0], 32);
	/* neither a part of one nor one too many */
	CU_ASSERT_FALSE(li_pins_of(li_slice(octets, 31), &p));
	CU_ASSERT_FALSE(li_pins_of(li_slice(octets, 33), &p));
	CU_ASSERT_FALSE(li_pins_of(li_slice(octets, sizeof(octets)), &p));
	CU_ASSERT_EQUAL(p.count, LI_PINS_MAX);
}

static void test_pins__are_the_same_in_the_same_order(void)
{
	struct li_pins a = {.pin = {{{1}}, {{2}}}, .count = 2}, b = a;

	CU_ASSERT_TRUE(li_pins_eq(&a, &b));
	b.count = 1;
	CU_ASSERT_FALSE(li_pins_eq(&a, &b));
	b = (struct li_pins){.pin = {{{2}}, {{1}}}, .count = 2};
	CU_ASSERT_FALSE(li_pins_eq(&a, &b));
	a.count = b.count = 0;
	CU_ASSERT_TRUE(li_pins_eq(&a, &b));
}

UNIT_MAIN("model.pins", UNIT_TEST(test_pins__are_their_octets),
	UNIT_TEST(test_pins__are_the_same_in_the_same_order))

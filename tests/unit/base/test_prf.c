/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/prf.h"
#include "unit.h"

/* Key 00 01 .. 0f, as the authors' test vectors have it. */
static const struct li_prf_key key = {0x0706050403020100, 0x0f0e0d0c0b0a0908};

static void test_prf__gives_the_known_values(void)
{
	/* of 00 01 .. (n - 1); SipHash, 2012, appendix A and vectors.h */
	static const struct {
		size_t n;
		uint64_t out;
	} vectors[] = {
		{0, 0x726fdb47dd0e0e31},
		{1, 0x74f839c593dc67fd},
		{7, 0xab0200f58b01d137},
		{8, 0x93f5f5799a932462},
		{15, 0xa129ca6149be45e5},
		{63, 0x958a324ceb064572},
	};
	uint8_t octets[64];

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (uint8_t)i;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		CU_ASSERT_EQUAL(li_prf(&key, li_slice(octets, vectors[i].n)),
			vectors[i].out);
}

static void test_prf__is_another_under_another_key(void)
{
	struct li_prf_key other = key;

	other.k1 ^= 1;
	CU_ASSERT_NOT_EQUAL(li_prf(&key, li_slice_str("a")),
		li_prf(&other, li_slice_str("a")));
}

UNIT_MAIN("base.prf", UNIT_TEST(test_prf__gives_the_known_values),
	UNIT_TEST(test_prf__is_another_under_another_key))

/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/sign.h"
#include "unit.h"

static void test_sign__verifies_what_it_signed(void)
{
	struct li_slice text = li_slice_str("row 1000");
	uint8_t signature[LI_SIGNATURE];
	struct li_slice sig = li_slice(signature, sizeof(signature));
	struct li_sign_key key, other;
	struct li_slice pub, not_pub;

	CU_ASSERT_EQUAL(li_sign_key_draw(&key), LI_OK);
	CU_ASSERT_EQUAL(li_sign_key_draw(&other), LI_OK);
	pub = li_slice(key.public_part, LI_SIGN_PUBLIC);
	not_pub = li_slice(other.public_part, LI_SIGN_PUBLIC);
	CU_ASSERT_EQUAL(li_sign(&key, text, signature), LI_OK);
	CU_ASSERT_TRUE(li_sign_verify(pub, text, sig));
	CU_ASSERT_FALSE(li_sign_verify(not_pub, text, sig));
	CU_ASSERT_FALSE(li_sign_verify(pub, li_slice_str("row 1001"), sig));
	CU_ASSERT_FALSE(li_sign_verify(pub, text, li_slice(signature, 63)));
	CU_ASSERT_FALSE(
		li_sign_verify(li_slice(key.public_part, 31), text, sig));
	for (size_t i = 0; i < sizeof(signature); i++) {
		signature[i] ^= 4;
		CU_ASSERT_FALSE(li_sign_verify(pub, text, sig));
		signature[i] ^= 4;
	}
}

/* RFC 8032 cl. 7.1, test 1: the empty message */
static void test_sign__signs_as_the_standard_says(void)
{
	static const struct li_sign_key key = {
		.public_part = {0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7,
			0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e,
			0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02,
			0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a},
		.private_part = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60,
			0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
			0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b,
			0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60},
	};
	static const uint8_t want[8] = {0xe5, 0x56, 0x43, 0x00, 0xc3, 0x60,
		0xac, 0x72};
	uint8_t signature[LI_SIGNATURE];

	CU_ASSERT_EQUAL(li_sign(&key, li_slice("", 0), signature), LI_OK);
	CU_ASSERT_EQUAL(memcmp(signature, want, sizeof(want)), 0);
}

UNIT_MAIN("store.sign", UNIT_TEST(test_sign__verifies_what_it_signed),
	UNIT_TEST(test_sign__signs_as_the_standard_says))

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fuzz_kms - an answer of a KMS: whatever it holds, what is taken of it is
 * within its bounds, whole, and of no crypto session twice; what is refused
 * leaves nothing. TS 33.107 cl. 7A.7.3
 */
#include "fuzz.h"
#include "keys/xk.h"

static void check(const struct li_media_keys *k)
{
	FUZZ_CHECK(k->count <= LI_MEDIA_KEYS_MAX);
	FUZZ_CHECK(k->count > 0 || k->failed);
	for (size_t i = 0; i < k->count; i++) {
		const struct li_media_key *one = &k->at[i];

		FUZZ_CHECK(one->cs_id_n > 0 && one->cs_id_n <= LI_CS_ID_MAX);
		FUZZ_CHECK(one->key_n > 0 && one->key_n <= LI_MEDIA_KEY_MAX);
		FUZZ_CHECK(one->salt_n <= LI_MEDIA_SALT_MAX);
		for (size_t j = 0; j < i; j++)
			FUZZ_CHECK(!li_slice_eq(li_slice(one->cs_id,
							one->cs_id_n),
				li_slice(k->at[j].cs_id, k->at[j].cs_id_n)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct li_media_keys nothing;
	struct li_media_keys keys;

	if (li_xk_answer_read(li_slice(data, size), &keys) == LI_OK) {
		check(&keys);
	} else {
		FUZZ_CHECK(keys.failed && keys.count == 0);
		FUZZ_CHECK(memcmp(keys.at, nothing.at, sizeof(keys.at)) == 0);
	}
	return 0;
}

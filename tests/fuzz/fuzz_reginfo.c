/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, what a reginfo document lists lies inside it and is
 * bounded, and a document that is refused leaves nothing.
 */
#include "fuzz.h"
#include "intake/reginfo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct li_hash_secret secret = {.k0 = 1};
	struct li_reginfo info = {.count = 77};

	if (li_reginfo_read(li_slice(data, size), &secret, &info)) {
		FUZZ_CHECK(info.count == 77);
		return 0;
	}
	FUZZ_CHECK(info.count <= LI_REGINFO_MAX);
	for (size_t i = 0; i < info.count; i++) {
		struct li_slice uri = info.ended[i].contact;

		FUZZ_CHECK(uri.n == 0 ||
			(uri.p >= data && uri.p + uri.n <= data + size));
		FUZZ_CHECK(!li_key_none(info.ended[i].aor));
	}
	return 0;
}

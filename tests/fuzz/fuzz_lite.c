/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fuzz_lite - a stream of LI_X2_LITE: whatever it holds, each PDU is cut off
 * inside it, a notice that is taken is whole, and reading ends.
 */
#include "encode/lite.h"
#include "fuzz.h"

static const struct li_hash_secret secret = {.k0 = 1, .k1 = 2};

static void check(const struct li_lite *lite)
{
	const struct li_bearer *b = &lite->bearer;

	FUZZ_CHECK(lite->kind == LI_LITE_OTHER ||
		lite->kind == LI_LITE_BEARER ||
		lite->kind == LI_LITE_KEEPALIVE);
	if (lite->kind != LI_LITE_BEARER)
		return;
	FUZZ_CHECK(b->what >= LI_BEARER_BEGUN && b->what <= LI_BEARER_GONE);
	FUZZ_CHECK(b->id <= (LI_BEARER_EPS | UINT8_MAX));
	FUZZ_CHECK(!li_key_none(b->imsi));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice rest = li_slice(data, size);
	struct li_lite lite;
	size_t n;

	while (li_lite_frame(rest, &n) == LI_OK) {
		FUZZ_CHECK(n > 0 && n <= rest.n && n <= LI_LITE_PDU_MAX);
		if (li_lite_read(li_slice_sub(rest, 0, n), &secret, &lite) ==
			LI_OK)
			check(&lite);
		rest = li_slice_sub(rest, n, rest.n);
	}
	return 0;
}

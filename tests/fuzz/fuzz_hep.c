/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, a HEP payload lies inside its packet, and a packet that
 * was framed is inside the buffer. What is told by packets before is read as it
 * would be without them.
 */
#include "fuzz.h"
#include "intake/hep_like.h"

static void check_like(struct li_slice octets, const struct li_hep *want,
	li_err err)
{
	static struct li_hep_likes likes;
	struct li_hep got;

	FUZZ_CHECK(li_hep_decode_like(&likes, octets, &got) == err);
	if (err)
		return;
	FUZZ_CHECK(got.payload.p == want->payload.p &&
		got.payload.n == want->payload.n);
	FUZZ_CHECK(got.at_us == want->at_us &&
		got.capture_id == want->capture_id &&
		got.ip_proto == want->ip_proto);
	FUZZ_CHECK(got.from.family == want->from.family &&
		got.to.family == want->to.family);
	FUZZ_CHECK(got.from.port == want->from.port &&
		got.to.port == want->to.port);
	FUZZ_CHECK(memcmp(got.from.ip, want->from.ip, 16) == 0 &&
		memcmp(got.to.ip, want->to.ip, 16) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice octets = li_slice(data, size);
	struct li_hep hep;
	size_t length;
	li_err err;

	err = li_hep_decode(octets, &hep);
	check_like(octets, &hep, err);
	if (err == LI_EUNSUPPORTED)
		FUZZ_CHECK(li_hep_refused(octets) != LI_HEP_COMPRESSED ||
			li_hep_is(octets));
	if (err == LI_OK) {
		FUZZ_CHECK(hep.payload.n <= size);
		FUZZ_CHECK(hep.payload.n == 0 ||
			(hep.payload.p > data &&
				hep.payload.p + hep.payload.n <= data + size));
		FUZZ_CHECK(hep.from.family == 0 || hep.from.family == 4 ||
			hep.from.family == 6);
		FUZZ_CHECK(li_hep_frame(octets, &length) == LI_OK);
		FUZZ_CHECK(length == size);
	}
	if (li_hep_frame(octets, &length) == LI_OK)
		FUZZ_CHECK(length >= LI_HEP_HEADER && length <= size);
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, a HEP payload lies inside its packet, and a packet that
 * was framed is inside the buffer.
 */
#include "fuzz.h"
#include "intake/hep.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice octets = li_slice(data, size);
	struct li_hep hep;
	size_t length;
	li_err err;

	err = li_hep_decode(octets, &hep);
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

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A stream is cut the same however its octets arrive: what is a message is one
 * with more behind it, and less of it is not yet one. RFC 3261 cl. 18.3
 */
#include "fuzz.h"
#include "intake/sip_frame.h"

/* Octet by octet, what was looked at being kept. */
static void grow(struct li_slice octets, const struct li_sip_frame *whole)
{
	struct li_sip_framing so_far = {0};
	struct li_sip_frame part;
	size_t end = whole->skip + whole->length;

	for (size_t n = 0; n < end; n++)
		FUZZ_CHECK(li_sip_frame_on(li_slice_sub(octets, 0, n), &so_far,
				   &part) == LI_EAGAIN);
	FUZZ_CHECK(li_sip_frame_on(li_slice_sub(octets, 0, end), &so_far,
			   &part) == LI_OK);
	FUZZ_CHECK(part.skip == whole->skip && part.length == whole->length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice octets = li_slice(data, size);
	struct li_sip_frame whole, part;
	size_t end;
	li_err err = li_sip_frame(octets, &whole);

	if (err == LI_EAGAIN)
		FUZZ_CHECK(whole.skip <= size && whole.length == 0);
	if (err != LI_OK)
		return 0;
	end = whole.skip + whole.length;
	FUZZ_CHECK(whole.length && end <= size);
	FUZZ_CHECK(li_sip_frame(li_slice_sub(octets, 0, end), &part) == LI_OK);
	FUZZ_CHECK(part.skip == whole.skip && part.length == whole.length);
	for (size_t n = end; n-- > (end > 64 ? end - 64 : 0);)
		FUZZ_CHECK(li_sip_frame(li_slice_sub(octets, 0, n), &part) ==
			LI_EAGAIN);
	grow(octets, &whole);
	return 0;
}

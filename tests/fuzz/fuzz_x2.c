/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fuzz_x2 - a stream of X2 PDUs: whatever it holds, what is read lies inside
 * it, and reading ends.
 */
#include "encode/x2.h"
#include "fuzz.h"

static void inside(struct li_slice part, struct li_slice whole)
{
	if (part.n)
		FUZZ_CHECK(part.p >= whole.p &&
			part.p + part.n <= whole.p + whole.n);
}

static void target(struct li_slice value)
{
	struct li_x2_target t;

	if (li_x2_target_read(value, &t) == LI_OK)
		FUZZ_CHECK(strlen(t.element) < sizeof(t.element) &&
			strlen(t.text) < sizeof(t.text));
}

static void check(const struct li_x2_pdu *pdu, struct li_slice whole)
{
	FUZZ_CHECK(pdu->size >= LI_X2_HEADER && pdu->size <= LI_X2_PDU_MAX);
	inside(pdu->nfid, whole);
	inside(pdu->ipid, whole);
	inside(pdu->did, whole);
	inside(pdu->payload, whole);
	for (size_t i = 0; i < pdu->matched_count; i++) {
		inside(pdu->matched[i], whole);
		target(pdu->matched[i]);
	}
	for (size_t i = 0; i < pdu->other_count; i++) {
		inside(pdu->others[i], whole);
		target(pdu->others[i]);
	}
	(void)li_x2_format_permitted(pdu->type, pdu->format);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice rest = li_slice(data, size);
	struct li_x2_pdu pdu;

	target(rest);
	while (li_x2_decode(rest, &pdu) == LI_OK) {
		check(&pdu, li_slice_sub(rest, 0, pdu.size));
		rest = li_slice_sub(rest, pdu.size, rest.n);
	}
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fuzz_psp - a stream of PS-PDUs: whatever it holds, each has a length, what is
 * read of one is within its bounds, and reading ends.
 */
#include "encode/psp.h"
#include "fuzz.h"

static void check(const struct li_psp *psp, struct li_arena *arena)
{
	struct li_xiri xiri;

	FUZZ_CHECK(psp->record_count <= LI_PSP_RECORDS_MAX);
	FUZZ_CHECK(psp->checked_count <= LI_PSP_CHECKED_MAX);
	FUZZ_CHECK(psp->kind == LI_PSP_IRI || psp->record_count == 0);
	FUZZ_CHECK(psp->liid.n > 0);
	for (size_t i = 0; i < psp->record_count; i++)
		if (li_xiri_decode(psp->records[i].octets, arena, &xiri) ==
			LI_OK)
			FUZZ_CHECK(psp->records[i].octets.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice rest = li_slice(data, size);
	struct li_arena arena = {0};
	struct li_psp psp;
	size_t n;

	while (li_psp_frame(rest, &n) == LI_OK && n <= rest.n) {
		FUZZ_CHECK(n >= 2 && n <= LI_PSP_PDU_MAX);
		if (li_psp_decode(li_slice_sub(rest, 0, n), &arena, &psp) ==
			LI_OK)
			check(&psp, &arena);
		li_arena_reset(&arena);
		rest = li_slice_sub(rest, n, rest.n);
	}
	li_arena_fini(&arena);
	return 0;
}

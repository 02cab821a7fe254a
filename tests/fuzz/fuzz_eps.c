/* SPDX-License-Identifier: BSD-3-Clause
 *
 * fuzz_eps - a payload of format 14: whatever it holds, what is read stays in
 * its bounds.
 */
#include "encode/eps.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_arena arena = {0};
	struct li_eps e;

	if (li_eps_decode(li_slice(data, size), &arena, &e) == LI_OK) {
		FUZZ_CHECK(
			e.record >= LI_EPS_BEGIN && e.record <= LI_EPS_REPORT);
		FUZZ_CHECK(e.party_count <= LI_EPS_PARTIES_MAX &&
			e.other_count <= LI_EPS_PARTIES_MAX &&
			e.came_count <= LI_EPS_CHANGED_MAX &&
			e.left_count <= LI_EPS_CHANGED_MAX);
		for (size_t i = 0; i < e.party_count; i++)
			FUZZ_CHECK(e.parties[i].kind && e.parties[i].text.n);
		for (size_t i = 0; i < e.other_count; i++)
			FUZZ_CHECK(e.others[i].kind && e.others[i].text.n);
		for (size_t i = 0; i < e.came_count; i++)
			FUZZ_CHECK(e.came[i].kind && e.came[i].text.n);
		for (size_t i = 0; i < e.left_count; i++)
			FUZZ_CHECK(e.left[i].kind && e.left[i].text.n);
	}
	li_arena_fini(&arena);
	return 0;
}

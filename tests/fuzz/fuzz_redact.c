/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, a task without content authority sees nothing behind
 * the head that is not SDP, in a copy as long as the message.
 */
#include "fuzz.h"
#include "redact/redact.h"

/* Is the octet one that a redaction leaves or makes? */
static void check(struct li_slice in, struct li_slice out)
{
	FUZZ_CHECK(in.n == out.n);
	for (size_t i = 0; i < in.n; i++)
		FUZZ_CHECK(out.p[i] == in.p[i] || out.p[i] == ' ' ||
			out.p[i] == 'x');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice sip = li_slice(data, size);
	const uint8_t *end = memmem(data, size, "\r\n\r\n", 4);
	size_t body_at = end ? (size_t)(end - data) + 4 : size;
	struct li_arena arena = {.first = NULL};
	struct li_redacted one, full;

	FUZZ_CHECK(li_redact_sip(sip, body_at, false, &arena, &one) == LI_OK);
	check(sip, one.sip);
	FUZZ_CHECK(li_redact_sip(sip, body_at, true, &arena, &full) == LI_OK);
	check(sip, full.sip);
	FUZZ_CHECK(
		(full.modifications & ~(unsigned)LI_MOD_AUTHENTICATION) == 0);
	for (size_t i = body_at; i < size; i++)
		FUZZ_CHECK(one.sip.p[i] == ' ' || data[body_at] == 'v' ||
			data[body_at] == 'V');
	li_arena_fini(&arena);
	return 0;
}

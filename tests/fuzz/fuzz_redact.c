/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets, a copy is as long as the message, changed when it is
 * flagged and only then, and a task without content authority sees nothing of
 * a text. What a task with all authority gets is the message, but for keys.
 */
#include "fuzz.h"
#include "redact/redact.h"

static struct li_redacted redact(struct li_slice sip, size_t body_at,
	struct li_redact_scope scope, struct li_arena *arena)
{
	struct li_redacted out;

	FUZZ_CHECK(li_redact_sip(sip, body_at, &scope, arena, &out) == LI_OK);
	FUZZ_CHECK(out.sip.n == sip.n);
	FUZZ_CHECK((out.modifications != 0) == !li_slice_eq(out.sip, sip));
	return out;
}

/* An octet that was not kept is one of those that stand for what was cut; only
 * of a short message it is a space in the message's own coding. */
static void check_octets(struct li_slice in, const struct li_redacted *out)
{
	if (out->modifications & (LI_MOD_SMS | LI_MOD_SMS_CUT))
		return;
	for (size_t i = 0; i < in.n; i++)
		FUZZ_CHECK(out->sip.p[i] == in.p[i] || out->sip.p[i] == ' ' ||
			out->sip.p[i] == 'x' || out->sip.p[i] == '0');
}

/* The same octets as a text that must not be there. */
static void check_text(struct li_slice text, struct li_arena *arena)
{
	static const char head[] = "MESSAGE sip:a SIP/2.0\r\n"
				   "Content-Type: text/plain\r\n\r\n";
	size_t at = sizeof(head) - 1;
	uint8_t *all = li_arena_alloc(arena, at + text.n + 1);
	struct li_redacted out;

	FUZZ_CHECK(all != NULL);
	memcpy(all, head, at);
	if (text.n)
		memcpy(all + at, text.p, text.n);
	out = redact(li_slice(all, at + text.n), at,
		(struct li_redact_scope){.location = true}, arena);
	for (size_t i = at; i < out.sip.n; i++)
		FUZZ_CHECK(out.sip.p[i] == ' ');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice sip = li_slice(data, size);
	const uint8_t *end = memmem(data, size, "\r\n\r\n", 4);
	size_t body_at = end ? (size_t)(end - data) + 4 : size;
	struct li_arena arena = {.first = NULL};

	for (unsigned int how = 0; how < 8; how++) {
		struct li_redact_scope scope = {
			.content = how & 1,
			.location = how & 2,
			.sender = how & 4 ? LI_REDACT_FROM_TARGET
					  : LI_REDACT_FROM_OTHER,
		};
		struct li_redacted out = redact(sip, body_at, scope, &arena);

		check_octets(sip, &out);
		if (how == 7)
			FUZZ_CHECK(
				!(out.modifications & ~(unsigned)LI_MOD_KEYS));
		if (scope.content)
			FUZZ_CHECK(!(out.modifications &
				(LI_MOD_SUBJECT | LI_MOD_SMS |
					LI_MOD_TEXT_CONTENT)));
	}
	check_text(sip, &arena);
	li_arena_fini(&arena);
	return 0;
}

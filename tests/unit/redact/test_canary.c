/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a task without content authority may not see is in none of the forms
 * in which it may stand in a message, whatever form it came in.
 */
#include "redact/redact.h"
#include "sms_build.h"
#include "unit.h"

enum {
	ROUNDS = 4000, /* messages; the same in each run */
	ROOM = 8192,
};

struct message {
	uint8_t octets[ROOM];
	size_t n, body;
	unsigned int subjects; /* canaries put there */
};

static uint64_t state;
static struct li_arena arena;

static unsigned int pick(unsigned int n)
{
	state = state * 6364136223846793005U + 1442695040888963407U;
	return (unsigned int)(state >> 33) % n;
}

static void put(struct message *m, const void *p, size_t n)
{
	CU_ASSERT_FATAL(m->n + n < ROOM);
	memcpy(m->octets + m->n, p, n);
	m->n += n;
}

static void say(struct message *m, const char *text)
{
	put(m, text, strlen(text));
}

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_base64(struct message *m, const char *text)
{
	size_t n = strlen(text) / 3 * 3; /* whole groups */

	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)(uint8_t)text[i] << 16 |
			(uint32_t)(uint8_t)text[i + 1] << 8 |
			(uint8_t)text[i + 2];

		for (int shift = 18; shift >= 0; shift -= 6)
			put(m, &base64[v >> shift & 63], 1);
	}
}

static void put_sms(struct message *m, const char *canary)
{
	static const uint8_t concat[] = {5, 0, 3, 7, 2, 1};
	static const uint8_t picture[] = {6, 0x12, 4, 'C', 'A', 'N', 'A'};
	struct li_slice header = {0};
	struct sms_build b;
	unsigned int which = pick(3);

	if (which == 1)
		header = li_slice(concat, sizeof(concat));
	else if (which == 2)
		header = li_slice(picture, sizeof(picture));
	sms_message(&b, pick(2), (enum li_sms_coding)pick(3), header, canary);
	put(m, b.octets, b.n);
}

static void put_entity(struct message *m, const char *canary, int depth);

static void put_multipart(struct message *m, const char *canary, int depth)
{
	unsigned int parts = 1 + pick(2);
	char line[64];

	snprintf(line, sizeof(line),
		"Content-Type: multipart/mixed;boundary=\"%dx\"\r\n\r\n",
		depth);
	say(m, line);
	if (pick(3) == 0)
		say(m, canary); /* a preamble */
	for (unsigned int i = 0; i < parts; i++) {
		snprintf(line, sizeof(line), "\r\n--%dx\r\n", depth);
		say(m, line);
		put_entity(m, canary, depth + 1);
	}
	snprintf(line, sizeof(line), "\r\n--%dx--\r\n", depth);
	say(m, line);
	if (pick(3) == 0)
		say(m, canary); /* an epilogue */
}

static void put_cpim(struct message *m, const char *canary, int depth)
{
	say(m, "Content-Type: message/cpim\r\n\r\nFrom: <im:a@b>\r\nSubject: ");
	say(m, canary);
	say(m, "\r\n\r\n");
	put_entity(m, canary, depth + 1);
}

/* A header and a body with the canary in it. */
static void put_entity(struct message *m, const char *canary, int depth)
{
	switch (pick(depth < 3 ? 8 : 5)) {
	case 0:
		say(m, "Content-Type: text/plain\r\n\r\n");
		say(m, canary);
		return;
	case 1:
		say(m, "Content-Type: application/vnd.3gpp.sms\r\n\r\n");
		put_sms(m, canary);
		return;
	case 2:
		say(m,
			"Content-Type: text/html\r\n"
			"Content-Transfer-Encoding: base64\r\n\r\n");
		put_base64(m, canary);
		return;
	case 3:
		say(m,
			"Content-Type: application/vnd.3gpp.sms+xml\r\n\r\n"
			"<m><To>sip:b@c</To><Text>");
		say(m, canary);
		say(m, "</Text></m>");
		return;
	case 4:
		say(m,
			"Content-Type: message/sipfrag\r\n\r\nSIP/2.0 200 OK\r\n"
			"Subject: ");
		say(m, canary);
		return;
	case 5: put_multipart(m, canary, depth); return;
	case 6: put_cpim(m, canary, depth); return;
	default:
		say(m, "Content-Disposition: render;filename=");
		say(m, depth ? canary : "x");
		say(m, "\r\nContent-Type: application/x-own\r\n\r\n");
		say(m, canary);
		return;
	}
}

static void make(struct message *m, const char *canary)
{
	static const char *const names[] = {"Subject: ", "s:", "SUBJECT \t:",
		"sUbJeCt: plain\r\n "};
	const uint8_t *end;

	*m = (struct message){.n = 0};
	say(m, "MESSAGE sip:bob@ims.example SIP/2.0\r\n");
	for (unsigned int i = pick(3); i; i--, m->subjects++) {
		say(m, names[pick(4)]);
		say(m, canary);
		say(m, "\r\n");
	}
	put_entity(m, canary, 0);
	end = memmem(m->octets, m->n, "\r\n\r\n", 4);
	m->body = (size_t)(end - m->octets) + 4;
}

static bool holds(struct li_slice s, const char *what)
{
	return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

/* In septets that begin at any bit: at one of seven octets, since eight bits
 * more are one bit more of a septet. */
static bool holds_septets(struct li_slice s, const char *what)
{
	char text[ROOM * 2];

	for (size_t skip = 0; skip < 7 && skip < s.n; skip++) {
		size_t n = (s.n - skip) * 8 / 7;

		for (size_t i = 0; i < n; i++)
			text[i] = (char)sms_septet(s.p + skip, i);
		if (memmem(text, n, what, strlen(what)))
			return true;
	}
	return false;
}

static bool holds_ucs2(struct li_slice s, const char *what)
{
	uint8_t wide[64] = {0};
	size_t n = strlen(what);

	for (size_t i = 0; i < n; i++)
		wide[2 * i + 1] = (uint8_t)what[i];
	return memmem(s.p, s.n, wide, 2 * n) != NULL;
}

static bool holds_base64(struct li_slice s, const char *what)
{
	struct message coded = {.n = 0};

	put_base64(&coded, what);
	return memmem(s.p, s.n, coded.octets, coded.n) != NULL;
}

static bool holds_any(struct li_slice s, const char *what)
{
	return holds(s, what) || holds_ucs2(s, what) || holds_base64(s, what) ||
		holds_septets(s, what);
}

static struct li_redacted redact(const struct message *m, bool content)
{
	const struct li_redact_scope scope = {.content = content,
		.location = true};
	struct li_redacted r = {.modifications = 0};

	CU_ASSERT_EQUAL_FATAL(li_redact_sip(li_slice(m->octets, m->n), m->body,
				      &scope, &arena, &r),
		LI_OK);
	return r;
}

static void check(const struct message *m, const char *canary, bool iri_first)
{
	struct message before = *m;
	struct li_slice all = li_slice(before.octets, before.n);
	struct li_redacted iri, full;

	if (iri_first)
		iri = redact(m, false);
	full = redact(m, true);
	if (!iri_first)
		iri = redact(m, false);
	CU_ASSERT_FATAL(holds_any(all, canary)); /* so the search can find */
	CU_ASSERT_EQUAL_FATAL(iri.sip.n, m->n);
	CU_ASSERT_FALSE_FATAL(holds_any(iri.sip, canary));
	CU_ASSERT_NOT_EQUAL(iri.modifications, 0);
	CU_ASSERT_EQUAL(!(iri.modifications & LI_MOD_SUBJECT) && m->subjects,
		0);
	CU_ASSERT_TRUE_FATAL(li_slice_eq(full.sip, all));
	CU_ASSERT_EQUAL(full.modifications, 0);
	CU_ASSERT_EQUAL(memcmp(m->octets, before.octets, m->n), 0);
	li_arena_reset(&arena);
}

/* TS 33.128 cl. 7.12.9; TS 33.126 R6.4-240 */
static void test_canary__is_in_no_form_where_content_is_not_authorised(void)
{
	static struct message m;
	char canary[16];

	for (state = 1; state <= ROUNDS; state++) {
		uint64_t round = state;

		/* nine letters: whole groups of base64 */
		snprintf(canary, sizeof(canary), "Qz%07u",
			(unsigned int)round * 7919U % 10000000U);
		make(&m, canary);
		check(&m, canary, round % 2);
		state = round;
	}
	li_arena_fini(&arena);
}

UNIT_MAIN("redact.canary",
	UNIT_TEST(test_canary__is_in_no_form_where_content_is_not_authorised))

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets of a Diameter message: every AVP that is walked lies
 * inside it, the cut changes nothing but to zero, and after it no secret AVP
 * that the walker reaches has a value. TS 33.127 cl. 8
 */
#include "fuzz.h"
#include "intake/cx_avp.h"

enum { DEPTH_MAX = 16 };

static bool secret(uint32_t code)
{
	return code == 121 || (code >= 609 && code <= 612) || code == 625 ||
		code == 626 || code == 635 || code == 663;
}

static bool zero(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != 0)
			return false;
	return true;
}

/* Of an item a scheme without secrets may be left. TS 29.228 cl. 6.3 */
static bool zero_but_scheme(struct li_slice s)
{
	static const char *const names[] = {"NASS-Bundled",
		"Early-IMS-Security"};
	size_t from = 0, to = s.n;

	while (from < to && s.p[from] == 0)
		from++;
	while (to > from && s.p[to - 1] == 0)
		to--;
	if (from == to)
		return true;
	for (size_t i = 0; i < 2; i++) {
		const size_t n = strlen(names[i]);

		/* two octets of the code are zero, and so looked past */
		if (to - from == 10 + n &&
			memcmp(s.p + from, "\x02\x60", 2) == 0 &&
			memcmp(s.p + from + 6, "\0\0\x28\xaf", 4) == 0 &&
			memcmp(s.p + to - n, names[i], n) == 0)
			return true;
	}
	return false;
}

/* `hidden`: secrets in here must be gone. */
static void walk(struct li_slice avps, int depth, bool hidden)
{
	struct li_avp_walk w = li_avp_walk(avps);
	struct li_avp avp;

	while (li_avp_next(&w, &avp)) {
		FUZZ_CHECK(avp.value.p >= avps.p &&
			avp.value.p + avp.value.n <= avps.p + avps.n);
		if (hidden && secret(avp.code))
			FUZZ_CHECK(avp.code == 612 ? zero_but_scheme(avp.value)
						   : zero(avp.value));
		if (depth < DEPTH_MAX && !secret(avp.code))
			walk(avp.value, depth + 1, hidden);
	}
	FUZZ_CHECK(w.rest.n <= avps.n);
}

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		(uint32_t)p[2] << 8 | p[3];
}

/* A command that carries no keys, without the code of a secret at any octet:
 * nothing may be cut. TS 29.228 cl. 6.3, 6.6 */
static bool harmless(const uint8_t *data, size_t size)
{
	uint32_t command;

	if (size < LI_DIAMETER_HEAD)
		return false;
	command = be32(data + 4) & 0xffffff;
	for (size_t i = 0; i + 4 <= size; i++)
		if (secret(be32(data + i)))
			return false;
	return (command >= 300 && command <= 302) || command == 304;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_slice message = li_slice(data, size);
	uint8_t *copy = malloc(size ? size : 1);
	struct li_diameter d;

	FUZZ_CHECK(copy != NULL);
	(void)li_cx_cut(message, copy);
	for (size_t i = 0; i < size; i++)
		FUZZ_CHECK(copy[i] == data[i] || copy[i] == 0);
	if (harmless(data, size))
		FUZZ_CHECK(memcmp(copy, data, size) == 0);
	if (li_diameter_read(message, &d) == LI_OK) {
		FUZZ_CHECK(memcmp(copy, data, LI_DIAMETER_HEAD) == 0);
		walk(d.avps, 0, false);
		walk(li_slice(copy + LI_DIAMETER_HEAD, d.avps.n), 0, true);
	}
	free(copy);
	return 0;
}

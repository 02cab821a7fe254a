/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A TCP stream of SIP whose segments come in any order, and some twice, gives
 * what it gives in order: as long as each message in it can be framed.
 *
 * The first octet is how many octets of a script follow; each is one segment:
 * its length and whether it changes places with the next one or comes again.
 * The rest is the stream.
 */
#include "base/hash.h"
#include "fuzz.h"
#include "intake/sip_start.h"
#include "intake/tcp_stream.h"

enum { SEGMENTS_MAX = 512 };

struct heard {
	struct li_hasher all;
	uint64_t n;
};

static li_err hear(const struct li_datagram *d, void *data)
{
	struct heard *h = data;
	const uint64_t length = d->payload.n;

	li_hasher_add(&h->all, li_slice(&length, sizeof(length)));
	li_hasher_add(&h->all, d->payload);
	h->n++;
	return LI_OK;
}

static size_t cut(struct li_slice script, struct li_slice stream,
	struct li_segment out[SEGMENTS_MAX])
{
	uint32_t first = script.n > 1 ? 0xffffff00u : 7;
	size_t n = 0, at = 0;

	out[n++] = (struct li_segment){.sequence = first - 1,
		.flags = LI_TCP_SYN,
		.at_us = 1};
	while (at < stream.n && n < SEGMENTS_MAX) {
		uint8_t op = script.n ? script.p[n % script.n] : 0x20;
		size_t length = (size_t)(op & 0x3f) + 1;

		if (n == SEGMENTS_MAX - 1)
			length = stream.n;
		out[n++] = (struct li_segment){.sequence = first + (uint32_t)at,
			.payload = li_slice_sub(stream, at, at + length),
			.at_us = 1};
		at += length;
	}
	return n;
}

/* What a stream gives; the script when it is not to be in order. */
static struct heard run(const struct li_segment *s, size_t n,
	struct li_slice script, struct li_wire_counts *counts)
{
	static const struct li_hash_secret secret = {.k0 = 1};
	const struct li_wire_options bounds = {0, 0, 4, 1 << 20};
	struct heard h = {.n = 0};
	struct li_tcp *t = NULL;

	li_hasher_init(&h.all, &secret);
	FUZZ_CHECK(li_tcp_new(&bounds, counts, &t) == LI_OK);
	FUZZ_CHECK(li_tcp_take(t, &s[0], hear, &h) == LI_OK);
	for (size_t i = 1; i < n; i++) {
		uint8_t op = script.n ? script.p[i % script.n] : 0;
		bool swap = (op & 0x80) && i + 1 < n;

		if (swap)
			FUZZ_CHECK(
				li_tcp_take(t, &s[i + 1], hear, &h) == LI_OK);
		FUZZ_CHECK(li_tcp_take(t, &s[i], hear, &h) == LI_OK);
		if (op & 0x40)
			FUZZ_CHECK(li_tcp_take(t, &s[i], hear, &h) == LI_OK);
		i += swap;
	}
	FUZZ_CHECK(li_tcp_tick(t, INT64_MAX, hear, &h) == LI_OK);
	li_tcp_free(t);
	return h;
}

static bool is_sip(struct li_slice stream)
{
	size_t at = 0;

	while (at < stream.n && (stream.p[at] == '\r' || stream.p[at] == '\n'))
		at++;
	return li_sip_start(li_slice_sub(stream, at, stream.n)) ==
		LI_SIP_START_YES;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct li_segment segments[SEGMENTS_MAX];
	struct li_wire_counts a = {0}, b = {0};
	struct li_slice all = li_slice(data, size), script, stream;
	struct heard straight, mixed;
	size_t n;

	if (size == 0)
		return 0;
	script = li_slice_sub(all, 1, 1 + (size_t)data[0]);
	stream = li_slice_sub(all, 1 + script.n, size);
	n = cut(script, stream, segments);
	straight = run(segments, n, li_slice(NULL, 0), &a);
	mixed = run(segments, n, script, &b);
	if (a.malformed || a.gaps || b.malformed || b.gaps || !is_sip(stream))
		return 0; /* what is not framed depends on what is at hand */
	FUZZ_CHECK(straight.n == mixed.n);
	FUZZ_CHECK(li_key_eq(li_hasher_end(&straight.all),
		li_hasher_end(&mixed.all)));
	return 0;
}

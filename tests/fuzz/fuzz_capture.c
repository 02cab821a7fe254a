/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets: as one frame of each link type and as a capture file,
 * a wire gives nothing but what lies in its counts, within its bounds.
 */
#include "fuzz.h"
#include "intake/wire.h"
#include "intake/pcap_walk.h"

static const struct li_wire_options small = {.fragmented_max = 8,
	.fragment_octets = 64 << 10,
	.streams_max = 8,
	.stream_octets = 64 << 10};

/* Read every octet that is given, for the sanitizer to see. */
static li_err read_all(const struct li_datagram *d, void *data)
{
	unsigned int *sum = data;

	FUZZ_CHECK(d->ip_proto == 17 || d->ip_proto == 6 || d->ip_proto == 132);
	FUZZ_CHECK(d->from.family == 4 || d->from.family == 6);
	FUZZ_CHECK(d->payload.n <= 1 << 20);
	for (size_t i = 0; i < d->payload.n; i++)
		*sum += d->payload.p[i];
	return LI_OK;
}

static void as_frame(struct li_wire *wire, struct li_slice frame)
{
	for (enum li_link l = LI_LINK_UNKNOWN; l <= LI_LINK_LAST; l++) {
		const struct li_frame cut = {.link = l,
			.octets = frame,
			.missing = 1400};
		unsigned int sum = 0;

		FUZZ_CHECK(li_wire_take(wire, l, frame, 1000, read_all, &sum) ==
			LI_OK);
		FUZZ_CHECK(li_wire_take_frame(wire, &cut, read_all, &sum) ==
			LI_OK);
	}
}

static void as_file(struct li_wire *wire, struct li_slice file)
{
	const struct li_wire_counts *n = li_wire_counts(wire);
	uint64_t frames = n->packets;
	struct li_walk walk;
	struct li_frame f;
	unsigned int sum = 0;
	li_err err = li_walk_open(file, &walk);

	if (err)
		return;
	while (!(err = li_walk_next(&walk, &f))) {
		frames++;
		FUZZ_CHECK(f.octets.p >= file.p &&
			f.octets.p + f.octets.n <= file.p + file.n);
		FUZZ_CHECK(
			li_wire_take_frame(wire, &f, read_all, &sum) == LI_OK);
		FUZZ_CHECK(frames % 16 ||
			li_wire_tick(wire, f.at_us, read_all, &sum) == LI_OK);
	}
	FUZZ_CHECK(err == LI_ECLOSED || err == LI_EMALFORMED);
	FUZZ_CHECK(li_walk_next(&walk, &f) == err);
	FUZZ_CHECK(n->packets == frames);
	FUZZ_CHECK(n->datagrams <= n->messages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct li_wire *wire = NULL;
	unsigned int sum = 0;

	if (li_wire_new(&small, &wire))
		return 0;
	as_frame(wire, li_slice(data, size));
	as_file(wire, li_slice(data, size));
	FUZZ_CHECK(li_wire_tick(wire, INT64_MAX, read_all, &sum) == LI_OK);
	li_wire_free(wire);
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * wiring.h - packets built from the inside out, and what a wire makes of them.
 */
#ifndef LI_UNIT_WIRING_H
#define LI_UNIT_WIRING_H

#include "intake/wire.h"
#include "unit.h"

/* A packet; headers are put in front. */
struct octets {
	size_t n;
	uint8_t p[70000];
};

static struct octets built;

/* What came out, since begin(). */
static struct {
	size_t n;
	struct li_datagram last;
	size_t length[64];
	char text[64][1500];
} got;

static struct li_wire *wire;
static const struct li_wire_counts *counts;
static int64_t now_us;

static inline li_err keep(const struct li_datagram *d, void *data)
{
	size_t at = got.n % 64;

	(void)data;
	got.n++;
	got.last = *d;
	got.length[at] = d->payload.n;
	li_slice_copy(d->payload, got.text[at], sizeof(got.text[at]));
	return LI_OK;
}

/* A wire with these bounds; NULL: as they are. */
static inline void begin_with(const struct li_wire_options *options)
{
	CU_ASSERT_EQUAL_FATAL(li_wire_new(options, &wire), LI_OK);
	counts = li_wire_counts(wire);
	now_us = 1000000;
	memset(&got, 0, sizeof(got));
}

static inline void begin(void)
{
	begin_with(NULL);
}

static inline void end(void)
{
	li_wire_free(wire);
	wire = NULL;
}

/* Give what was built, as a raw IP packet. */
static inline void send_built(void)
{
	CU_ASSERT_EQUAL(li_wire_take(wire, LI_LINK_IP,
				li_slice(built.p, built.n), now_us, keep, NULL),
		LI_OK);
}

static inline void tick(int64_t us)
{
	now_us += us;
	CU_ASSERT_EQUAL(li_wire_tick(wire, now_us, keep, NULL), LI_OK);
}

/* Begin a packet with what is innermost. */
static inline void put(const void *p, size_t n)
{
	if (n)
		memcpy(built.p, p, n);
	built.n = n;
}

static inline void wrap(const void *p, size_t n)
{
	memmove(built.p + n, built.p, built.n);
	memcpy(built.p, p, n);
	built.n += n;
}

static inline void wrap_udp(uint16_t from, uint16_t to)
{
	size_t n = built.n + 8;
	const uint8_t head[] = {(uint8_t)(from >> 8), (uint8_t)from,
		(uint8_t)(to >> 8), (uint8_t)to, (uint8_t)(n >> 8), (uint8_t)n,
		0, 0};

	wrap(head, sizeof(head));
}

static inline void wrap_tcp(uint16_t from, uint16_t to, uint32_t sequence,
	uint8_t flags)
{
	const uint8_t head[20] = {(uint8_t)(from >> 8), (uint8_t)from,
		(uint8_t)(to >> 8), (uint8_t)to, (uint8_t)(sequence >> 24),
		(uint8_t)(sequence >> 16), (uint8_t)(sequence >> 8),
		(uint8_t)sequence, [12] = 0x50, [13] = flags};

	wrap(head, sizeof(head));
}

/* From 2001:db8::host to 2001:db8::2. */
static inline void wrap_ip6_from(uint8_t host, uint8_t proto)
{
	const uint8_t head[40] = {0x60, [4] = (uint8_t)(built.n >> 8),
		(uint8_t)built.n, proto, 64, 0x20, 1, 0x0d,
		0xb8, [15] = host, [23] = host, 0x20, 1, 0x0d, 0xb8, [39] = 2};

	wrap(head, sizeof(head));
}

static inline void wrap_ip6(uint8_t proto)
{
	wrap_ip6_from(1, proto);
}

static inline void wrap_frag6(uint8_t proto, size_t offset, bool more,
	uint8_t id)
{
	const uint8_t head[8] = {proto, 0, (uint8_t)(offset >> 8),
		(uint8_t)((offset & 0xf8) | (more ? 1 : 0)), 0, 0, 0, id};

	wrap(head, sizeof(head));
}

/* From 10.0.0.1 to 10.0.0.2; `fragment` is flags and offset in words. */
static inline void wrap_ip4(uint8_t proto, uint16_t fragment)
{
	size_t n = built.n + 20;
	const uint8_t head[20] = {0x45, 0, (uint8_t)(n >> 8), (uint8_t)n, 0, 7,
		(uint8_t)(fragment >> 8), (uint8_t)fragment, 64, proto, 0, 0,
		10, 0, 0, 1, 10, 0, 0, 2};

	wrap(head, sizeof(head));
}

#endif

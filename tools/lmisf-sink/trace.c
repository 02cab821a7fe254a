/* SPDX-License-Identifier: BSD-3-Clause */
#include "trace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"

enum {
	SNAPLEN = 256 << 10,
	RAW_IP = 101,
	SEGMENT = 65000, /* octets; a packet has a length of 16 bits */
	TCP = 6,
	TCP_HEADER = 20,
	TCP_SUM_AT = 16, /* where its checksum stands */
	HOPS = 64,
	WINDOW = 65535,
	FIN = 0x01,
	SYN = 0x02,
	PUSH = 0x08,
	ACK = 0x10,
};

struct trace {
	FILE *file;
	struct li_buf packet;
	bool failed;
};

static void put(struct trace *t)
{
	if (li_buf_check(&t->packet) != LI_OK ||
		fwrite(t->packet.p, 1, t->packet.n, t->file) != t->packet.n)
		t->failed = true;
	li_buf_reset(&t->packet);
}

static void put_header(struct trace *t)
{
	struct li_buf *b = &t->packet;

	li_buf_put_u32(b, 0xa1b2c3d4); /* times in microseconds */
	li_buf_put_u16(b, 2);
	li_buf_put_u16(b, 4);
	li_buf_put_u64(b, 0);
	li_buf_put_u32(b, SNAPLEN);
	li_buf_put_u32(b, RAW_IP);
	put(t);
}

li_err trace_open(const char *path, struct trace **out, struct li_fault *fault)
{
	struct trace *t = calloc(1, sizeof(*t));

	if (!t)
		return LI_ENOMEM;
	t->file = fopen(path, "we");
	if (!t->file) {
		free(t);
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", path,
			strerror(errno));
	}
	put_header(t);
	*out = t;
	return LI_OK;
}

void trace_close(struct trace *t)
{
	if (!t)
		return;
	(void)fclose(t->file);
	li_buf_fini(&t->packet);
	free(t);
}

/* RFC 1071 */
static uint32_t sum(uint32_t so_far, struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		so_far += i % 2 == 0 ? (uint32_t)s.p[i] << 8 : s.p[i];
	return so_far;
}

static uint16_t folded(uint32_t so_far)
{
	while (so_far >> 16)
		so_far = (so_far & 0xffff) + (so_far >> 16);
	return (uint16_t)~so_far;
}

static void set_u16(struct li_buf *b, size_t at, uint16_t v)
{
	b->p[at] = (uint8_t)(v >> 8);
	b->p[at + 1] = (uint8_t)v;
}

static struct li_slice octets_of(const struct li_address *at)
{
	return li_slice(at->ip, at->family == 4 ? 4 : 16);
}

static void put_ip(struct li_buf *b, const struct li_address *from,
	const struct li_address *to, size_t length)
{
	const size_t start = b->n;

	if (from->family == 4) {
		li_buf_put_u16(b, 0x4500);
		li_buf_put_u16(b, (uint16_t)(20 + length));
		li_buf_put_u32(b, 0x00004000); /* not to be fragmented */
		li_buf_put_u8(b, HOPS);
		li_buf_put_u8(b, TCP);
		li_buf_put_u16(b, 0);
	} else {
		li_buf_put_u32(b, 0x60000000);
		li_buf_put_u16(b, (uint16_t)length);
		li_buf_put_u8(b, TCP);
		li_buf_put_u8(b, HOPS);
	}
	li_buf_put_slice(b, octets_of(from));
	li_buf_put_slice(b, octets_of(to));
	if (from->family == 4 && !b->bad)
		set_u16(b, start + 10,
			folded(sum(0, li_slice(b->p + start, 20))));
}

static void put_tcp(struct li_buf *b, const struct trace_flow *f, bool of_peer,
	uint8_t flags, struct li_slice octets)
{
	const struct li_address *from = of_peer ? &f->peer : &f->own;
	const struct li_address *to = of_peer ? &f->own : &f->peer;
	const size_t start = b->n;
	uint32_t pseudo;

	li_buf_put_u16(b, from->port);
	li_buf_put_u16(b, to->port);
	li_buf_put_u32(b, of_peer ? f->peer_next : f->own_next);
	li_buf_put_u32(b,
		!(flags & ACK)    ? 0
			: of_peer ? f->own_next
				  : f->peer_next);
	li_buf_put_u8(b, TCP_HEADER / 4 << 4);
	li_buf_put_u8(b, flags);
	li_buf_put_u16(b, WINDOW);
	li_buf_put_u32(b, 0); /* checksum, no urgent octets */
	li_buf_put_slice(b, octets);
	if (b->bad)
		return;
	pseudo = sum(sum(TCP + (uint32_t)(TCP_HEADER + octets.n),
			     octets_of(from)),
		octets_of(to));
	set_u16(b, start + TCP_SUM_AT,
		folded(sum(pseudo, li_slice(b->p + start, b->n - start))));
}

static void put_segment(struct trace *t, struct trace_flow *f, bool of_peer,
	uint8_t flags, struct li_slice octets)
{
	const int64_t now_us = li_clock_now_us();
	const size_t length = TCP_HEADER + octets.n;
	const size_t whole = (f->peer.family == 4 ? 20 : 40) + length;
	uint32_t *next = of_peer ? &f->peer_next : &f->own_next;
	struct li_buf *b = &t->packet;

	li_buf_put_u32(b, (uint32_t)(now_us / 1000000));
	li_buf_put_u32(b, (uint32_t)(now_us % 1000000));
	li_buf_put_u32(b, (uint32_t)whole);
	li_buf_put_u32(b, (uint32_t)whole);
	put_ip(b, of_peer ? &f->peer : &f->own, of_peer ? &f->own : &f->peer,
		length);
	put_tcp(b, f, of_peer, flags, octets);
	put(t);
	*next += (uint32_t)octets.n + (flags & (SYN | FIN) ? 1 : 0);
}

void trace_begin(struct trace *t, struct trace_flow *f)
{
	if (!t || f->peer.family != f->own.family)
		return;
	put_segment(t, f, true, SYN, (struct li_slice){0});
	put_segment(t, f, false, SYN | ACK, (struct li_slice){0});
	put_segment(t, f, true, ACK, (struct li_slice){0});
}

void trace_end(struct trace *t, struct trace_flow *f)
{
	if (!t || f->peer.family != f->own.family)
		return;
	put_segment(t, f, true, FIN | ACK, (struct li_slice){0});
	put_segment(t, f, false, FIN | ACK, (struct li_slice){0});
	put_segment(t, f, true, ACK, (struct li_slice){0});
}

void trace_put(struct trace *t, struct trace_flow *f, bool of_peer,
	struct li_slice octets)
{
	if (!t || f->peer.family != f->own.family)
		return;
	for (; octets.n > 0; octets = li_slice_sub(octets, SEGMENT, octets.n))
		put_segment(t, f, of_peer, PUSH | ACK,
			li_slice_sub(octets, 0, SEGMENT));
}

li_err trace_sync(struct trace *t)
{
	if (!t)
		return LI_OK;
	return t->failed || fflush(t->file) != 0 ? LI_EIO : LI_OK;
}

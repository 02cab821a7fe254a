/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/pcap_walk.h"

#include "intake/octets.h"

enum {
	PCAP_HEADER = 24,
	PCAP_RECORD = 16,
	US = 1000000,
	FRAME_MAX = 1 << 18, /* octets; as libpcap has it */

	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_PPP = 9,
	LINK_RAW_OLD = 12, /* as some write it who took a system's own number */
	LINK_RAW_BSD = 14, /* the same of OpenBSD */
	LINK_PPP_SERIAL = 50,
	LINK_PPPOE = 51,
	LINK_RAW = 101,
	LINK_HDLC = 104, /* Cisco's */
	LINK_LOOP = 108,
	LINK_SLL = 113,
	LINK_PPP_SIDED = 204,
	LINK_MPLS = 219,
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_NETANALYZER = 240,
	LINK_SLL2 = 276,
};

bool li_walk_link(int linktype, enum li_link *out)
{
	switch (linktype) {
	case LINK_ETHERNET: *out = LI_LINK_ETHERNET; return true;
	case LINK_RAW_OLD:
	case LINK_RAW_BSD:
	case LINK_RAW:
	case LINK_IPV4:
	case LINK_IPV6: *out = LI_LINK_IP; return true;
	case LINK_SLL: *out = LI_LINK_SLL; return true;
	case LINK_SLL2: *out = LI_LINK_SLL2; return true;
	case LINK_NULL:
	case LINK_LOOP: *out = LI_LINK_LOOPBACK; return true;
	case LINK_PPP:
	case LINK_PPP_SERIAL:
	case LINK_HDLC: *out = LI_LINK_PPP; return true;
	case LINK_PPP_SIDED: *out = LI_LINK_PPP_SIDED; return true;
	case LINK_PPPOE: *out = LI_LINK_PPPOE; return true;
	case LINK_MPLS: *out = LI_LINK_MPLS; return true;
	case LINK_NETANALYZER: *out = LI_LINK_NETANALYZER; return true;
	default: return false;
	}
}

static uint32_t u32(const struct li_walk *w, size_t at)
{
	uint32_t v = li_be32(w->file.p + at);

	/* read as big endian; `swapped` says that the file is little */
	return w->swapped ? __builtin_bswap32(v) : v;
}

static uint16_t u16(const struct li_walk *w, size_t at)
{
	uint16_t v = li_be16(w->file.p + at);

	return w->swapped ? __builtin_bswap16(v) : v;
}

/* Microseconds of UTC; what is no time that a capture has is 0. */
static int64_t time_of(const struct li_walk_interface *i, uint64_t units)
{
	static const uint64_t latest_s = UINT32_MAX;
	uint64_t s = units / i->per_s, rest = units % i->per_s;
	uint64_t per = i->per_s;
	int64_t at_s;

	if (s > latest_s)
		return 0;
	at_s = (int64_t)s + i->offset_s;
	if (at_s < 0)
		return 0;
	for (; per > (uint64_t)US * US; per /= 2)
		rest /= 2; /* so that the product fits */
	return at_s * US + (int64_t)(rest * US / per);
}

/* What the file says of a frame that begins at `at`. */
static void frame(struct li_walk *w, const struct li_walk_interface *i,
	size_t at, struct li_frame *out)
{
	out->link = i->as;
	if (i->as == LI_LINK_UNKNOWN)
		w->bad_link = i->link;
	out->octets = li_slice(w->file.p + at, w->kept);
	out->missing = w->length > w->kept ? w->length - w->kept : 0;
}

/* ---- pcap ---- */

static li_err pcap_next(struct li_walk *w, struct li_frame *out)
{
	const struct li_walk_interface *i = &w->interfaces[0];
	size_t left = w->file.n - w->at;
	struct li_frame got;

	if (left == 0)
		return LI_ECLOSED;
	if (left < PCAP_RECORD)
		return LI_EMALFORMED;
	w->kept = u32(w, w->at + 8);
	w->length = u32(w, w->at + 12);
	if (w->kept > left - PCAP_RECORD || w->kept > FRAME_MAX)
		return LI_EMALFORMED;
	frame(w, i, w->at + PCAP_RECORD, &got);
	got.at_us = (int64_t)u32(w, w->at) * US +
		(int64_t)((uint64_t)u32(w, w->at + 4) * US / i->per_s);
	w->at += PCAP_RECORD + w->kept;
	/* Where the next one ends is known from its header alone: have that
	 * come in while this one is read. */
	__builtin_prefetch(w->file.p + w->at);
	*out = got;
	return LI_OK;
}

static li_err pcap_open(struct li_walk *w, uint64_t per_s, bool swapped)
{
	if (w->file.n < PCAP_HEADER)
		return LI_ENOTFOUND;
	w->swapped = swapped;
	w->at = PCAP_HEADER;
	w->interface_count = 1;
	/* the upper bits say whether frames end with a checksum */
	w->interfaces[0].link = (int)(u32(w, 20) & 0xffff);
	w->interfaces[0].per_s = per_s;
	if (li_walk_link(w->interfaces[0].link, &w->interfaces[0].as))
		return LI_OK;
	w->bad_link = w->interfaces[0].link;
	return LI_EUNSUPPORTED;
}

/* ---- pcapng ---- */

enum {
	NG_MIN = 12, /* type, length, length */
	NG_SECTION = 0x0a0d0d0a,
	NG_ORDER = 0x1a2b3c4d,
	NG_INTERFACE = 1,
	NG_PACKET_OLD = 2,
	NG_PACKET_SIMPLE = 3,
	NG_PACKET = 6,
	NG_RESOLUTION = 9, /* options of an interface */
	NG_OFFSET = 14,
};

/* A section begins: octet order and interfaces are its own. */
static li_err ng_section(struct li_walk *w)
{
	uint32_t order;

	if (w->file.n - w->at < 28)
		return LI_EMALFORMED;
	w->swapped = false;
	order = u32(w, w->at + 8);
	w->swapped = order == __builtin_bswap32(NG_ORDER);
	if (order != NG_ORDER && !w->swapped)
		return LI_EMALFORMED;
	w->interface_count = 0;
	return LI_OK;
}

/* Units of time in a second: a power of ten or of two. */
static uint64_t resolution(uint8_t said)
{
	uint64_t per_s = 1;

	if (said & 0x80)
		return (uint64_t)1 << ((said & 0x7f) < 62 ? said & 0x7f : 62);
	for (; said && per_s < (uint64_t)1000000000000000000; said--)
		per_s *= 10;
	return per_s;
}

/* An offset of whole seconds; one of many years is none. */
static int64_t seconds(const struct li_walk *w, size_t at)
{
	size_t high = w->swapped ? at + 4 : at, low = w->swapped ? at : at + 4;
	int64_t s = (int64_t)((uint64_t)u32(w, high) << 32 | u32(w, low));

	return s >= -(int64_t)UINT32_MAX && s <= UINT32_MAX ? s : 0;
}

static li_err ng_interface(struct li_walk *w, size_t at, size_t end)
{
	struct li_walk_interface *i = &w->interfaces[w->interface_count];

	if (end - at < 8)
		return LI_EMALFORMED;
	if (w->interface_count == LI_WALK_INTERFACES_MAX)
		return LI_EMALFORMED;
	*i = (struct li_walk_interface){.link = u16(w, at),
		.per_s = US,
		.cut = u32(w, at + 4)};
	for (at += 8; end - at >= 4;) {
		uint16_t code = u16(w, at), n = u16(w, at + 2);

		at += 4;
		if (code == 0 || n > end - at)
			break;
		if (code == NG_RESOLUTION && n == 1)
			i->per_s = resolution(w->file.p[at]);
		if (code == NG_OFFSET && n == 8)
			i->offset_s = seconds(w, at);
		at += (n + 3u) & ~3u;
		if (at > end)
			break;
	}
	(void)li_walk_link(i->link, &i->as); /* or it stays unknown */
	w->interface_count++;
	return LI_OK;
}

/* Packet blocks: what is in front of the frame, old and new alike. */
static li_err ng_packet(struct li_walk *w, uint32_t type, size_t at, size_t end,
	struct li_frame *out)
{
	const struct li_walk_interface *i;
	size_t number = 0, header = type == NG_PACKET_SIMPLE ? 4 : 20;
	uint64_t units = 0;

	if (end - at < header)
		return LI_EMALFORMED;
	if (type != NG_PACKET_SIMPLE) {
		number = type == NG_PACKET ? u32(w, at) : u16(w, at);
		units = (uint64_t)u32(w, at + 4) << 32 | u32(w, at + 8);
		w->kept = u32(w, at + 12);
		w->length = u32(w, at + 16);
	}
	if (number >= w->interface_count)
		return LI_EMALFORMED;
	i = &w->interfaces[number];
	if (type == NG_PACKET_SIMPLE) {
		w->kept = w->length = u32(w, at);
		if (i->cut && i->cut < w->length)
			w->kept = i->cut;
	}
	if (w->kept > end - at - header || w->kept > FRAME_MAX)
		return LI_EMALFORMED;
	if (type != NG_PACKET_SIMPLE)
		w->untimed_us = time_of(i, units);
	out->at_us = w->untimed_us;
	frame(w, i, at + header, out);
	return LI_OK;
}

/* Take one block; *packet when it holds one. */
static li_err ng_block(struct li_walk *w, struct li_frame *out, bool *packet)
{
	size_t left = w->file.n - w->at, end;
	uint32_t type, length;
	li_err err = LI_OK;

	*packet = false;
	if (left < NG_MIN)
		return LI_EMALFORMED;
	type = u32(w, w->at);
	if (type == NG_SECTION && ng_section(w))
		return LI_EMALFORMED;
	length = u32(w, w->at + 4);
	if (length < NG_MIN || length % 4 || length > left)
		return LI_EMALFORMED;
	end = w->at + length - 4;
	switch (type) {
	case NG_INTERFACE: err = ng_interface(w, w->at + 8, end); break;
	case NG_PACKET:
	case NG_PACKET_OLD:
	case NG_PACKET_SIMPLE:
		err = ng_packet(w, type, w->at + 8, end, out);
		*packet = true;
		break;
	default: break; /* names, statistics, comments */
	}
	if (!err)
		w->at += length;
	return err;
}

static li_err ng_next(struct li_walk *w, struct li_frame *out)
{
	struct li_frame got;
	bool packet = false;

	while (!packet) {
		li_err err;

		if (w->at == w->file.n)
			return LI_ECLOSED;
		err = ng_block(w, &got, &packet);
		if (err)
			return err;
	}
	*out = got;
	return LI_OK;
}

/* ---- both ---- */

li_err li_walk_open(struct li_slice file, struct li_walk *out)
{
	uint64_t nano = (uint64_t)US * 1000;

	*out = (struct li_walk){.file = file};
	if (file.n < 4)
		return LI_ENOTFOUND;
	switch (li_be32(file.p)) {
	case 0xa1b2c3d4: return pcap_open(out, US, false);
	case 0xd4c3b2a1: return pcap_open(out, US, true);
	case 0xa1b23c4d: return pcap_open(out, nano, false);
	case 0x4d3cb2a1: return pcap_open(out, nano, true);
	case NG_SECTION:
		out->ng = true;
		return ng_section(out) ? LI_ENOTFOUND : LI_OK;
	default: return LI_ENOTFOUND;
	}
}

li_err li_walk_next(struct li_walk *walk, struct li_frame *out)
{
	return walk->ng ? ng_next(walk, out) : pcap_next(walk, out);
}

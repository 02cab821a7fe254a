/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/wire.h"

#include <stdlib.h>

#include "intake/cut_off.h"
#include "intake/esp.h"
#include "intake/ip_frag.h"
#include "intake/octets.h"
#include "intake/sctp.h"
#include "intake/sip_start.h"
#include "intake/tcp_stream.h"
#include "intake/tunnel.h"

enum {
	PROTO_TCP = 6,
	PROTO_UDP = 17,
	PROTO_ESP = 50,
	PROTO_SCTP = 132,

	UDP_HEADER = 8,

	SIP_PORT = 5060,
	SIPS_PORT = 5061,
};

struct li_wire {
	struct li_frags *frags;
	struct li_tcp *tcp;
	struct li_wire_counts counts;
};

/* One frame on its way. */
struct walk {
	struct li_wire *w;
	li_wire_fn fn;
	void *data;
	int64_t at_us;
	size_t missing; /* octets behind the frame that were not captured */
	int depth;      /* headers of IP and ESP passed */
	bool protected; /* inside ESP: a registered user's own ports */
};

static li_err frame(struct walk *k, enum li_link link, struct li_slice s);
static li_err network(struct walk *k, struct li_slice s);
static li_err transport(struct walk *k, struct li_ip *ip);

/* Count what cannot be read; never an error of ours. */
static li_err count(struct walk *k, li_err err)
{
	switch ((int)err) {
	case LI_EMALFORMED:
		/* of a header of which a part is missing nothing is known */
		if (k->missing)
			k->w->counts.unread++;
		else
			k->w->counts.malformed++;
		break;
	case LI_EUNSUPPORTED: k->w->counts.unsupported++; break;
	default: k->w->counts.other++; break;
	}
	return LI_OK;
}

static bool sip_port(const struct li_address *from, const struct li_address *to)
{
	return from->port == SIP_PORT || to->port == SIP_PORT ||
		from->port == SIPS_PORT || to->port == SIPS_PORT;
}

/* Compressed signalling begins with five bits set, which no SIP does: RFC 3320
 * cl. 7. Only asked where SIP is to be expected. */
static bool sigcomp(const struct walk *k, const struct li_address *from,
	const struct li_address *to, struct li_slice s)
{
	return s.n && s.p[0] >= 0xf8 && (k->protected || sip_port(from, to));
}

static li_err give(struct walk *k, struct li_datagram *d)
{
	d->at_us = k->at_us;
	d->number = k->w->counts.packets;
	k->w->counts.messages++;
	if (d->sigcomp)
		k->w->counts.sigcomp++;
	if (d->cut)
		k->w->counts.partial++;
	return k->fn(d, k->data);
}

/* ---- UDP ---- */

/* ESP behind a UDP header, to pass an address translator. RFC 3948 cl. 2.1 */
static bool esp_in_udp(const struct li_datagram *d)
{
	return d->payload.n > 8 && li_be32(d->payload.p) != 0 &&
		li_sip_start(d->payload) != LI_SIP_START_YES;
}

/* A tunnel that ends on a port, when it is one. */
static li_err udp_tunnel(struct walk *k, const struct li_ip *ip,
	const struct li_datagram *d, bool *tunnel)
{
	struct li_slice inner;
	enum li_link link;
	li_err err;

	*tunnel = true;
	err = LI_ENOTFOUND;
	if (li_tunnel_may(d->from.port, d->to.port))
		err = li_tunnel_udp(d->from.port, d->to.port, d->payload,
			k->missing, &link, &inner);
	if (err == LI_EUNSUPPORTED)
		return count(k, err);
	if (!err) {
		k->w->counts.tunnels++;
		return frame(k, link, inner);
	}
	if ((d->to.port == LI_PORT_ESP || d->from.port == LI_PORT_ESP) &&
		esp_in_udp(d)) {
		struct li_ip esp = *ip;

		esp.proto = PROTO_ESP;
		esp.payload = d->payload;
		return transport(k, &esp);
	}
	*tunnel = false;
	return LI_OK;
}

static li_err udp(struct walk *k, const struct li_ip *ip)
{
	struct li_datagram d = {.from = ip->from,
		.to = ip->to,
		.ip_proto = PROTO_UDP};
	struct li_slice s = ip->payload;
	bool tunnel;
	size_t length;
	li_err err;

	if (s.n < UDP_HEADER)
		return count(k, LI_EMALFORMED);
	length = li_be16(s.p + 4);
	if (length == 0 && ip->from.family == 6) /* RFC 2675 cl. 4 */
		length = s.n + ip->missing;
	/* the checksum is not looked at: a tap may see it before it is made */
	if (length < UDP_HEADER || length > s.n + ip->missing)
		return count(k, LI_EMALFORMED);
	d.from.port = li_be16(s.p);
	d.to.port = li_be16(s.p + 2);
	d.payload = li_slice_sub(s, UDP_HEADER, length);
	err = udp_tunnel(k, ip, &d, &tunnel);
	if (tunnel)
		return err;
	d.sigcomp = sigcomp(k, &d.from, &d.to, d.payload);
	if (length > s.n && !d.sigcomp)
		li_cut_off(&d);
	k->w->counts.datagrams++;
	return give(k, &d);
}

/* ---- TCP and SCTP ---- */

/* A record of TLS: a type, and one of its versions. RFC 8446 cl. 5.1 */
static bool tls(struct li_slice s)
{
	return s.n >= 3 && s.p[0] >= 20 && s.p[0] <= 23 && s.p[1] == 3 &&
		s.p[2] <= 4;
}

static li_err tcp(struct walk *k, const struct li_ip *ip)
{
	struct li_segment seg = {.from = ip->from,
		.to = ip->to,
		.at_us = k->at_us,
		.number = k->w->counts.packets,
		.missing = ip->missing};
	struct li_wire_counts *n = &k->w->counts;
	li_err err = li_tcp_read(ip->payload, &seg);

	if (err)
		return count(k, err);
	n->segments += seg.payload.n != 0;
	if (tls(seg.payload) && sip_port(&seg.from, &seg.to) &&
		!li_tcp_knows(k->w->tcp, &seg)) {
		n->encrypted++;
		return LI_OK;
	}
	if (sigcomp(k, &seg.from, &seg.to, seg.payload) &&
		!li_tcp_knows(k->w->tcp, &seg)) {
		struct li_datagram d = {.from = seg.from,
			.to = seg.to,
			.ip_proto = PROTO_TCP,
			.sigcomp = true,
			.payload = seg.payload};

		return give(k, &d);
	}
	return li_tcp_take(k->w->tcp, &seg, k->fn, k->data);
}

/* SIP in one DATA chunk. RFC 4168 */
static li_err sctp_data(struct walk *k, const struct li_ip *ip,
	const struct li_sctp_data *data)
{
	struct li_datagram d = {.from = ip->from,
		.to = ip->to,
		.ip_proto = PROTO_SCTP,
		.payload = data->content};

	d.from.port = li_be16(ip->payload.p);
	d.to.port = li_be16(ip->payload.p + 2);
	if (!data->whole)
		return count(k, LI_EUNSUPPORTED);
	if (li_sip_start(data->content) != LI_SIP_START_YES)
		return count(k, LI_ENOTFOUND);
	if (data->cut)
		li_cut_off(&d);
	return give(k, &d);
}

static li_err sctp(struct walk *k, const struct li_ip *ip)
{
	struct li_slice rest = ip->payload;
	struct li_sctp_data data;
	li_err err = li_sctp_begin(&rest);

	while (!err) {
		err = li_sctp_next(&rest, ip->missing, &data);
		if (err == LI_ENOTFOUND)
			return LI_OK;
		if (err)
			break;
		err = sctp_data(k, ip, &data);
		if (err)
			return err;
	}
	return count(k, err);
}

/* ---- IP ---- */

/* A tunnel that begins right behind IP's header. */
static li_err tunnel(struct walk *k, const struct li_ip *ip)
{
	struct li_slice inner;
	enum li_link link;
	li_err err =
		li_tunnel_ip(ip->proto, ip->payload, k->missing, &link, &inner);

	if (err)
		return count(k, err);
	k->w->counts.tunnels++;
	return frame(k, link, inner);
}

static li_err esp(struct walk *k, struct li_ip *ip)
{
	li_err err;

	if (++k->depth > LI_WIRE_DEPTH) {
		k->w->counts.refused++;
		return LI_OK;
	}
	/* what tells that it does not encrypt is its end */
	err = ip->missing ? LI_EMALFORMED : li_esp_open(ip);
	if (err == LI_EUNSUPPORTED) {
		k->w->counts.encrypted++;
		return LI_OK;
	}
	if (err)
		return count(k, err);
	k->protected = true;
	return transport(k, ip);
}

static li_err transport(struct walk *k, struct li_ip *ip)
{
	switch (ip->proto) {
	case PROTO_UDP: return udp(k, ip);
	case PROTO_TCP: return tcp(k, ip);
	case PROTO_SCTP: return sctp(k, ip);
	case PROTO_ESP: return esp(k, ip);
	default: return tunnel(k, ip);
	}
}

/* A fragment that was cut makes no packet whole. What is in the first one of a
 * datagram is given, as of one that was not cut up. */
static li_err fragment_cut(struct walk *k, struct li_ip *ip)
{
	li_err err;

	k->w->counts.fragments++;
	err = ip->offset ? LI_EMALFORMED : li_packet_extensions(ip);
	if (err || ip->proto != PROTO_UDP)
		return count(k, LI_EMALFORMED);
	ip->missing = LI_FRAG_PACKET_MAX;
	return transport(k, ip);
}

/* A fragment; when it makes its packet whole, that. */
static li_err fragment(struct walk *k, struct li_ip *ip)
{
	struct li_frag *done;
	li_err err;

	if (ip->missing)
		return fragment_cut(k, ip);
	li_frags_take(k->w->frags, ip, k->at_us, &done);
	if (!done)
		return LI_OK;
	k->missing = 0; /* of what was put together nothing is */
	err = li_packet_extensions(ip);
	err = err ? count(k, err) : transport(k, ip);
	li_frags_done(done);
	return err;
}

static li_err network(struct walk *k, struct li_slice s)
{
	struct li_ip ip;
	li_err err = li_packet_ip(s, k->missing, &ip);

	if (err)
		return count(k, err);
	if (++k->depth > LI_WIRE_DEPTH) {
		k->w->counts.refused++;
		return LI_OK;
	}
	return ip.fragment ? fragment(k, &ip) : transport(k, &ip);
}

static li_err frame(struct walk *k, enum li_link link, struct li_slice s)
{
	struct li_slice packet;
	li_err err = li_packet_link(link, s, k->missing, &packet);

	return err ? count(k, err) : network(k, packet);
}

/* ---- the wire ---- */

li_err li_wire_take_frame(struct li_wire *wire, const struct li_frame *taken,
	li_wire_fn fn, void *data)
{
	struct walk k = {.w = wire,
		.fn = fn,
		.data = data,
		.at_us = taken->at_us > 0 ? taken->at_us : 0,
		.missing = taken->missing};

	wire->counts.packets++;
	wire->counts.cut += taken->missing != 0;
	return frame(&k, taken->link, taken->octets);
}

li_err li_wire_tick(struct li_wire *wire, int64_t at_us, li_wire_fn fn,
	void *data)
{
	li_frags_tick(wire->frags, at_us);
	return li_tcp_tick(wire->tcp, at_us, fn, data);
}

li_err li_wire_new(const struct li_wire_options *options, struct li_wire **out)
{
	struct li_wire_options o =
		options ? *options : (struct li_wire_options){0};
	struct li_wire *w = calloc(1, sizeof(*w));
	li_err err;

	if (!w)
		return LI_ENOMEM;
	o.fragmented_max = o.fragmented_max ? o.fragmented_max : 4096;
	o.fragment_octets = o.fragment_octets ? o.fragment_octets : 16 << 20;
	o.streams_max = o.streams_max ? o.streams_max : 65536;
	o.stream_octets = o.stream_octets ? o.stream_octets : 64 << 20;
	err = li_frags_new(&o, &w->counts, &w->frags);
	if (!err)
		err = li_tcp_new(&o, &w->counts, &w->tcp);
	if (err)
		li_wire_free(w);
	else
		*out = w;
	return err;
}

void li_wire_free(struct li_wire *wire)
{
	if (!wire)
		return;
	li_frags_free(wire->frags);
	li_tcp_free(wire->tcp);
	free(wire);
}

const struct li_wire_counts *li_wire_counts(const struct li_wire *wire)
{
	return &wire->counts;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/ip_frag.h"

#include <stdlib.h>

#include "base/table.h"

enum {
	SOURCES = 256, /* what sources are told apart by */
	GROW = 4096,   /* octets */
};

/* Octets [from, to) of a packet, which are here. */
struct part {
	uint32_t from, to;
};

/* A packet being put together. */
struct li_frag {
	struct li_key key;
	struct li_frag *older, *newer; /* of the same source */
	unsigned int source;
	int64_t since_us;
	bool refused; /* its fragments overlapped: RFC 5722 cl. 4 */
	bool last;    /* the last fragment is here, so `total` is known */
	uint8_t proto;
	uint32_t total;
	uint32_t got; /* octets here */
	size_t parts_n;
	struct part parts[LI_FRAG_PARTS_MAX]; /* as they came */
	uint8_t *octets;
	size_t room;
};

struct source {
	struct li_frag *oldest, *newest;
	size_t room; /* octets that its packets take */
};

struct li_frags {
	struct li_hash_secret secret;
	struct li_wire_counts *counts;
	size_t packets_max, octets_max;
	size_t room;
	struct li_table packets;
	struct source sources[SOURCES];
};

/* What a packet takes. */
static size_t takes(const struct li_frag *p)
{
	return sizeof(*p) + p->room;
}

static void unlink_packet(struct li_frags *f, struct li_frag *p)
{
	struct source *s = &f->sources[p->source];

	*(p->older ? &p->older->newer : &s->oldest) = p->newer;
	*(p->newer ? &p->newer->older : &s->newest) = p->older;
	s->room -= takes(p);
	f->room -= takes(p);
	li_table_remove(&f->packets, p->key);
}

void li_frags_done(struct li_frag *done)
{
	if (!done)
		return;
	free(done->octets);
	free(done);
}

static void drop(struct li_frags *f, struct li_frag *p)
{
	unlink_packet(f, p);
	if (!p->refused) /* that was counted when it was found */
		f->counts->refused++;
	li_frags_done(p);
}

/* The source that takes most. */
static struct source *largest(struct li_frags *f)
{
	struct source *most = &f->sources[0];

	for (size_t i = 1; i < SOURCES; i++)
		if (f->sources[i].room > most->room)
			most = &f->sources[i];
	return most;
}

/* Have n octets more, but not at the cost of `keep`. */
static bool make_room(struct li_frags *f, size_t n, const struct li_frag *keep)
{
	while (f->room + n > f->octets_max ||
		(!keep && f->packets.used >= f->packets_max)) {
		struct li_frag *p = largest(f)->oldest;

		if (p == keep)
			p = p ? p->newer : NULL;
		if (!p)
			return false;
		drop(f, p);
	}
	return true;
}

/* What tells packets apart. RFC 791 cl. 3.2, RFC 8200 cl. 4.5 */
static struct li_key key_of(const struct li_frags *f, const struct li_ip *ip)
{
	uint8_t text[16 + 16 + 4 + 2];

	memcpy(text, ip->from.ip, 16);
	memcpy(text + 16, ip->to.ip, 16);
	memcpy(text + 32, &ip->id, 4);
	text[36] = ip->from.family;
	text[37] = ip->from.family == 4 ? ip->proto : 0;
	return li_hash(&f->secret, li_slice(text, sizeof(text)));
}

/* A host of IPv6 has a whole prefix of addresses to send from. */
static unsigned int source_of(const struct li_frags *f, const struct li_ip *ip)
{
	size_t n = ip->from.family == 4 ? 4 : 8;

	return li_hash(&f->secret, li_slice(ip->from.ip, n)).lo % SOURCES;
}

static struct li_frag *begin(struct li_frags *f, const struct li_ip *ip,
	struct li_key key, int64_t at_us)
{
	struct li_frag *p;
	struct source *s;

	if (!make_room(f, sizeof(*p), NULL))
		return NULL;
	p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	p->key = key;
	p->source = source_of(f, ip);
	p->since_us = at_us;
	if (li_table_set(&f->packets, key, p)) {
		free(p);
		return NULL;
	}
	s = &f->sources[p->source];
	p->older = s->newest;
	*(s->newest ? &s->newest->newer : &s->oldest) = p;
	s->newest = p;
	s->room += takes(p);
	f->room += takes(p);
	return p;
}

/* Room for octets up to `to`. */
static bool have_room(struct li_frags *f, struct li_frag *p, size_t to)
{
	size_t room = p->room * 2 > to ? p->room * 2 : to;
	uint8_t *octets;

	if (to <= p->room)
		return true;
	room = (room + GROW - 1) / GROW * GROW;
	if (!make_room(f, room - p->room, p))
		return false;
	octets = realloc(p->octets, room);
	if (!octets)
		return false;
	f->sources[p->source].room += room - p->room;
	f->room += room - p->room;
	p->octets = octets;
	p->room = room;
	return true;
}

/* Is it here already, octet for octet? RFC 8200 cl. 4.5 lets that pass. */
static bool repeats(const struct li_frag *p, const struct li_ip *ip)
{
	uint32_t from = ip->offset, to = from + (uint32_t)ip->payload.n;

	for (size_t i = 0; i < p->parts_n; i++)
		if (p->parts[i].from == from && p->parts[i].to == to)
			return memcmp(p->octets + from, ip->payload.p,
				       ip->payload.n) == 0;
	return false;
}

/* Does it contradict what is here: an octet twice, or one behind the end? */
static bool contradicts(const struct li_frag *p, const struct li_ip *ip)
{
	uint32_t from = ip->offset, to = from + (uint32_t)ip->payload.n;

	if (p->last && (!ip->more || to > p->total))
		return true;
	for (size_t i = 0; i < p->parts_n; i++)
		if ((from < p->parts[i].to && p->parts[i].from < to) ||
			(!ip->more && p->parts[i].to > to))
			return true;
	return false;
}

/* All of the packet is dropped, and what of it is still to come. RFC 5722
 * cl. 4 */
static void refuse(struct li_frags *f, struct li_frag *p)
{
	f->counts->refused++;
	f->sources[p->source].room -= p->room;
	f->room -= p->room;
	free(p->octets);
	p->octets = NULL;
	p->room = 0;
	p->refused = true;
}

static void add(struct li_frag *p, const struct li_ip *ip)
{
	uint32_t from = ip->offset, to = from + (uint32_t)ip->payload.n;

	memcpy(p->octets + from, ip->payload.p, ip->payload.n);
	p->parts[p->parts_n++] = (struct part){from, to};
	p->got += to - from;
	if (from == 0)
		p->proto = ip->proto; /* of the first one: RFC 8200 cl. 4.5 */
	if (!ip->more) {
		p->last = true;
		p->total = to;
	}
}

/* Lengths that no honest fragment has. RFC 8200 cl. 4.5 */
static bool fits(const struct li_ip *ip)
{
	return ip->payload.n > 0 && (!ip->more || ip->payload.n % 8 == 0) &&
		ip->offset + ip->payload.n <= LI_FRAG_PACKET_MAX;
}

void li_frags_take(struct li_frags *f, struct li_ip *ip, int64_t at_us,
	struct li_frag **done)
{
	struct li_key key = key_of(f, ip);
	struct li_frag *p = li_table_get(&f->packets, key);

	*done = NULL;
	f->counts->fragments++;
	if (p && at_us - p->since_us > LI_FRAG_WAIT_US) {
		drop(f, p); /* the number is used again */
		p = NULL;
	}
	if (!fits(ip)) {
		f->counts->malformed++;
		return;
	}
	if (!p)
		p = begin(f, ip, key, at_us);
	if (!p) {
		f->counts->refused++;
		return;
	}
	if (p->refused || repeats(p, ip))
		return;
	if (contradicts(p, ip) || p->parts_n == LI_FRAG_PARTS_MAX ||
		!have_room(f, p, ip->offset + ip->payload.n)) {
		refuse(f, p);
		return;
	}
	add(p, ip);
	if (!p->last || p->got != p->total)
		return;
	unlink_packet(f, p);
	f->counts->reassembled++;
	ip->fragment = ip->more = false;
	ip->offset = 0;
	ip->proto = p->proto;
	ip->payload = li_slice(p->octets, p->total);
	*done = p;
}

void li_frags_tick(struct li_frags *f, int64_t at_us)
{
	for (size_t i = 0; i < SOURCES; i++)
		while (f->sources[i].oldest &&
			at_us - f->sources[i].oldest->since_us >
				LI_FRAG_WAIT_US)
			drop(f, f->sources[i].oldest);
}

li_err li_frags_new(const struct li_wire_options *bounds,
	struct li_wire_counts *counts, struct li_frags **out)
{
	struct li_frags *f = calloc(1, sizeof(*f));
	li_err err;

	if (!f)
		return LI_ENOMEM;
	err = li_hash_secret_draw(&f->secret);
	if (err) {
		free(f);
		return err;
	}
	f->counts = counts;
	f->packets_max = bounds->fragmented_max;
	f->octets_max = bounds->fragment_octets;
	*out = f;
	return LI_OK;
}

void li_frags_free(struct li_frags *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < SOURCES; i++)
		while (f->sources[i].oldest)
			drop(f, f->sources[i].oldest);
	li_table_fini(&f->packets);
	free(f);
}

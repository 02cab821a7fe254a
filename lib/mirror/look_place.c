/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/ip.h"
#include "base/text.h"
#include "mirror/inside.h"

enum { SIP_PORT = 5060, HOST_MAX = 63, HOST_ROOM = 64 };

/* Where a contact is. Half of its mark tells the host, half all of it. */
struct place {
	struct li_slice host; /* its name, or the octets of its address */
	uint32_t port;
	bool sos;
};

uint64_t li_look_mark(const struct li_mirror *m, char what, struct li_slice s)
{
	struct li_key key = li_key_named(li_hash(&m->options.secret, s), what);

	return key.hi ? key.hi : 1;
}

static uint64_t mark_of(const struct li_mirror *m, const struct place *p)
{
	uint64_t host = li_look_mark(m, 'u', p->host);
	uint64_t all = host + p->port * 0x9e3779b97f4a7c15u + p->sos;

	/* Spread the sum, so that near ports are far apart. */
	all = (all ^ all >> 29) * 0xbf58476d1ce4e5b9u;
	return (host & 0xffffffff00000000u) | ((all ^ all >> 32) & 0xffffffffu);
}

/* Parameters of a contact's URI that matter. */
struct params {
	bool gr, sos;
};

/* A parameter that has no value, or any. */
static bool is_param(struct li_slice s, const char *name, size_t n)
{
	return s.n >= n && li_text_lower(s.p[0]) == (uint8_t)name[0] &&
		li_slice_starts_nocase(s, name) &&
		(s.n == n || memchr(";=?>", s.p[n], 5));
}

static struct params params_of(struct li_slice uri)
{
	size_t at = li_slice_find(uri, ';');
	struct params out = {.gr = false};

	while (at < uri.n) {
		struct li_slice rest = li_slice_sub(uri, at + 1, uri.n);

		out.gr |= is_param(rest, "gr", 2);
		out.sos |= is_param(rest, "sos", 3);
		at += 1 + li_slice_find(rest, ';');
	}
	return out;
}

/* Do parameters begin here, or does the URI end? */
static bool ends_place(uint8_t c)
{
	return c == ';' || c == '?' || c == '>';
}

/* Where parameters begin, or the end. */
static size_t host_port_end(struct li_slice s)
{
	size_t end = 0;

	while (end < s.n && !ends_place(s.p[end]))
		end++;
	return end;
}

/* The port behind the host, whose end this is, and one octet, a colon. */
static uint32_t port_of(struct li_slice s)
{
	uint32_t port = 0;
	size_t at = 1;

	if (s.n < 2 || ends_place(s.p[0]))
		return SIP_PORT;
	for (; at < s.n && li_text_digit(s.p[at]) && port <= UINT16_MAX; at++)
		port = port * 10 + (uint32_t)(s.p[at] - '0');
	if ((at < s.n && !ends_place(s.p[at])) || port > UINT16_MAX || !port)
		return SIP_PORT;
	return port;
}

/* A name in lower case; one that is an IPv4 address in its octets. */
static struct li_slice named(struct li_slice name, uint8_t room[HOST_ROOM])
{
	if (name.n == 0 || name.n > HOST_MAX)
		return name;
	if (li_text_digit(name.p[0]) && li_ip_read4(name, room))
		return li_slice(room, 4);
	for (size_t i = 0; i < name.n; i++)
		room[i] = li_text_lower(name.p[i]);
	return li_slice(room, name.n);
}

/* Host and port at the head of `s`: an address in its octets, so that each
 * spelling of it is the same. */
static void read_place(struct li_slice s, struct place *p,
	uint8_t room[HOST_ROOM])
{
	bool six = s.p[0] == '[';
	size_t close = six ? li_slice_find(s, ']') : 0, host;

	if (close && close < s.n &&
		li_ip_read6(li_slice_sub(s, 1, close), room)) {
		p->host = li_slice(room, 16);
		p->port = port_of(li_slice_sub(s, close + 1, s.n));
		return;
	}
	s = li_slice_sub(s, 0, host_port_end(s));
	host = li_slice_find(s, six ? ']' : ':');
	p->host = named(li_slice_sub(s, six, host), room);
	p->port = port_of(li_slice_sub(s, host + six, s.n));
}

uint64_t li_look_instance(const struct li_mirror *m, struct li_slice instance)
{
	return li_look_mark(m, 'd', instance);
}

uint64_t li_look_gruu(const struct li_mirror *m, struct li_slice uri)
{
	/* A temporary GRUU is told by its user part, a public one by its "gr"
	 * too: RFC 5627 cl. 3.1 */
	return uri.n ? li_look_mark(m, 'g', uri) : 0;
}

uint64_t li_look_contact(const struct li_mirror *m, struct li_slice uri)
{
	bool sos;

	return li_look_place(m, uri, &sos);
}

uint64_t li_look_place(const struct li_mirror *m, struct li_slice uri,
	bool *sos)
{
	const struct params params = params_of(uri);
	size_t at = li_slice_find(uri, '@');
	struct li_slice s;
	struct place p;
	uint8_t room[HOST_ROOM];

	if (at == uri.n)
		at = li_slice_find(uri, ':');
	s = li_slice_sub(uri, at + 1, uri.n);
	*sos = params.sos; /* TS 24.229 cl. 5.1.6.2 */
	if (!s.n || host_port_end(li_slice_sub(s, 0, 1)) == 0)
		return 0;
	if (params.gr)
		return li_look_gruu(m, uri);
	read_place(s, &p, room);
	p.sos = params.sos;
	return mark_of(m, &p);
}

uint64_t li_look_address(const struct li_mirror *m,
	const struct li_address *address)
{
	struct place p = {.port = address->port};

	if (address->family == 0)
		return 0;
	p.host = li_slice(address->ip, address->family == 4 ? 4 : 16);
	return mark_of(m, &p);
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>

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

/* A parameter of a URI that has no value, or any. */
static bool has_param(struct li_slice uri, const char *name)
{
	size_t n = strlen(name), at = li_slice_find(uri, ';');

	while (at < uri.n) {
		struct li_slice rest = li_slice_sub(uri, at + 1, uri.n);

		if (li_slice_starts_nocase(rest, name) &&
			(rest.n == n || (rest.p && strchr(";=?>", rest.p[n]))))
			return true;
		at += 1 + li_slice_find(rest, ';');
	}
	return false;
}

/* Host and port end where parameters begin. */
static struct li_slice host_port(struct li_slice uri)
{
	size_t at = li_slice_find(uri, '@'), end = 0;
	struct li_slice s;

	if (at == uri.n)
		at = li_slice_find(uri, ':');
	s = li_slice_sub(uri, at + 1, uri.n);
	while (end < s.n && s.p[end] != ';' && s.p[end] != '?' &&
		s.p[end] != '>')
		end++;
	return li_slice_sub(s, 0, end);
}

/* An address in its octets, so that each spelling of it is the same; else the
 * name as it is. */
static struct li_slice host_of(struct li_slice name, uint8_t room[HOST_ROOM])
{
	char text[HOST_MAX + 1];
	bool six = name.n > 2 && name.p[0] == '[';

	if (six)
		name = li_slice_sub(name, 1, name.n - 1);
	if (name.n == 0 || name.n > HOST_MAX)
		return name;
	li_slice_copy(name, text, sizeof(text));
	if ((six || li_text_digit(name.p[0])) &&
		inet_pton(six ? AF_INET6 : AF_INET, text, room) == 1)
		return li_slice(room, six ? 16 : 4);
	for (size_t i = 0; i < name.n; i++)
		room[i] = name.p[i] >= 'A' && name.p[i] <= 'Z'
			? (uint8_t)(name.p[i] + ('a' - 'A'))
			: name.p[i];
	return li_slice(room, name.n);
}

bool li_look_sos(struct li_slice uri)
{
	return has_param(uri, "sos"); /* TS 24.229 cl. 5.1.6.2 */
}

uint64_t li_look_gruu(const struct li_mirror *m, struct li_slice uri)
{
	/* A temporary GRUU is told by its user part, a public one by its "gr"
	 * too: RFC 5627 cl. 3.1 */
	return uri.n ? li_look_mark(m, 'g', uri) : 0;
}

uint64_t li_look_contact(const struct li_mirror *m, struct li_slice uri)
{
	struct li_slice where = host_port(uri);
	struct place p = {.port = SIP_PORT};
	size_t host_end;
	uint8_t room[HOST_ROOM];
	uint64_t port;

	if (where.n == 0)
		return 0;
	if (has_param(uri, "gr"))
		return li_look_gruu(m, uri);
	host_end = where.p[0] == '[' ? li_slice_find(where, ']') + 1
				     : li_slice_find(where, ':');
	p.host = host_of(li_slice_sub(where, 0, host_end), room);
	if (li_text_u64(li_slice_sub(where, host_end + 1, where.n), UINT16_MAX,
		    &port) == LI_OK &&
		port)
		p.port = (uint32_t)port;
	p.sos = li_look_sos(uri);
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

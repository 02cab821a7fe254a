/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/octets.h"
#include "model/sdp.h"

/* Which way media may flow, as bits. */
enum way { SENDS = 1, RECEIVES = 2, BOTH = 3 };

/* What holds for the media section at hand. */
struct section {
	enum li_media media; /* 0 before the first m= line */
	bool off;            /* its port is 0: RFC 3264 cl. 5.1 */
	bool nowhere;        /* its address is 0.0.0.0 or :: */
	unsigned int way;
};

static bool starts(struct li_slice s, const char *text)
{
	size_t n = strlen(text);

	return s.n >= n && memcmp(s.p, text, n) == 0;
}

static enum li_media media_of(struct li_slice line)
{
	static const struct {
		const char *name;
		enum li_media media;
	} kinds[] = {
		{"m=audio ", LI_MEDIA_AUDIO},
		{"m=video ", LI_MEDIA_VIDEO},
		{"m=text ", LI_MEDIA_TEXT},
		{"m=message ", LI_MEDIA_MESSAGE},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (starts(line, kinds[i].name))
			return kinds[i].media;
	return LI_MEDIA_OTHER;
}

/* Is the port of an m= line 0? */
static bool is_off(struct li_slice line)
{
	struct li_slice port =
		li_slice_sub(line, li_slice_find(line, ' ') + 1, line.n);
	size_t n = 0;

	port = li_slice_trim(port);
	while (n < port.n && port.p[n] == '0')
		n++;
	return n && (n == port.n || port.p[n] == ' ' || port.p[n] == '/');
}

/* c=IN IP4 0.0.0.0 was the hold of old: RFC 3264 cl. 8.4 */
static bool is_nowhere(struct li_slice line)
{
	line = li_slice_trim(line);
	return li_slice_is(line, "c=IN IP4 0.0.0.0") ||
		li_slice_is(line, "c=IN IP6 ::");
}

static unsigned int way_of(struct li_slice line, unsigned int before)
{
	line = li_slice_trim(line);
	if (li_slice_is(line, "a=sendrecv"))
		return BOTH;
	if (li_slice_is(line, "a=sendonly"))
		return SENDS;
	if (li_slice_is(line, "a=recvonly"))
		return RECEIVES;
	return li_slice_is(line, "a=inactive") ? 0 : before;
}

/* A section is over: what it says counts unless it is off. */
static void add(const struct section *s, struct li_sdp *out)
{
	unsigned int way = s->nowhere ? s->way & SENDS : s->way;

	if (!s->media || s->off)
		return;
	out->media |= (uint8_t)s->media;
	out->sends = out->sends || way & SENDS;
	out->receives = out->receives || way & RECEIVES;
}

/* A body being read. */
struct reading {
	struct section session, at;
	struct li_sdp *out;
};

/* Does a line of n octets say anything of the media? Most attributes do not:
 * sendrecv, sendonly, recvonly and inactive go on with "e" or "n". */
static inline bool matters(const uint8_t *p, size_t n)
{
	if (n < 3)
		return false;
	if (p[0] == 'a')
		return n > 3 && (p[3] == 'e' || p[3] == 'n');
	return p[0] == 'm' || p[0] == 'c';
}

static void take_line(struct reading *r, struct li_slice line)
{
	struct section *at = &r->at;

	if (!matters(line.p, line.n) || line.p[1] != '=')
		return;
	if (line.p[0] == 'm') {
		add(at, r->out);
		/* What stands before the first section is for all. */
		*at = r->session;
		at->media = media_of(line);
		at->off = is_off(line);
		return;
	}
	if (line.p[0] == 'c')
		at->nowhere = is_nowhere(line);
	else
		at->way = way_of(line, at->way);
	if (!at->media)
		r->session = *at;
}

void li_sdp_read(struct li_slice text, struct li_sdp *out)
{
	const struct section none = {.way = BOTH};
	struct reading r = {.session = none, .at = none, .out = out};
	size_t from = 0, i = 0;

	*out = (struct li_sdp){.text = text};
	for (; text.n - i >= LI_OCTETS; i += LI_OCTETS) {
		uint32_t ends = li_octets_mask(
			li_octets_eq(li_octets_load(text.p + i), '\n'));

		for (; ends; ends &= ends - 1) {
			size_t to = i + (size_t)__builtin_ctz(ends);

			if (matters(text.p + from, to - from))
				take_line(&r,
					li_slice(text.p + from, to - from));
			from = to + 1;
		}
	}
	while (from < text.n) {
		struct li_slice rest = li_slice_sub(text, from, text.n);

		rest.n = li_slice_find(rest, '\n');
		take_line(&r, rest);
		from += rest.n + 1;
	}
	add(&r.at, out);
}

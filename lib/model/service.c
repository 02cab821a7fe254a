/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/text.h"
#include "model/service.h"

enum { FEW = 256 }; /* octets that are looked at before lines are told apart */

/* Lines of an SDP are many and its upper-case letters few. RFC 4975 cl. 8.1 */
bool li_service_msrp(struct li_slice sdp)
{
	size_t at = 0;

	for (;;) {
		at += li_slice_find(li_slice_sub(sdp, at, sdp.n), 'M');
		if (at + 4 > sdp.n)
			return false;
		if (memcmp(sdp.p + at, "MSRP", 4) == 0)
			return true;
		at++;
	}
}

/* RFC 3840, RFC 3841, RFC 6050; Contact and Accept-Contact also short. */
static bool tells_services(struct li_slice name)
{
	static const char *const names[] = {"Contact", "m", "Accept-Contact",
		"a", "P-Preferred-Service", "P-Asserted-Service"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (li_slice_is_nocase(name, names[i]))
			return true;
	return false;
}

static bool has_nocase(struct li_slice s, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= s.n; i++)
		if (li_slice_is_nocase(li_slice_sub(s, i, i + n), word))
			return true;
	return false;
}

static bool is_rcs(struct li_slice value)
{
	/* CPM; SIMPLE IM; the applications of RCS; its own tags */
	static const char *const tags[] = {"oma.cpm", "oma.sip-im",
		"ims.iari.rcs", "gsma.rcs"};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (has_nocase(value, tags[i]))
			return true;
	return false;
}

typedef uint8_t block __attribute__((vector_size(16)));

static block load(const uint8_t *p)
{
	block b;

	memcpy(&b, p, sizeof(b));
	return b | 0x20; /* letters in lower case */
}

static bool any(block b)
{
	uint64_t halves[2];

	memcpy(halves, &b, sizeof(halves));
	return halves[0] | halves[1];
}

/* Is there "rcs" or "oma" in the 18 octets at p? Hardly ever are there two
 * letters of one. */
static bool tells_at(const uint8_t *p)
{
	const block a = load(p), b = load(p + 1);
	const block rc = (block)((a == 'r') & (b == 'c'));
	const block om = (block)((a == 'o') & (b == 'm'));

	if (!any(rc | om))
		return false;
	return any((rc & (block)(load(p + 2) == 's')) |
		(om & (block)(load(p + 2) == 'a')));
}

/* All tags have one of these in them, and hardly any value has. 16 octets at a
 * time, of which the last are looked at twice. */
static bool may_tell(struct li_slice value)
{
	const size_t step = sizeof(block), all = step + 2;
	size_t i = 0;

	if (value.n < all)
		return has_nocase(value, "rcs") || has_nocase(value, "oma");
	for (; i + all <= value.n; i += step)
		if (tells_at(value.p + i))
			return true;
	return tells_at(value.p + value.n - all);
}

/* May the name of this line be one that tells services? Each MESSAGE comes here
 * with all its lines; few octets tell for most of them. */
static bool may_name(struct li_slice line)
{
	const uint8_t *p = line.p;

	if (line.n < 2)
		return false;
	switch (p[0] | 0x20) {
	case 'm': return p[1] <= ':';
	case 'a': return p[1] <= ':' || (line.n > 6 && p[6] == '-');
	case 'c': return line.n > 4 && (p[4] | 0x20) == 'a';
	case 'p': /* P-Asserted-S, P-Preferred-S */
		return line.n > 12 &&
			((p[11] | 0x20) == 's' || (p[12] | 0x20) == 's');
	default: return false;
	}
}

/* Does a line of this header, its first one or a fold, claim a service of RCS?
 */
static bool claims(struct li_slice header, struct li_slice line)
{
	size_t colon = li_slice_find(header, ':');

	if (colon == header.n ||
		!tells_services(li_slice_trim(li_slice_sub(header, 0, colon))))
		return false;
	return is_rcs(
		line.p == header.p ? li_slice_sub(line, colon, line.n) : line);
}

bool li_service_rcs(struct li_slice lines)
{
	const uint8_t *p = lines.p, *const end = lines.n ? p + lines.n : p;
	struct li_slice header = {0}; /* the one at hand, if it may tell */

	/* Mostly they are the two or three that the scan kept. */
	if (lines.n <= FEW && !may_tell(lines))
		return false;
	while (p < end) {
		const uint8_t *lf = memchr(p, '\n', (size_t)(end - p));
		struct li_slice line =
			li_slice(p, (size_t)((lf ? lf : end) - p));

		/* RFC 3261 cl. 7.3.1: a fold belongs to the line before it */
		if (*p != ' ' && *p != '\t')
			header = may_name(line) ? line : li_slice(NULL, 0);
		if (header.n && may_tell(line) && claims(header, line))
			return true;
		p = lf ? lf + 1 : end;
	}
	return false;
}

unsigned int li_network_country(struct li_slice name)
{
	/* TS 23.003 cl. 13.2: a label of its own */
	for (size_t i = 0; i + 6 <= name.n; i++) {
		struct li_slice label = li_slice_sub(name, i, i + 6);
		const uint8_t *d = label.p + 3;

		if (i > 0 && name.p[i - 1] != '.')
			continue;
		if (i + 6 < name.n && name.p[i + 6] != '.')
			continue;
		if (li_slice_starts_nocase(label, "mcc") &&
			li_text_digit(d[0]) && li_text_digit(d[1]) &&
			li_text_digit(d[2]))
			return (d[0] - '0') * 100U + (d[1] - '0') * 10U +
				(d[2] - '0');
	}
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/text.h"
#include "model/service.h"

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

/* All tags have "rcs" or "oma" in them, and hardly any message has: each
 * MESSAGE comes here. 16 octets at a time; the last few may hold anything. */
static bool may_tell(struct li_slice head)
{
	const size_t last = sizeof(block) + 2;
	size_t i = 0;

	for (; i + last <= head.n; i += sizeof(block)) {
		block a = load(head.p + i), b = load(head.p + i + 1);
		block c = load(head.p + i + 2);
		block hit = (block)((a == 'r') & (b == 'c') & (c == 's')) |
			(block)((a == 'o') & (b == 'm') & (c == 'a'));
		uint64_t halves[2];

		memcpy(halves, &hit, sizeof(halves));
		if (halves[0] | halves[1])
			return true;
	}
	return has_nocase(li_slice_sub(head, i, head.n), "rcs") ||
		has_nocase(li_slice_sub(head, i, head.n), "oma");
}

bool li_service_rcs(struct li_slice head)
{
	bool tells = false;

	if (!may_tell(head))
		return false;
	while (head.n) {
		size_t end = li_slice_find(head, '\n');
		struct li_slice line = li_slice_sub(head, 0, end);
		size_t colon = li_slice_find(line, ':');

		/* RFC 3261 cl. 7.3.1: a fold belongs to the line before it */
		if (line.n && line.p[0] != ' ' && line.p[0] != '\t')
			tells = colon < line.n &&
				tells_services(li_slice_trim(
					li_slice_sub(line, 0, colon)));
		else
			colon = 0;
		if (tells && is_rcs(li_slice_sub(line, colon, line.n)))
			return true;
		head = li_slice_sub(head, end + 1, head.n);
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

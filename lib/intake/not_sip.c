/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/not_sip.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { STUN_HEADER = 20, NULS = 4 };

/* Two zero bits, and the cookie behind type and length. RFC 8489 cl. 5 */
static bool is_stun(struct li_slice s)
{
	static const uint8_t cookie[] = {0x21, 0x12, 0xa4, 0x42};

	return s.n >= STUN_HEADER && (s.p[0] & 0xc0) == 0 &&
		memcmp(s.p + 4, cookie, sizeof(cookie)) == 0;
}

/* What some phones and proxies send to keep a binding open. */
static bool is_nuls(struct li_slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != 0)
			return false;
	return s.n <= NULS;
}

enum li_not_sip li_not_sip(struct li_slice octets)
{
	if (is_nuls(octets) || is_stun(octets))
		return LI_NOT_SIP_KEEPALIVE;
	/* RFC 3320 cl. 7: five bits that no UTF-8 begins with. */
	if ((octets.p[0] & 0xf8) == 0xf8)
		return LI_NOT_SIP_SIGCOMP;
	return LI_NOT_SIP_OTHER;
}

/* The value of a header of HTTP, or nothing. */
static struct li_slice value_of(struct li_slice head, const char *name)
{
	const size_t n = strlen(name);

	while (head.n) {
		size_t lf = li_slice_find(head, '\n');

		if (lf > n && head.p[n] == ':' &&
			strncasecmp((const char *)head.p, name, n) == 0)
			return li_slice_sub(head, n + 1, lf);
		head = li_slice_sub(head, lf + 1, head.n);
	}
	return (struct li_slice){0};
}

/* A request for the protocol "sip", which may stand among others. RFC 6455
 * cl. 4.1, RFC 7118 cl. 4.1 */
bool li_not_sip_websocket(struct li_slice octets)
{
	struct li_slice asked;

	if (octets.n < 4 || memcmp(octets.p, "GET ", 4) != 0)
		return false;
	asked = value_of(octets, "Sec-WebSocket-Protocol");
	while (asked.n) {
		size_t comma = li_slice_find(asked, ',');

		if (li_slice_is_nocase(li_slice_trim(
					       li_slice_sub(asked, 0, comma)),
			    "sip"))
			return true;
		asked = li_slice_sub(asked, comma + 1, asked.n);
	}
	return false;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/not_sip.h"

#include <string.h>

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

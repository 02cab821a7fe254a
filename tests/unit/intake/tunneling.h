/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tunneling.h - a SIP datagram that is put into tunnels, and whether it comes
 * out of them.
 */
#ifndef LI_UNIT_TUNNELING_H
#define LI_UNIT_TUNNELING_H

#include "wiring.h"

static const char sip[] = "OPTIONS sip:a SIP/2.0\r\n\r\n";

/* A SIP datagram over IPv6. */
static inline void make_sip(void)
{
	put(sip, sizeof(sip) - 1);
	wrap_udp(5060, 5062);
	wrap_ip6(17);
}

static inline void wrap_ethernet(void)
{
	static const uint8_t head[14] = {[12] = 0x86, 0xdd};

	wrap(head, sizeof(head));
}

/* Send what was built; it must come out as SIP over IPv6. */
static inline bool arrives(uint64_t tunnels)
{
	bool ok;

	begin();
	send_built();
	ok = got.n == 1 && strcmp(got.text[0], sip) == 0 &&
		got.last.from.family == 6 && got.last.from.port == 5060 &&
		got.last.from.ip[15] == 1 && counts->tunnels == tunnels;
	end();
	return ok;
}

#endif

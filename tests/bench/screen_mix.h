/* SPDX-License-Identifier: BSD-3-Clause
 *
 * screen_mix.h - the mix of mix.h as it lives: a user registers, calls and
 * sends a message, each under a Call-ID of its own, in HEPv3 packets.
 */
#ifndef LI_BENCH_SCREEN_MIX_H
#define LI_BENCH_SCREEN_MIX_H

#include <stdbool.h>

#include "mix.h"

enum {
	/* the kinds of mix.h, then the 200s to REGISTER and to BYE */
	SCREEN_KINDS = MIX_KINDS + 2,
	SCREEN_PACKET_MAX = MIX_MESSAGE_MAX + 1024,
};

/* The messages of a session have places, in the order of life. */

/* "REGISTER", ... Static storage. */
const char *screen_name(unsigned int at);

/* Is it one of the kinds of mix.h? */
bool screen_counts(unsigned int at);

/* Write the packet; returns its length. */
size_t screen_packet(unsigned int at, unsigned int variant,
	char room[SCREEN_PACKET_MAX]);

#endif

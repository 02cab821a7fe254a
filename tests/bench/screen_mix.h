/* SPDX-License-Identifier: BSD-3-Clause
 *
 * screen_mix.h - the mix of mix.h as it lives: a user asks to be registered, is
 * challenged, registers, calls another one who is registered, and sends a
 * message, each under a Call-ID of its own, in HEPv3 packets.
 */
#ifndef LI_BENCH_SCREEN_MIX_H
#define LI_BENCH_SCREEN_MIX_H

#include <stdbool.h>

#include "mix.h"

/* The messages of a session have places, in the order of life. */
enum screen_place {
	SCREEN_ASKS, /* the REGISTER that is challenged */
	SCREEN_CHALLENGED,
	SCREEN_REGISTERS,
	SCREEN_REGISTERED, /* its 200: no kind of mix.h */
	SCREEN_INVITE,
	SCREEN_RINGS,
	SCREEN_TAKEN,
	SCREEN_ACK,
	SCREEN_BYE,
	SCREEN_ENDED, /* the 200 of BYE: no kind of mix.h */
	SCREEN_MESSAGE,
	SCREEN_PLACES,
};

enum { SCREEN_PACKET_MAX = MIX_MESSAGE_MAX + 1024 };

/* What is there, as in "REGISTER 2". Static storage. */
const char *screen_name(unsigned int at);

/* How much the message counts in the mean of the kinds of mix.h, which count
 * the same: two REGISTERs half each, what is of no kind nothing. */
double screen_share(unsigned int at);

/* Write the packet; returns its length. Users of an even and the next variant
 * call each other. */
size_t screen_packet(unsigned int at, unsigned int variant,
	char room[SCREEN_PACKET_MAX]);

#endif

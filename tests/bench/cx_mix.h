/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_mix.h - the Cx signalling that benchmarks run on: the twelve messages, as
 * an operator's core writes them, of any user.
 *
 * Threads  No state but a buffer: one thread.
 * Memory   The caller's room.
 * Spec     TS 29.229 cl. 6.1 (the commands), 6.3 (their AVPs)
 */
#ifndef BENCH_CX_MIX_H
#define BENCH_CX_MIX_H

#include <stddef.h>
#include <stdint.h>

enum {
	CX_MIX_KINDS = 12, /* even: a request; odd: the answer to it */
	CX_MIX_MAX = 2048, /* octets of one */
	CX_MIX_UA = 0,     /* UAR; UAA is one more, and so on */
	CX_MIX_SA = 2,
	CX_MIX_LI = 4,
	CX_MIX_MA = 6,
	CX_MIX_RT = 8,
	CX_MIX_PP = 10,
};

/* "UAR", "UAA"... */
const char *cx_mix_name(unsigned int kind);

/* Write one of user n, with this Server-Assignment-Type where it is a SAR, and
 * so many octets long where an AVP at its end can make it so; 0: as it is. */
size_t cx_mix_write(unsigned int kind, unsigned int n, uint32_t assignment,
	size_t octets, uint8_t room[CX_MIX_MAX]);

#endif

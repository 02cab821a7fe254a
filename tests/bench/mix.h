/* SPDX-License-Identifier: BSD-3-Clause
 *
 * mix.h - the signalling that benchmarks run on: eight kinds of message as an
 * IMS core sends them, numbers and dialogs varied, of nobody real.
 */
#ifndef LI_BENCH_MIX_H
#define LI_BENCH_MIX_H

#include <stddef.h>

enum { MIX_KINDS = 8, MIX_MESSAGE_MAX = 8192 };

/* "REGISTER", "401", ... Static storage. */
const char *mix_name(unsigned int kind);

/* Write a message of this kind among users that `variant` picks; returns its
 * length. */
size_t mix_write(unsigned int kind, unsigned int variant,
	char room[MIX_MESSAGE_MAX]);

/* The same of a call to the user of another variant. */
size_t mix_write_to(unsigned int kind, unsigned int variant,
	unsigned int called, char room[MIX_MESSAGE_MAX]);

#endif

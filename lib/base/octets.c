/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/octets.h"

#define ROW(c) [c] = {[0 ... LI_OCTETS - 1] = (c)}
#define FOUR(c) ROW(c), ROW((c) + 1), ROW((c) + 2), ROW((c) + 3)
#define SIXTEEN(c) FOUR(c), FOUR((c) + 4), FOUR((c) + 8), FOUR((c) + 12)

/* A range of designators, which every compiler that this is built with knows,
 * is no part of C11. */
__extension__ const uint8_t li_octets_rows[256][LI_OCTETS] = {SIXTEEN(0),
	SIXTEEN(16), SIXTEEN(32), SIXTEEN(48), SIXTEEN(64), SIXTEEN(80),
	SIXTEEN(96), SIXTEEN(112), SIXTEEN(128), SIXTEEN(144), SIXTEEN(160),
	SIXTEEN(176), SIXTEEN(192), SIXTEEN(208), SIXTEEN(224), SIXTEEN(240)};

__extension__ const uint8_t li_octets_first[2 * LI_OCTETS] = {
	[0 ... LI_OCTETS - 1] = 0xff};

__extension__ const uint8_t li_octets_letters[2 * LI_OCTETS] = {
	[0 ... LI_OCTETS - 1] = 0xff & ~0x20};

const struct li_octets_three li_octets_name_ends = {
	.each = {' ', ':', '\r'},
	.by_low = {[0] = ' ',
		[10] = ':',
		[13] = '\r',
		[16] = ' ',
		[26] = ':',
		[29] = '\r'},
};

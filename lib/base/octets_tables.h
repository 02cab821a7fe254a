/* SPDX-License-Identifier: BSD-3-Clause
 *
 * octets_tables.h - what octets.h loads from memory. For it alone, and for who
 * has another such question.
 *
 * Floor    0.
 * Threads  Constants.
 * Memory   10 KiB, read only.
 * Spec     none
 */
#ifndef LI_BASE_OCTETS_TABLES_H
#define LI_BASE_OCTETS_TABLES_H

#include <stdint.h>

enum { LI_OCTETS = 32 };

/* Row c is c, 32 times: compilers build such a vector anew for each use. Said to
 * be no other object's, it is read where it stands. */
__attribute__((visibility(
	"hidden"))) extern const uint8_t li_octets_rows[256][LI_OCTETS];

/* LI_OCTETS - n octets from its start begins a mask of n octets, n <= LI_OCTETS:
 * of all their bits, and of all but that of lower case. */
__attribute__((visibility(
	"hidden"))) extern const uint8_t li_octets_first[2 * LI_OCTETS];
__attribute__((visibility(
	"hidden"))) extern const uint8_t li_octets_letters[2 * LI_OCTETS];

/* Three octets to look for, below 128, of which each has other lower four bits
 * and one has none; and where those bits say, twice, what has them. */
struct li_octets_three {
	uint8_t each[3], by_low[LI_OCTETS];
};

/* A blank, a colon and a CR: what the name of a header may end with, or a line
 * that has none. */
__attribute__((visibility(
	"hidden"))) extern const struct li_octets_three li_octets_name_ends;

#endif

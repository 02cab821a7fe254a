/* SPDX-License-Identifier: BSD-3-Clause
 *
 * octets_ask.h - every question of base/octets.h, asked in one go.
 */
#ifndef LI_TEST_OCTETS_ASK_H
#define LI_TEST_OCTETS_ASK_H

#include <stdint.h>

/* A bit for each of 32 octets at p. */
struct octets_answers {
	uint32_t eq;      /* that is c */
	uint32_t same;    /* that is the same at q */
	uint32_t within;  /* that is one of c, c + 1, ... c + n - 1 */
	uint32_t under;   /* that is below c, or above 127 */
	uint32_t folded;  /* that is c with the bit of lower case set in both */
	uint32_t either;  /* that is c, there or at q */
	uint32_t differ;  /* that is another one at q, in any case */
	uint32_t first;   /* in front of which any is another one at q */
	uint32_t letters; /* the same, in any case */
	uint32_t among;   /* that is a blank, a colon or a CR */
};

typedef void octets_ask(const uint8_t *p, const uint8_t *q, uint8_t c,
	uint8_t n, struct octets_answers *out);

octets_ask octets_as_words, octets_as_built, octets_as_avx2;

#endif

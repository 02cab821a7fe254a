/* SPDX-License-Identifier: BSD-3-Clause
 *
 * octets_as.h - makes a struct octets_answers function of the name OCTETS_AS
 * for what the including file is compiled for.
 */
#ifndef LI_TEST_OCTETS_AS_H
#define LI_TEST_OCTETS_AS_H

#include "base/octets.h"
#include "octets_ask.h"

void OCTETS_AS(const uint8_t *p, const uint8_t *q, uint8_t c, uint8_t n,
	struct octets_answers *out)
{
	li_octets v = li_octets_load(p), w = li_octets_load(q);

	out->eq = li_octets_mask(li_octets_eq(v, c));
	out->same = li_octets_mask(li_octets_same(v, w));
	out->within = li_octets_mask(li_octets_within(v, c, n));
	out->under = li_octets_mask(li_octets_under(v, c));
	out->folded = li_octets_mask(li_octets_eq(li_octets_fold(v), c | 0x20));
	out->either = li_octets_mask(
		li_octets_or(li_octets_eq(v, c), li_octets_eq(w, c)));
	out->differ = 0;
	for (unsigned int i = 0; i < LI_OCTETS; i++) {
		/* this octet alone, whatever its case */
		uint8_t mask[LI_OCTETS] = {0};

		mask[i] = li_octets_letters[LI_OCTETS - 1];
		out->differ |=
			(uint32_t)li_octets_differ(v, w, li_octets_load(mask))
			<< i;
	}
	out->first = out->letters = 0;
	for (unsigned int i = 0; i < LI_OCTETS; i++) {
		const size_t at = LI_OCTETS - i;

		out->first |= (uint32_t)li_octets_differ(v, w,
				      li_octets_load(li_octets_first + at))
			<< i;
		out->letters |= (uint32_t)li_octets_differ(v, w,
					li_octets_load(li_octets_letters + at))
			<< i;
	}
	out->among = li_octets_mask(li_octets_among(v, &li_octets_name_ends));
}

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hi2_check.h - integrity checks that hi2_odd sends, right ones and wrong ones.
 * TS 102 232-1 cl. 7.2
 */
#ifndef HI2_CHECK_H
#define HI2_CHECK_H

#include "encode/psp.h"

/* Remember what was sent under a number. */
void hi2_check_sent(uint32_t number, struct li_slice octets);

/* The key that signs, PEM. */
void hi2_check_key(const char *path);

/* Append a check over the PDUs from..to, or a signature over the checks
 * from..to: over their values, or (`whole`) over all their octets. A false one
 * has one bit changed. */
struct hi2_check {
	const struct li_psp_place *place;
	struct li_psp_head head;
	uint32_t from, to;
	bool is_false, whole;
};
void hi2_check_hash(const struct hi2_check *check, struct li_buf *out);
void hi2_check_sign(const struct hi2_check *check, struct li_buf *out);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hi4.h - notifications of HI4: an authority is told, on the connection of its
 * IRI, that an interception began, changed or ended.
 *
 * The target is told by the identity that the warrant names; where its records
 * go, and from when to when it is in force, where known.
 *
 * Floor    2: base, model. No I/O, no clock.
 * Threads  Pure functions.
 * Memory   Encoding borrows. What is read stands in the arena.
 * Spec     TS 102 232-1 annex A (hI4Payload); TS 33.128 cl. 5.7
 *          (LINotificationPayload)
 */
#ifndef LI_ENCODE_HI4_H
#define LI_ENCODE_HI4_H

#include "encode/psp.h"

/* One to send. */
struct li_hi4_notice {
	enum li_psp_notice_type type;
	const struct li_identity *target; /* or NULL */
	struct li_address delivery; /* where HI2 goes; family 0: not told */
	int64_t start_us, end_us;   /* UTC; negative: not told */
};

/* Append the PDU of a notification.
 *   LI_EINVAL   no such type, an identity or time that the types cannot hold,
 *               or as li_psp_encode()
 *   LI_ENOMEM   out refused
 * On an error out is as it was (or bad, with LI_ENOMEM).
 */
LI_MUST_USE li_err li_hi4_encode(const struct li_psp_place *place,
	const struct li_psp_head *head, const struct li_hi4_notice *notice,
	struct li_buf *out);

#endif

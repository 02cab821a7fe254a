/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hi4_read.h - the notifications of a decoded PS-PDU.
 *
 * Floor    2, inside encode: base, model and asn1c.
 * Threads  Pure functions.
 * Memory   Copies into the arena.
 * Spec     TS 102 232-1 annex A (hI4Payload); TS 33.128 cl. 5.7
 */
#ifndef LI_ENCODE_HI4_READ_H
#define LI_ENCODE_HI4_READ_H

#include <PSPayload.h>

#include "encode/psp.h"

/* Read them into out->notices; those there is no room for are counted.
 *   LI_EMALFORMED   an address of no length there is
 *   LI_ENOMEM       the arena refused
 */
LI_MUST_USE li_err li_hi4_read(const PSPayload_t *in, struct li_arena *arena,
	struct li_psp *out);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * base64.h - octets out of base64, read strictly.
 *
 * Floor    0.
 * Threads  Pure functions.
 * Memory   What is read goes where the caller says.
 * Spec     RFC 4648 cl. 3.2, 3.3, 3.5, 4
 */
#ifndef LI_BASE_BASE64_H
#define LI_BASE_BASE64_H

#include "base/err.h"
#include "base/slice.h"

/* Read all of it: padded, of the one alphabet, without a blank or a line's end,
 * and no bit of the last octet's digits unused but zeroes.
 *   LI_EMALFORMED   octets may have been written to out, *n is untouched
 *   LI_ETOOBIG      more than cap octets; nothing is touched
 */
LI_MUST_USE li_err li_base64_get(struct li_slice text, uint8_t *out, size_t cap,
	size_t *n);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * keys.h - the keys of a registration (ck, ik), masked for everybody.
 *
 * Floor    2, inside redact/.
 * Threads  Pure functions on the copy.
 * Memory   None.
 * Spec     TS 24.229 cl. 5.4.1.2.1A; TS 33.203 cl. 6
 */
#ifndef LI_REDACT_KEYS_H
#define LI_REDACT_KEYS_H

#include "redact/copy.h"
#include "redact/head.h"

/* The flag that says keys were masked in this header, 0 when it is none of
 * those that may carry them. */
uint32_t li_redact_keys_flag(const struct li_field *field);

/* Mask the value of every ck= and ik= in [from, to). */
void li_redact_keys(struct li_copy *c, size_t from, size_t to, uint32_t flag);

#endif

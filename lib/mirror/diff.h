/* SPDX-License-Identifier: BSD-3-Clause
 *
 * diff.h - a text as the words in which it differs from another one.
 *
 * Each difference: how many octets of the sample come before it, whether it is
 * the rest of a word or of a line, and what is there instead (field.h). What it
 * takes the place of is found by the same rule in reading. A word is letters,
 * digits, ".", "/" and ":".
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   None; li_diff_get() appends to the caller's buffer.
 * Spec     none
 */
#ifndef LI_MIRROR_DIFF_H
#define LI_MIRROR_DIFF_H

#include "mirror/field.h"

enum { LI_DIFF_SKIP_LONG = 127 }; /* sixteen bits behind it tell how many */

/* Write to out[cap] in what `text` differs from `sample`, *n octets; false when
 * that is more than there is room for, or one of the words is. */
bool li_diff_put(struct li_slice sample, struct li_slice text, uint8_t *out,
	size_t cap, size_t *n);

/* Append the text whose differences from `sample` were written. */
void li_diff_get(struct li_slice sample, struct li_slice values,
	struct li_buf *out);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * utf8.h - is this text what a UTF8String may hold?
 *
 * Floor    2: includes base.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 3629
 */
#ifndef LI_ENCODE_UTF8_H
#define LI_ENCODE_UTF8_H

#include "base/slice.h"

/* Octets of the character that s begins with, 0 when there is no valid one. */
size_t li_utf8_first(struct li_slice s);

/* Is all of s valid? */
bool li_utf8_valid(struct li_slice s);

#endif

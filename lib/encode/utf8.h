/* SPDX-License-Identifier: BSD-3-Clause
 *
 * utf8.h - is this text what a UTF8String may hold?
 *
 * Floor    2: includes base.
 * Threads  Pure functions.
 * Memory   The caller's buffer.
 * Spec     RFC 3629
 */
#ifndef LI_ENCODE_UTF8_H
#define LI_ENCODE_UTF8_H

#include "base/buf.h"

/* Octets of the character that s begins with, 0 when there is no valid one. */
size_t li_utf8_first(struct li_slice s);

/* Is all of s valid? */
bool li_utf8_valid(struct li_slice s);

/* Append a URI; an octet that is no UTF-8 as an escape, which is the same URI:
 * RFC 3986 cl. 2.1. Failure shows in the buffer. */
void li_utf8_put_uri(struct li_buf *out, struct li_slice uri);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * uri.h - content in the header part of a URI: sip:a@b?Subject=...&body=...
 *
 * Such a URI, in Refer-To or Contact, says what the message that somebody is
 * to send to it shall hold.
 *
 * Floor    2, inside redact/.
 * Threads  Pure functions on the copy.
 * Memory   None.
 * Spec     RFC 3261 cl. 19.1.1, 19.1.5; TS 33.128 cl. 7.12.9
 */
#ifndef LI_REDACT_URI_H
#define LI_REDACT_URI_H

#include "redact/copy.h"

/* Mask the values of Subject and body in the URIs of [from, to). */
void li_redact_uris(struct li_copy *c, size_t from, size_t to);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * pack.h - requests as octets: from the process that reads XML to the one that
 * carries requests out.
 *
 * The first may have been taken over by what it read, so the second believes
 * nothing: each length, count, enumeration and word is checked when a request
 * is unpacked, as if it came from a stranger.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   Unpacked requests are values.
 * Spec     TS 103 221-1 cl. 8.3 (XML attacks)
 */
#ifndef LI_X1_PACK_H
#define LI_X1_PACK_H

#include "base/buf.h"
#include "x1/message.h"

/* Octets that a whole container packs to at most: what is packed is never much
 * longer than the document that it was in. */
enum { LI_X1_PACKED_MAX = 4 << 20 };

/* Append a request. Failure shows in the buffer. */
void li_x1_pack_request(struct li_buf *out,
	const struct li_x1_request *request);

/* Take the request in front of *rest.
 *   LI_EMALFORMED   cut short, out of range, or trailing octets; *out is
 *                   without meaning
 */
LI_MUST_USE li_err li_x1_unpack_request(struct li_slice *rest,
	struct li_x1_request *out);

/* Is it whole requests, at least one and not more than a container has?
 *   LI_EMALFORMED   it is not
 */
LI_MUST_USE li_err li_x1_packed_check(struct li_slice packed);

/* Read a document here and append what is in it.
 *   as li_x1_container_open(); LI_ENOMEM
 */
LI_MUST_USE li_err li_x1_pack_document(struct li_slice document,
	struct li_buf *out);

#endif

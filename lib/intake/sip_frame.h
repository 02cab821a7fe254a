/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_frame.h - where does the SIP message at the head of a stream end?
 *
 * Floor    2.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     RFC 3261 cl. 18.3, cl. 20.14 (Content-Length is a must on streams);
 *          RFC 5626 cl. 3.5.1 (keep-alives)
 */
#ifndef LI_INTAKE_SIP_FRAME_H
#define LI_INTAKE_SIP_FRAME_H

#include "base/err.h"
#include "base/slice.h"

/* The octets [skip, skip + length) of the buffer are one message. */
struct li_sip_frame {
	size_t skip; /* CR and LF in front of it */
	size_t length;
	size_t need; /* octets behind skip that it has; 0 when not known */
};

/* Find the whole message at the beginning of a stream's buffered octets.
 *   LI_EAGAIN      more octets are needed; out->skip leading ones may be
 *                  dropped, out->length is 0
 *   LI_EMALFORMED  no Content-Length, two that differ, or one that is no
 *                  number: the stream is lost and must be closed; untouched
 *   LI_ETOOBIG     headers or body pass the limits of sip_scan.h; untouched
 */
LI_MUST_USE li_err li_sip_frame(struct li_slice buffered,
	struct li_sip_frame *out);

/* How far a message that is not whole was looked at; zeroed for another. */
struct li_sip_framing {
	size_t looked, need;
};

/* The same for a buffer that grows at its end, from call to call: what was
 * looked at is not looked at again, so that octets that come one by one cost
 * no more than those that come at once. Leading CR and LF may have been dropped
 * meanwhile. Errors as above; that headers contradict each other is said when
 * all are there. */
LI_MUST_USE li_err li_sip_frame_on(struct li_slice buffered,
	struct li_sip_framing *so_far, struct li_sip_frame *out);

/* Offset behind the empty line that ends the headers; 0 when it is not in s
 * yet, and then *looked is where to look on. */
size_t li_sip_headers_end(struct li_slice s, size_t *looked);

#endif

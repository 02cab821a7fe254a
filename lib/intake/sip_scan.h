/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sip_scan.h - one pass over the octets of a SIP message: what it is, and
 * every identity in it, each in the role it stood in.
 *
 * This is the way of every message, a bystander's too: no allocation, no
 * library, time linear in the message. All instances of a header and all
 * values of a list count, since a proxy may route by another one than the
 * first.
 *
 * Floor    2.
 * Threads  Pure functions, but that each thread keeps the keys of some hosts; a
 *          scan gives the same with and without them.
 * Memory   The event's slices borrow from the message. 2 KiB for each thread.
 * Spec     RFC 3261 cl. 7, 20, 25; RFC 3325; RFC 7044; RFC 5806; RFC 7254;
 *          TS 33.128 cl. 7.10, 7.12.2.8; TS 24.229 (IMPI in Authorization)
 */
#ifndef LI_INTAKE_SIP_SCAN_H
#define LI_INTAKE_SIP_SCAN_H

#include "model/event.h"

/* What is larger is refused as LI_ETOOBIG: twice what the largest message of
 * a real IMS core needs, so that nobody has us work without end. */
enum {
	LI_SIP_START_LINE_MAX = 8 << 10,
	LI_SIP_HEADER_MAX = 8 << 10, /* one header with its folds */
	LI_SIP_HEADERS_MAX = 256,    /* headers in a message */
	LI_SIP_BLOCK_MAX = 64 << 10, /* start line and all headers */
	LI_SIP_BODY_MAX = 256 << 10,
	LI_SIP_MESSAGE_MAX = LI_SIP_BLOCK_MAX + LI_SIP_BODY_MAX,
};

/* Scan one message: a datagram's payload, or what li_sip_frame() cut from a
 * stream. Fills source, raw (from the start line on), parties, party_count,
 * crowded, odd and sip; the caller fills the rest.
 *
 * Two errors leave an event that is as full as the message allowed, because
 * a proxy may route what we find broken: screen it all the same, but neither
 * mirror it nor have another parser read it.
 *   LI_EMALFORMED    a mandatory header (From, To, Call-ID, CSeq, Via) is
 *                    missing, one that may stand once stands twice, a value
 *                    cannot be read (in a list of addresses that no session
 *                    and no binding hangs on, such as P-Asserted-Identity,
 *                    the event is odd instead, and it is LI_OK), the header
 *                    block does not end, there
 *                    is a NUL or a lone CR in it, or Content-Length says
 *                    more than there is
 *   LI_ETOOBIG       a limit above was passed; the identities of the first
 *                    LI_SIP_BLOCK_MAX octets are there
 * Two leave it without content (no parties, raw set):
 *   LI_EUNSUPPORTED  not SIP: no SIP/ in the first line (STUN, SigComp, ...)
 *   LI_EAGAIN        nothing but CR and LF: a keep-alive. RFC 5626 cl. 3.5.1
 */
LI_STAGE LI_MUST_USE li_err li_sip_scan(struct li_slice message,
	const struct li_hash_secret *secret, struct li_event *event);

/* Read a message that was scanned and is crowded again: who is looked for has
 * room, of however many. Its parties are others then, SMS parties among them;
 * `raw` and what the caller filled stay. */
void li_sip_scan_crowded(struct li_event *event,
	const struct li_hash_secret *secret, const struct li_asks *asks);

#endif

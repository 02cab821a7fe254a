/* SPDX-License-Identifier: BSD-3-Clause
 *
 * trace.h - a capture file of what was said inside TLS, as if it had been said
 * over plain TCP: each PDU is a segment, between the real addresses and ports.
 *
 * Floor    5: base, model.
 * Threads  One.
 * Memory   A buffer for one packet.
 * Spec     draft-ietf-opsawg-pcap, link type 101 (raw IP); RFC 791, 8200, 9293
 */
#ifndef SINK_TRACE_H
#define SINK_TRACE_H

#include "base/fault.h"
#include "base/slice.h"
#include "model/event.h"

struct trace;

/* One connection: who said how much. */
struct trace_flow {
	struct li_address peer, own;
	uint32_t peer_next, own_next; /* sequence numbers of TCP */
};

/* Make the file, in place of one that is there.
 *   LI_ECONFIG   it cannot be written
 *   LI_ENOMEM    *out is untouched on an error
 */
LI_MUST_USE li_err trace_open(const char *path, struct trace **out,
	struct li_fault *fault);

/* Write what is left and close it; NULL is fine. */
void trace_close(struct trace *trace);

/* A connection begins (SYN) and ends (FIN); octets of the peer or of ours come
 * in between. NULL is fine: nothing is written. What fails shows in
 * trace_sync(). */
void trace_begin(struct trace *trace, struct trace_flow *flow);
void trace_end(struct trace *trace, struct trace_flow *flow);
void trace_put(struct trace *trace, struct trace_flow *flow, bool of_peer,
	struct li_slice octets);

/* Write what is still in memory. LI_EIO: it was not, now or before. */
LI_MUST_USE li_err trace_sync(struct trace *trace);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tcp_stream.h - SIP messages out of TCP segments, in any order they come.
 *
 * Each way of a connection is a stream of its own. Only one whose first octets
 * begin a SIP message is kept; of another one nothing is, until a segment of
 * it begins one. On SIP's own ports the inside of a segment is looked at too,
 * so that a capture which begins in the middle finds the next message.
 *
 * Of octets that come twice the first ones count. For octets that are missing
 * a stream waits LI_TCP_WAIT_US or LI_TCP_HELD_MAX octets; then the gap is
 * counted, and the next start line begins anew. Octets that were not captured
 * are not waited for. What is there of a message in front of either, or of the
 * stream's end, is given with its mark. A segment that is far from where the
 * stream is, or a SYN inside of one, moves it only when a second one follows
 * on from there.
 *
 * Floor    2.
 * Threads  A struct li_tcp belongs to one thread.
 * Memory   It owns copies of what is not a whole message yet. When room ends,
 *          the stream that was quiet for longest is forgotten.
 * Spec     RFC 9293 cl. 3; RFC 3261 cl. 18.3; RFC 5626 cl. 3.5.1
 */
#ifndef LI_INTAKE_TCP_STREAM_H
#define LI_INTAKE_TCP_STREAM_H

#include "intake/wire.h"

struct li_tcp;

enum {
	LI_TCP_WAIT_US = 2000000,    /* for a missing segment */
	LI_TCP_HELD_MAX = 512 << 10, /* octets behind it */
	LI_TCP_PIECES_MAX = 512,     /* segments behind it */
	LI_TCP_IDLE_US = 900000000,  /* a stream of SIP is forgotten then */
	LI_TCP_SILENT_US = 30000000, /* one that said nothing yet */
};

/* Flags of a segment. RFC 9293 cl. 3.1 */
enum {
	LI_TCP_FIN = 1 << 0,
	LI_TCP_SYN = 1 << 1,
	LI_TCP_RST = 1 << 2,
};

/* One segment. */
struct li_segment {
	struct li_address from, to; /* with ports */
	uint32_t sequence;
	uint8_t flags;
	struct li_slice payload;
	size_t missing; /* octets behind it that were not captured */
	int64_t at_us;
	uint64_t number; /* of its packet */
};

/* Read a segment's header; fills ports, sequence, flags and payload. Options
 * may be missing: out->missing has what is of the payload then.
 *   LI_EMALFORMED  a length does not fit; *out is untouched
 */
LI_MUST_USE li_err li_tcp_read(struct li_slice s, struct li_segment *out);

/* Make an empty one with the bounds of a wire, which are not 0, and the counts
 * that it adds to. Errors as li_wire_new(). */
LI_MUST_USE li_err li_tcp_new(const struct li_wire_options *bounds,
	struct li_wire_counts *counts, struct li_tcp **out);

/* NULL is fine. */
void li_tcp_free(struct li_tcp *t);

/* Is it of a stream that has carried SIP? */
bool li_tcp_knows(const struct li_tcp *t, const struct li_segment *s);

/* Take a segment, give 0 or more messages. Only errors of fn come out. */
LI_MUST_USE li_err li_tcp_take(struct li_tcp *t, const struct li_segment *s,
	li_wire_fn fn, void *data);

/* Let time pass, as li_wire_tick(). */
LI_MUST_USE li_err li_tcp_tick(struct li_tcp *t, int64_t at_us, li_wire_fn fn,
	void *data);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tcp_inside.h - what the files of TCP reassembly share: tcp_stream.c (which
 * streams there are), tcp_order.c (segments in order), tcp_cut.c (messages).
 *
 * Floor    2.
 * Threads  As tcp_stream.h.
 * Memory   As tcp_stream.h.
 * Spec     RFC 9293
 */
#ifndef LI_INTAKE_TCP_INSIDE_H
#define LI_INTAKE_TCP_INSIDE_H

#include "base/buf.h"
#include "base/table.h"
#include "intake/tcp_stream.h"

enum { LI_TCP_SOLID_MAX = 8 << 20 }; /* what may be sent again */

/* Octets that came before those in front of them. */
struct li_tcp_piece {
	struct li_tcp_piece *next;
	uint32_t sequence;
	size_t n;
	uint8_t octets[];
};

struct li_tcp_list;

/* One way of a connection. */
struct li_tcp_stream {
	struct li_key key;
	struct li_tcp_list *list; /* the one it is on */
	struct li_tcp_stream *older, *newer;
	struct li_address from, to;
	bool proved;    /* it carries SIP */
	bool lost;      /* no message is known to begin here: look for one */
	bool over;      /* it is no SIP, or has ended: forget it */
	bool ends;      /* a FIN was seen: */
	uint32_t end;   /* the stream's end */
	uint32_t next;  /* sequence number behind `in` */
	uint32_t solid; /* octets in front of it without a gap, at most
			   * LI_TCP_SOLID_MAX */
	bool anew;      /* what was astray last was a SYN */
	bool astray;    /* a segment fitted nowhere: */
	uint32_t elsewhere; /* where the stream goes on if it was right */
	struct li_buf in;   /* in order, not cut yet: begins a message */
	size_t looked;      /* octets of `in` without the end of headers */
	size_t need;        /* octets that its message has, 0: not known */
	struct li_tcp_piece *held; /* by sequence, nothing twice */
	size_t held_n, held_octets;
	int64_t seen_us, held_us; /* last segment; first one held */
};

/* Streams by when they were last heard. */
struct li_tcp_list {
	struct li_tcp_stream *oldest, *newest;
	size_t n;
};

struct li_tcp {
	struct li_hash_secret secret;
	struct li_wire_counts *counts;
	size_t streams_max, octets_max;
	size_t octets; /* held back by all streams */
	struct li_table streams;
	struct li_tcp_list silent, proved;
};

/* Where messages go, and what they came with. */
struct li_tcp_out {
	li_wire_fn fn;
	void *data;
	int64_t at_us;
	uint64_t number;
};

/* Take octets that follow those before, cut whole messages off and give them.
 * Sets over, proved, lost. Only errors of fn come out. */
LI_MUST_USE li_err li_tcp_feed(struct li_tcp *t, struct li_tcp_stream *s,
	struct li_slice octets, const struct li_tcp_out *out);

/* Let go of the message begun: what follows it was never seen. */
void li_tcp_gap(struct li_tcp *t, struct li_tcp_stream *s);

/* Bring a segment's octets in order, and feed those that are. */
LI_MUST_USE li_err li_tcp_order(struct li_tcp *t, struct li_tcp_stream *s,
	const struct li_segment *seg, const struct li_tcp_out *out);

/* Wait no longer for what is missing in front of the held pieces. */
LI_MUST_USE li_err li_tcp_skip(struct li_tcp *t, struct li_tcp_stream *s,
	const struct li_tcp_out *out);

/* Go on behind the octets of a segment that were not captured, if all in front
 * of them was taken: the message begun is given as far as it is there. */
LI_MUST_USE li_err li_tcp_lacks(struct li_tcp *t, struct li_tcp_stream *s,
	const struct li_segment *seg, const struct li_tcp_out *out);

/* Give the message begun, if one is, with the mark that its end is missing. */
LI_MUST_USE li_err li_tcp_give_cut(struct li_tcp *t,
	const struct li_tcp_stream *s, const struct li_tcp_out *out);

/* Release all that a stream holds. */
void li_tcp_empty(struct li_tcp *t, struct li_tcp_stream *s);

#endif

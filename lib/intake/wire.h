/* SPDX-License-Identifier: BSD-3-Clause
 *
 * wire.h - from captured frames to the messages that they carried.
 *
 * A wire is given link-layer frames in the order in which they were captured.
 * It steps over tags and tunnels, puts IP fragments and TCP streams together,
 * and gives UDP payloads and framed SIP messages. Of a UDP payload only the
 * transport is known: it may be anything. Of TCP and SCTP only what begins like
 * SIP is given, and of a gap in a stream nothing is made up: the message with
 * the gap ends in front of it, with its mark, the gap is counted, and the next
 * start line begins anew.
 *
 * Whatever arrives, memory is bounded by the options; whose share is largest
 * loses first. A packet that is neither fragment nor TCP allocates nothing.
 *
 * Floor    2.
 * Threads  A wire belongs to one thread.
 * Memory   A wire owns what it holds back. A message is borrowed until the
 *          callback that it was given to returns.
 * Spec     RFC 791; RFC 8200; RFC 5722; RFC 768; RFC 9293; RFC 9260; RFC 2003;
 *          RFC 2473; RFC 2784; RFC 2890; RFC 7348; RFC 8926; RFC 4303;
 *          RFC 2410; RFC 5879; RFC 3948; TS 29.281; RFC 3261 cl. 18.3
 */
#ifndef LI_INTAKE_WIRE_H
#define LI_INTAKE_WIRE_H

#include "base/err.h"
#include "intake/packet.h"

struct li_wire;

/* Bounds; one that is 0 has the value in brackets. */
struct li_wire_options {
	size_t fragmented_max;  /* packets being put together [4096] */
	size_t fragment_octets; /* that their fragments take [16 MiB] */
	size_t streams_max;     /* TCP streams, one for each way [65536] */
	size_t stream_octets;   /* that they hold back [64 MiB] */
};

enum { LI_WIRE_DEPTH = 6 }; /* headers of IP and ESP inside of each other */

/* What a wire has seen. */
struct li_wire_counts {
	uint64_t packets;     /* frames given to it */
	uint64_t messages;    /* given to the callback */
	uint64_t datagrams;   /* of these by UDP */
	uint64_t tunnels;     /* headers of tunnels and mirrors stepped over */
	uint64_t fragments;   /* of IP packets */
	uint64_t reassembled; /* IP packets made of them */
	uint64_t segments;    /* of TCP, with content */
	uint64_t streams;     /* of TCP that carried SIP */
	uint64_t gaps;        /* in these: octets were never seen */
	uint64_t refused;     /* dropped because of a bound, or fragments that
	                       * overlap: may have held SIP */
	uint64_t encrypted;   /* packets of ESP, and of TLS on SIP's ports */
	uint64_t sigcomp;     /* compressed messages, given with their mark */
	uint64_t unsupported; /* transports not read: may have held SIP */
	uint64_t malformed;   /* a length or header does not fit */
	uint64_t other;       /* ARP, ICMP, IKE, ... */
	uint64_t cut;         /* packets of which octets were not captured; */
	uint64_t partial;     /* messages that they were of, or that a gap or
	                       * the end of a stream cut, given with a mark, */
	uint64_t unread;      /* and those whose headers are not there: may have
	                       * held SIP */
};

/* Take a message; anything but LI_OK ends the call that gave it and is what
 * that call returns. */
typedef li_err (*li_wire_fn)(const struct li_datagram *message, void *data);

/* Make a wire; NULL options are all 0. On LI_OK the caller frees *out with
 * li_wire_free(), else it is untouched.
 *   LI_ENOMEM  LI_EIO (no random octets for the keys of tables)
 */
LI_MUST_USE li_err li_wire_new(const struct li_wire_options *options,
	struct li_wire **out);

/* NULL is fine. What is held back is dropped. */
void li_wire_free(struct li_wire *wire);

/* Take a frame and give 0 or more messages. What is whole in what was captured
 * of it is given as ever; a message that ends behind that is given as far as it
 * goes, with its mark, and a TCP stream goes on behind the gap.
 * What cannot be read is counted and is LI_OK; so is memory that runs out,
 * counted as refused. Only the callback's errors come out. */
LI_MUST_USE li_err li_wire_take_frame(struct li_wire *wire,
	const struct li_frame *frame, li_wire_fn fn, void *data);

/* The same of one that was captured whole, at at_us, UTC. */
LI_MUST_USE static inline li_err li_wire_take(struct li_wire *wire,
	enum li_link link, struct li_slice octets, int64_t at_us, li_wire_fn fn,
	void *data)
{
	const struct li_frame whole = {.link = link,
		.at_us = at_us,
		.octets = octets};

	return li_wire_take_frame(wire, &whole, fn, data);
}

/* Let time pass, about once a second: streams no longer wait for what is
 * missing, and what is idle is forgotten. INT64_MAX at the end of a capture
 * gives what is left. Only the callback's errors come out. */
LI_MUST_USE li_err li_wire_tick(struct li_wire *wire, int64_t at_us,
	li_wire_fn fn, void *data);

/* The counts so far, borrowed; they go on counting. */
const struct li_wire_counts *li_wire_counts(const struct li_wire *wire);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ip_frag.h - put IP packets together again, whatever the order of their
 * fragments.
 *
 * Fragments that overlap are how a packet is made to read differently here and
 * at its receiver: as receivers do, all of such a packet is dropped, what is
 * still to come of it included. An exact repetition is no overlap.
 *
 * When room ends, the source that takes most of it loses its oldest packet, so
 * that who floods starves nobody else.
 *
 * Floor    2.
 * Threads  A struct li_frags belongs to one thread.
 * Memory   It owns copies of all fragments; a whole packet is the caller's
 *          until li_frags_done().
 * Spec     RFC 791; RFC 8200 cl. 4.5; RFC 5722; RFC 8900
 */
#ifndef LI_INTAKE_IP_FRAG_H
#define LI_INTAKE_IP_FRAG_H

#include "intake/wire.h"

struct li_frags;
struct li_frag;

enum {
	LI_FRAG_PACKET_MAX = 0xffff, /* octets of a packet behind its header */
	LI_FRAG_PARTS_MAX = 128,     /* fragments of a packet */
	LI_FRAG_WAIT_US = 60000000,  /* RFC 8200 cl. 4.5 */
};

/* Make an empty one with the bounds of a wire, which are not 0, and the counts
 * that it adds to. Errors as li_wire_new(). */
LI_MUST_USE li_err li_frags_new(const struct li_wire_options *bounds,
	struct li_wire_counts *counts, struct li_frags **out);

/* NULL is fine. */
void li_frags_free(struct li_frags *f);

/* Take a fragment. When its packet is whole, *ip becomes that packet, its
 * extension headers not yet stepped over, and *done holds it until
 * li_frags_done(); else NULL. What is dropped is counted. */
void li_frags_take(struct li_frags *f, struct li_ip *ip, int64_t at_us,
	struct li_frag **done);

/* Release a whole packet; NULL is fine. */
void li_frags_done(struct li_frag *done);

/* Drop what has waited too long. */
void li_frags_tick(struct li_frags *f, int64_t at_us);

#endif

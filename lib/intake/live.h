/* SPDX-License-Identifier: BSD-3-Clause
 *
 * live.h - frames of a network interface, as they pass.
 *
 * The kernel writes them into a ring of the socket (TPACKET_V3) in blocks and
 * wakes us for a block, not for a frame. The ring is the socket's: who has the
 * descriptor maps it, and finds there what nobody gave back. So one process
 * may open an interface and another read it, and one more go on when that one
 * was killed: a frame has a place, which says with what was kept of it where to
 * go on. An interface that goes down is waited for; one that vanishes is opened
 * again when its name is back.
 *
 * Floor    2, and reads an interface.
 * Threads  A live capture belongs to one thread.
 * Memory   A process that reads maps the ring; one that is forked from it does
 *          not inherit that. A frame is borrowed until li_live_done() of it or
 *          of a later one.
 * Spec     packet(7), pcap-filter(7)
 */
#ifndef LI_INTAKE_LIVE_H
#define LI_INTAKE_LIVE_H

#include "base/fault.h"
#include "intake/packet.h"

struct li_live;

enum {
	LI_LIVE_SNAPLEN = 262144, /* whatever an interface joins or offloads */
	LI_LIVE_BLOCK_MS = 10,    /* a block that is not full waits no longer */
};

struct li_live_options {
	const char *interface; /* or "any"; outlives the capture */
	const char *filter;    /* pcap-filter(7), outlives it; "" is none */
	size_t buffer_bytes;   /* of the ring */
};

/* A frame that waits. */
struct li_live_frame {
	struct li_slice octets;
	int64_t at_us;  /* UTC */
	uint64_t place; /* 63 bits: which socket, which block, which frame */
};

/* What is handed over with the descriptor of a socket. */
struct li_live_words {
	uint32_t era;  /* the how manyth it is of its interface, from 1 */
	uint32_t link; /* enum li_link */
};

/* Would this filter do?
 *   LI_ECONFIG   no: fault says why
 */
LI_MUST_USE li_err li_live_check(const char *filter, struct li_fault *fault);

/* Open. On LI_OK the caller closes *out, else it is untouched.
 *   LI_ECONFIG       no such interface, no right (CAP_NET_RAW), a bad filter
 *   LI_EUNSUPPORTED  a link type that is not read
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_live_open(const struct li_live_options *options,
	struct li_live **out, struct li_fault *fault);

/* NULL is fine. */
void li_live_close(struct li_live *live);

/* What to wait for with poll(2). It has an error pending when something happened
 * to the interface. */
int li_live_fd(const struct li_live *live);
struct li_live_words li_live_words(const struct li_live *live);

/* Has the interface vanished? Takes the pending error. */
bool li_live_gone(const struct li_live *live);

/* Try to open an interface that vanished; what was not read of the socket that
 * it had is for those who have that one.
 *   LI_EAGAIN   it is still away
 */
LI_MUST_USE li_err li_live_again(struct li_live *live);

/* From now on read from this socket, which another process opened: what waited
 * in the one before is read. Takes fd over. */
void li_live_adopt(struct li_live *live, int fd, struct li_live_words words);

/* In a process that was forked from a reader: it has nothing mapped. */
void li_live_part(struct li_live *live);

/* Look at what waits, at most `max` frames: *n of them, 0 when none does. They
 * are the same again, for us and for who comes after us, until they are done.
 *   LI_EIO   the ring cannot be mapped
 */
LI_MUST_USE li_err li_live_look(struct li_live *live, struct li_live_frame *out,
	size_t max, size_t *n);

/* Frames up to this place are kept elsewhere, by us or by one before us. */
void li_live_done(struct li_live *live, uint64_t place);

/* How many frames the kernel has dropped for want of room since it was asked
 * last, by whomever. */
uint64_t li_live_lost(const struct li_live *live);

#endif

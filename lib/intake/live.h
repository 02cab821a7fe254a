/* SPDX-License-Identifier: BSD-3-Clause
 *
 * live.h - frames of a network interface, as they pass.
 *
 * The kernel writes them into a ring (TPACKET_V3, by libpcap) in blocks and
 * wakes us for a block, not for a frame. An interface that goes down is waited
 * for; one that vanishes is opened again when its name is back.
 *
 * Floor    2, and reads an interface.
 * Threads  A live capture belongs to one thread.
 * Memory   It owns its ring. A frame is borrowed until the callback that it
 *          was given to returns.
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

struct li_live_counts {
	uint64_t frames;
	uint64_t lost;   /* by the kernel: the ring was full */
	uint64_t cut;    /* larger than a snapshot: given as far as it goes */
	uint64_t opened; /* how often: 1 when the interface was always there */
};

/* Take a frame; anything but LI_OK ends the call that gave it. */
typedef li_err (*li_live_fn)(enum li_link link, struct li_slice frame,
	int64_t at_us, void *data);

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

/* What to wait for with poll(2); -1 while the interface is away. */
int li_live_fd(const struct li_live *live);

/* Give what waits, at most `max` frames; *n of them were.
 *   LI_ECLOSED   the interface vanished: li_live_fd() is -1, see below
 *   or what fn gave
 */
LI_MUST_USE li_err li_live_take(struct li_live *live, int max, li_live_fn fn,
	void *data, int *n);

/* Try to open an interface that vanished.
 *   LI_EAGAIN   it is still away
 */
LI_MUST_USE li_err li_live_again(struct li_live *live);

/* The counts so far, borrowed until the next call. */
const struct li_live_counts *li_live_counts(struct li_live *live);

#endif

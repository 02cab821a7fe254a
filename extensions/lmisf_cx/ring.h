/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ring.h - the hand-over from freeDiameter's threads to our one worker.
 *
 * Records of any size in one bounded run of memory. Nobody ever waits: a
 * producer takes its place with one compare-and-swap, and what does not fit is
 * refused. An empty ring begins again at its first octet: traffic that is taken
 * as it comes stays in the same few pages, which a CPU has in its caches.
 *
 * Floor    5, without freeDiameter: testable alone.
 * Threads  Many producers, one consumer.
 * Memory   The ring owns all octets, from li_ring_new() to li_ring_free(). They
 *          are left out of core files.
 * Spec     none
 */
#ifndef LMISF_CX_RING_H
#define LMISF_CX_RING_H

#include <stdatomic.h>

#include "base/err.h"
#include "base/slice.h"

struct li_ring;

/* A place that a producer took. */
struct li_ring_place {
	uint8_t *p;
	_Atomic uint32_t *ready; /* what says that it is committed; */
	uint32_t record;         /* its number */
};

/* Make a ring of at least so many octets (rounded up to a power of two).
 *   LI_ENOMEM   nothing was kept
 */
LI_MUST_USE li_err li_ring_new(size_t octets, struct li_ring **out);

/* NULL is fine. No producer may be left. */
void li_ring_free(struct li_ring *ring);

/* Take room for n octets, contiguous and aligned for any type; write them to
 * place->p and call li_ring_commit(). Between the two the thread must not be
 * cancelled. False when the ring is full. */
bool li_ring_reserve(struct li_ring *ring, size_t n,
	struct li_ring_place *place);

/* Give the record to the consumer. */
void li_ring_commit(struct li_ring_place place);

/* The next record; it stays valid until li_ring_release(). False when there is
 * none that is complete. */
bool li_ring_next(struct li_ring *ring, struct li_slice *out);

/* Is there one that li_ring_next() would give? */
bool li_ring_ready(const struct li_ring *ring);

/* Give the room of all that li_ring_next() gave back to the producers. */
void li_ring_release(struct li_ring *ring);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * keep.h - records on their way to lmisfd, until it has acknowledged them.
 *
 * A queue of encoded records in pieces of memory of one size: acknowledged
 * pieces are used again, the one that was used last first.
 *
 * Floor    5, without freeDiameter.
 * Threads  Belongs to the worker.
 * Memory   The queue owns all octets; what li_keep_unsent() gives is valid
 *          until the next call.
 * Spec     none
 */
#ifndef LMISF_CX_KEEP_H
#define LMISF_CX_KEEP_H

#include <sys/uio.h>

#include "ipc/cx_feed.h"

struct li_keep;

/* Make a queue of at most so many octets, rounded up to two pieces.
 *   LI_ENOMEM   nothing was kept
 */
LI_MUST_USE li_err li_keep_new(size_t max_octets, struct li_keep **out);

/* NULL is fine. */
void li_keep_free(struct li_keep *keep);

/* Append a record under the next sequence; the record's own is not looked at.
 *   LI_ETOOBIG   full, or the record is larger than a piece: not kept
 *   LI_ENOMEM    not kept
 */
LI_MUST_USE li_err li_keep_add(struct li_keep *keep,
	const struct li_cx_record *record);

/* Forget what has this sequence or a lower one. One that was not sent yet is
 * not forgotten: a peer cannot acknowledge ahead. */
void li_keep_acked(struct li_keep *keep, uint64_t sequence);

/* A new connection: send again what follows this sequence. */
void li_keep_resume(struct li_keep *keep, uint64_t sequence);

/* Point at octets that are to be sent; returns how many entries were filled. */
size_t li_keep_unsent(struct li_keep *keep, struct iovec *iov, size_t max);

/* So many of them were. */
void li_keep_sent(struct li_keep *keep, size_t octets);

/* Sequence of the last record added, and of the last acknowledged. */
uint64_t li_keep_last(const struct li_keep *keep);
uint64_t li_keep_acknowledged(const struct li_keep *keep);

#endif

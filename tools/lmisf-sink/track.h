/* SPDX-License-Identifier: BSD-3-Clause
 *
 * track.h - which sequence numbers of which stream came, and how often.
 *
 * Floor    5: base, model, encode.
 * Threads  One.
 * Memory   A tracker keeps a hash per record, never its octets.
 * Spec     TS 103 221-2 cl. 5.3.9 (one counter per XID, NFID, IPID and
 *          correlation, from 0)
 */
#ifndef SINK_TRACK_H
#define SINK_TRACK_H

#include "encode/x2.h"

struct track;

enum track_verdict {
	TRACK_NEW,     /* this number had not come yet */
	TRACK_SAME,    /* it had, with the same octets */
	TRACK_DIFFERS, /* it had, with other octets */
};

/* What is missing of one stream. */
struct track_gap {
	struct li_uuid xid;
	uint64_t correlation;
	uint32_t first;   /* the lowest missing number */
	uint64_t missing; /* how many */
};

/* Told of each stream with a gap. */
typedef void (*track_gap_fn)(const struct track_gap *gap, void *data);

/* Make an empty tracker.
 *   LI_EIO LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err track_new(struct track **out);

/* NULL is fine. */
void track_free(struct track *track);

/* Note a record and its octets.
 *   LI_ENOMEM   not noted
 */
LI_MUST_USE li_err track_take(struct track *track, const struct li_x2_pdu *pdu,
	struct li_slice octets, enum track_verdict *verdict);

/* Call fn for each stream with numbers missing below its highest; from 0, or
 * with `resume` from the lowest that came. Returns how many are missing. */
uint64_t track_gaps(const struct track *track, bool resume, track_gap_fn fn,
	void *data);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * track.h - which sequence numbers of which stream came, and how often.
 *
 * Floor    5: base, model, encode.
 * Threads  One.
 * Memory   A tracker keeps a hash per record, never its octets.
 * Spec     TS 103 221-2 cl. 5.3.9 (one counter per XID, NFID, IPID and
 *          correlation, from 0); TS 102 232-1 cl. 5.2.5 (one per LIID and CIN,
 *          from 0), cl. 6.2.2 (cINReset: they begin anew), annex J.1 (and one
 *          for each kind of check)
 */
#ifndef SINK_TRACK_H
#define SINK_TRACK_H

#include "base/hash.h"
#include "encode/psp.h"
#include "encode/x2.h"
#include "record.h"

struct track;

/* What is counted: each of them by itself. */
enum track_what {
	TRACK_RECORDS,
	TRACK_HASHES,     /* integrity checks, */
	TRACK_SIGNATURES, /* and those that sign others */
};

/* Whose numbers they are. */
struct track_stream {
	enum track_what what;
	bool x2;
	struct li_uuid xid; /* of X2 */
	uint64_t correlation;
	char liid[RECORD_LIID_TEXT]; /* of HI2 */
	bool has_cin;
	uint32_t cin;
};

enum track_verdict {
	TRACK_NEW,     /* this number had not come yet */
	TRACK_SAME,    /* it had, with the same octets */
	TRACK_DIFFERS, /* it had, with other octets */
};

/* What is missing of one stream. */
struct track_gap {
	const struct track_stream *stream;
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

/* Note a PDU and its octets.
 *   LI_ENOMEM   not noted
 */
LI_MUST_USE li_err track_x2(struct track *track, const struct li_x2_pdu *pdu,
	struct li_slice octets, enum track_verdict *verdict);
LI_MUST_USE li_err track_hi2(struct track *track, const struct li_psp *psp,
	struct li_slice octets, enum track_verdict *verdict);

/* All streams of the LIID that this PDU names begin anew at 0, or, when that is
 * "-", all of its sender. What they missed so far stays missing.
 *   LI_ENOMEM   some go on as they were
 */
LI_MUST_USE li_err track_reset(struct track *track, const struct li_psp *psp);

/* The key of a number of the stream that this PDU names: for who keeps more of
 * its PDUs than a tracker does. */
struct li_key track_key(const struct track *track, const struct li_psp *psp,
	uint32_t number);

/* Call fn for each stream with numbers missing below its highest; from 0, or
 * with `resume` from the lowest that came. Returns how many are missing. */
uint64_t track_gaps(const struct track *track, bool resume, track_gap_fn fn,
	void *data);

#endif

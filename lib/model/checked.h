/* SPDX-License-Identifier: BSD-3-Clause
 *
 * checked.h - how far the integrity checks of one LIID and session are numbered,
 * and one of them that is to go.
 *
 * Floor    1.
 * Threads  Plain data.
 * Memory   Values; a PDU is borrowed.
 * Spec     TS 102 232-1 annex J.1 (each chain has numbers of its own)
 */
#ifndef LI_MODEL_CHECKED_H
#define LI_MODEL_CHECKED_H

#include "base/buf.h"
#include "model/task.h"

struct li_checked {
	int64_t stream; /* whose records they are over */
	char liid[LI_LIID_MAX + 1];
	uint32_t checks, signatures; /* numbers of the next ones */
	uint32_t open; /* checks from this number on are kept: not signed yet */
};

enum { LI_CHECK_VALUE = 32 }; /* octets: SHA-256 */

/* An integrity check that is to go: what is sent again when nobody else knows of
 * it any more. */
struct li_checking {
	int64_t stream; /* whose records it is over */
	int64_t task;   /* of these, */
	int64_t place;  /* the last one's entry: it goes behind that */
	int64_t at_us;  /* and its time */
	char liid[LI_LIID_MAX + 1];
	bool signature;
	uint32_t cin; /* 0: it is of no session */
	uint32_t number;
	uint32_t first, last;          /* what it is over: records, or checks */
	uint8_t value[LI_CHECK_VALUE]; /* unless it is a signature */
	struct li_slice pdu;
};

enum {
	LI_CHECKED_MAX = 64,            /* told of at once */
	LI_CHECKING_PDU_MAX = 16 << 10, /* octets of a check */
	LI_CHECKING_MAX = 32,           /* told of at once, */
	LI_CHECKING_OCTETS = 256 << 10, /* and of so many octets */
};

/* Append one. Failure shows in the buffer. */
void li_pack_checking(struct li_buf *b, const struct li_checking *c);

/* Read one; its PDU borrows. What is none sets at->bad. */
void li_unpack_checking(struct li_cursor *at, struct li_checking *out);

#endif

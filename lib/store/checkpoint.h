/* SPDX-License-Identifier: BSD-3-Clause
 *
 * checkpoint.h - how far the audit was, signed, for somebody else to keep.
 *
 * A checkpoint says how many rows there were and what the root of their Merkle
 * tree was. Who has one of yesterday can tell that nothing before it was
 * changed or cut off since, whatever key the one who did it had.
 *
 *   lmisf2:ROWS:PREVIOUS:MICROSECONDS:HASH:ROOT:SIGNATURE
 *
 * HASH is the chain's at the last row, PREVIOUS the rows of the checkpoint
 * before, so that none between two is taken away unseen. The signature is over
 * a title, the installation's UUID, rows, previous and time as 64 bits each,
 * HASH and ROOT.
 *
 * Floor    3: base.
 * Threads  Pure functions.
 * Memory   Values.
 * Spec     TS 33.126 R6.6-110; RFC 6962 cl. 2.1, 3.5; RFC 8032
 */
#ifndef LI_STORE_CHECKPOINT_H
#define LI_STORE_CHECKPOINT_H

#include "base/uuid.h"
#include "store/digest.h"
#include "store/sign.h"

enum {
	LI_CHECKPOINT_EVERY = 1000, /* rows of audit */
	LI_CHECKPOINT_TEXT = 136,   /* octets that are signed */
	LI_CHECKPOINT_LINE = 340,   /* characters, with the NUL */
};

struct li_checkpoint {
	int64_t row, previous, at_us;
	bool rooted; /* false: made before there was a tree */
	uint8_t hash[LI_SHA256], root[LI_SHA256];
	uint8_t signature[LI_SIGNATURE];
};

/* Write the text that a checkpoint signs. */
struct li_slice li_checkpoint_text(const struct li_uuid *installation,
	const struct li_checkpoint *c, uint8_t text[static LI_CHECKPOINT_TEXT]);

/* Write it as it is handed out, and read that; what stands around it in a log
 * line is passed over.
 *   LI_EMALFORMED   there is none in the line, or it is cut short; untouched
 */
void li_checkpoint_format(const struct li_checkpoint *c,
	char line[static LI_CHECKPOINT_LINE]);
LI_MUST_USE li_err li_checkpoint_parse(const char *line,
	struct li_checkpoint *out);

#endif

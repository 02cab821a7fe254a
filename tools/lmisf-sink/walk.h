/* SPDX-License-Identifier: BSD-3-Clause
 *
 * walk.h - how deep and how many are the elements of a value of BER, and is it
 * DER?
 *
 * A decoder takes memory for each element, whatever it holds: so they are
 * counted before one is decoded. What stands in an OCTET STRING is not looked
 * into.
 *
 * Floor    5: base.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     X.690 cl. 8.1 (BER), 10.1 (DER: definite lengths in the fewest
 *          octets)
 */
#ifndef SINK_WALK_H
#define SINK_WALK_H

#include "base/err.h"
#include "base/slice.h"

enum {
	WALK_DEPTH_MAX = 32,
	WALK_COUNT_MAX = 16384, /* elements of one value */
};

struct walk {
	size_t count;       /* elements */
	unsigned int depth; /* of the deepest */
	bool der;           /* each tag and length is as DER has it */
};

/* Walk over one value that fills `octets`. *out is written on LI_OK only.
 *   LI_EMALFORMED   lengths that contradict each other, trailing octets
 *   LI_ETOOBIG      deeper, or more, than the bounds above
 */
LI_MUST_USE li_err walk_ber(struct li_slice octets, struct walk *out);

/* Walk over the value that a stream begins with; *size is what it takes: for
 * one of indefinite length, whose end only its elements tell.
 *   LI_EAGAIN   good so far, but more octets are needed
 *   LI_EMALFORMED LI_ETOOBIG   as above
 */
LI_MUST_USE li_err walk_first(struct li_slice stream, struct walk *out,
	size_t *size);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * copy.h - a task's copy in the making, and the ways to write to it.
 *
 * What is read is the message, which nobody writes to; what is written is the
 * copy, octet for octet as long. A flag is set when an octet changed, and only
 * then.
 *
 * Floor    2, inside redact/.
 * Threads  Belongs to one call of li_redact_sip().
 * Memory   Borrows the message and the copy.
 * Spec     TS 33.128 cl. 7.12.9
 */
#ifndef LI_REDACT_COPY_H
#define LI_REDACT_COPY_H

#include "model/iri.h"

struct li_copy {
	struct li_slice sip; /* the message, to read */
	uint8_t *at;         /* the copy, to write */
	bool content;        /* the task may see content */
	bool location;       /* and where this message's sender is */
	uint32_t modifications;
	unsigned int parts; /* of multiparts, so far */
};

/* Write one octet. */
void li_copy_put(struct li_copy *c, size_t at, uint8_t octet, uint32_t flag);

/* Write the same octet to [from, to). */
void li_copy_fill(struct li_copy *c, size_t from, size_t to, uint8_t octet,
	uint32_t flag);

/* The same, but leave CR and LF as they are. */
void li_copy_fill_lines(struct li_copy *c, size_t from, size_t to,
	uint8_t octet, uint32_t flag);

/* Blank [from, to) for a reason that has no name of its own, in place of what
 * was written there and flagged since `before`. */
void li_copy_give_up(struct li_copy *c, size_t from, size_t to,
	uint32_t before);

/* Where in the message a slice of it begins. */
static inline size_t li_copy_at(const struct li_copy *c, struct li_slice part)
{
	return (size_t)(part.p - c->sip.p);
}

#endif

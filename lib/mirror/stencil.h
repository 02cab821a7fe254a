/* SPDX-License-Identifier: BSD-3-Clause
 *
 * stencil.h - what the texts of a shape share, and the holes between it, as
 * the texts seen so far showed them.
 *
 * A text that has the same octets between the holes is kept as what it has in
 * them: for each hole a field (field.h), or LI_STENCIL_AS_SAMPLE for the same
 * word. A hole that always had what an earlier one has is written by nothing.
 * In the sample a hole is the rest of a word from some letter or digit on; in
 * another text it ends at the same octet as there.
 *
 * Floor    2, inside mirror/.
 * Threads  Pure functions.
 * Memory   A stencil is the caller's, from malloc(): it holds no octet of a
 *          text. li_stencil_get() appends to the caller's buffer.
 * Spec     none
 */
#ifndef LI_MIRROR_STENCIL_H
#define LI_MIRROR_STENCIL_H

#include "base/buf.h"

enum {
	LI_STENCIL_HOLES_MAX = 48,
	LI_STENCIL_HOLE_MAX = 31,    /* octets that a text has in one */
	LI_STENCIL_SLACK = 64,       /* that are read behind a sample */
	LI_STENCIL_AS_SAMPLE = 0xfe, /* in place of a field */
};

/* What its owner marked a hole with. */
enum {
	LI_HOLE_ZERO = 1 << 0, /* tell of a text that has a zero here, or no
				* word */
	LI_HOLE_ANY = 1 << 1,  /* tell of any */
};

struct li_hole {
	uint16_t from, to; /* of the sample */
	uint8_t same;      /* number + 1 of the hole that has it, 0: none */
	uint8_t marks;
};

struct li_stencil {
	uint32_t refs; /* the caller's: texts that are written by it */
	uint32_t size; /* octets of all of it */
	size_t count;
	struct li_hole *holes; /* in order, behind `shared` */
	uint64_t shared[];     /* a bit for each octet that is in no hole */
};

/* Learn from a text and its differences (diff.h) where the holes are, besides
 * those of `before`, unless that is NULL. Returns NULL when it is not to be
 * told by holes, or memory ended. */
struct li_stencil *li_stencil_learn(const struct li_stencil *before,
	struct li_slice sample, struct li_slice text, struct li_slice values);

/* Where values go. */
struct li_written {
	uint8_t *at;
	size_t cap, n;
	bool told;   /* of a hole that is marked */
	bool worded; /* of one that has another word than in the sample, and no
		      * number */
};

/* Write what `text` has in the holes; false when it has other octets between
 * them, more than a word in one, or there is no room. LI_STENCIL_SLACK octets,
 * of which the first is 0, may be read behind the sample. */
bool li_stencil_put(const struct li_stencil *x, struct li_slice sample,
	struct li_slice text, struct li_written *out);

/* Append the text whose holes were written. */
void li_stencil_get(const struct li_stencil *x, struct li_slice sample,
	struct li_slice values, struct li_buf *out);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * shape.h - what many texts have in common: the first one of them, whole, and
 * what is learned from the others. For text.c.
 *
 * Floor    2, inside mirror/.
 * Threads  As text.h.
 * Memory   As text.h.
 * Spec     as text.h
 */
#ifndef LI_MIRROR_SHAPE_H
#define LI_MIRROR_SHAPE_H

#include "mirror/stencil.h"
#include "mirror/text.h"

enum {
	LI_SHAPE_BUCKETS = 8192, /* of shapes by hash, probed in line */
	LI_SHAPE_GUESSES = 256,  /* of shapes by a glance at the text */
	LI_SHAPE_WAYS = 4,       /* shapes that look alike at a glance */
	LI_SHAPE_STENCILS = 4,   /* of a shape that texts are written by */
};

struct li_shape {
	uint64_t hash; /* of what does not differ */
	uint32_t refs; /* texts */
	uint32_t n;
	uint32_t missed; /* texts that its stencil did not fit */
	uint8_t kind;    /* enum li_text_kind */
	uint8_t flags;   /* those of a text that are its store's */
	bool idle;       /* is in the list of those */
	bool no_msrp;    /* li_service_msrp() of it is false; of an SDP only */
	uint8_t last;    /* number + 1 of the stencil learned last, 0 none */
	struct li_stencil *stencils[LI_SHAPE_STENCILS];
	uint8_t at[]; /* the first text that had it, and slack */
};

/* The first text. */
static inline struct li_slice li_shape_sample(const struct li_shape *s)
{
	return li_slice(s->at, s->n);
}

/* Make an empty store ready; false when memory ended. */
bool li_shapes_ready(struct li_texts *store);

/* The number of the shape of this hash, made of the text when there is none;
 * false when there is no room. */
bool li_shapes_number(struct li_texts *store, struct li_slice text,
	enum li_text_kind kind, uint64_t hash, uint32_t *number);

/* No text uses the shape, any more or yet. */
void li_shapes_rest(struct li_texts *store, uint32_t number);

/* What a text differs in, as diff.h wrote it, may differ in the next ones too.
 * Not each of many that do not fit is learned from. */
void li_shapes_learn(struct li_texts *store, struct li_shape *s,
	struct li_slice text, struct li_slice values);

#endif

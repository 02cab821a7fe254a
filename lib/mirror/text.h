/* SPDX-License-Identifier: BSD-3-Clause
 *
 * text.h - SDP bodies and parties' URIs in few octets, none of them lost.
 *
 * Most of an SDP is the same for all phones of a model. The first text of a
 * shape is kept whole, as the sample of all texts that have it; of each text
 * the words are kept in which it differs from the sample. Texts have the same
 * shape when they are alike but for what is of one call (session id,
 * addresses, ports, keys, ...), which is a guess that costs room when it is
 * wrong and nothing else: a text always comes back octet by octet.
 *
 * Floor    2, inside mirror/.
 * Threads  A store belongs to its mirror's thread.
 * Memory   Texts are blocks of the pool; shapes are bounded in number and
 *          size, counted by the texts that use them, and overwritten and
 *          freed soon after the last. What finds no room is not kept, which
 *          TS 33.107 cl. 7A.3.1 allows: such a session has no start record.
 * Spec     TS 33.107 cl. 20.3.1.4, 7A.3.1; RFC 8866 cl. 5
 */
#ifndef LI_MIRROR_TEXT_H
#define LI_MIRROR_TEXT_H

#include "base/buf.h"
#include "mirror/pool.h"

enum {
	LI_TEXT_MAX = 16 << 10,   /* octets of a text; longer is not kept */
	LI_TEXT_FIELDS_MAX = 255, /* what differs in one */
	LI_TEXT_VALUES_MAX = LI_POOL_BLOCK_MAX - 16,
	LI_TEXT_SHAPES_MAX = 4096,
	LI_TEXT_SHAPES_BYTES = 16 << 20,
	LI_TEXT_IDLE = 64, /* shapes kept that no text uses */
};

enum li_text_kind {
	LI_TEXT_SDP = 1,
	LI_TEXT_URIS, /* a URI to a line */
};

/* Of an SDP: its sender receives nothing. RFC 3264 cl. 8.4 */
enum { LI_TEXT_DEAF = 1 << 3 };

/* A text that is kept. */
struct li_text {
	uint16_t shape;
	uint16_t size; /* of values */
	uint32_t cseq; /* the owner's */
	uint8_t flags; /* the owner's, but for LI_TEXT_DEAF */
	uint8_t stencil;
	uint8_t values[];
};

struct li_shape;

struct li_texts {
	struct li_shape **shapes; /* by number; NULL is free */
	uint32_t *buckets;        /* number + 1, by hash of the shape */
	uint16_t *guesses;        /* numbers + 1, by a glance at the text */
	uint32_t idle[LI_TEXT_IDLE];
	uint32_t idle_at, free_at;
	size_t count, bytes;
	uint64_t refused; /* texts that were not kept */
	bool no_msrp; /* li_service_msrp() of the one put last is false; else
			   * that is not known */
};

/* Overwrite and release all shapes; the texts are the pool's. */
void li_texts_fini(struct li_texts *store);

/* Keep a text; NULL, counted, when it finds no room. */
struct li_text *li_texts_put(struct li_texts *store, struct li_pool *pool,
	struct li_slice text, enum li_text_kind kind);

/* Overwrite and release one; NULL is fine. */
void li_texts_drop(struct li_texts *store, struct li_pool *pool,
	struct li_text *text);

/* Append the octets that were put; NULL appends nothing. */
void li_texts_get(const struct li_texts *store, const struct li_text *text,
	struct li_buf *out);

#endif

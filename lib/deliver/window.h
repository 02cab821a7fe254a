/* SPDX-License-Identifier: BSD-3-Clause
 *
 * window.h - questions on their way, and what the answer to each will confirm.
 *
 * A stream keeps its order, and a peer answers a question after it took what
 * came before it: so the answer to one confirms all IRI sent before it on this
 * connection, and stands for all earlier questions too, of whatever kind. Those
 * of each kind have numbers of their own.
 *
 * Floor    4: base.
 * Threads  A value of one thread.
 * Memory   Inside the struct.
 * Spec     TS 103 221-2 cl. 6.2.4; TS 102 232-1 cl. 5.2.5, 6.3.4, 6.3.6
 */
#ifndef LI_DELIVER_WINDOW_H
#define LI_DELIVER_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { LI_WINDOW_MAX = 128 }; /* questions on their way at once */

enum li_window_kind {
	LI_WINDOW_KEEPALIVE,
	LI_WINDOW_ACK, /* pDUAcknowledgementRequest of HI2 */
	LI_WINDOW_KINDS,
};

/* What an answer confirms. */
struct li_window_mark {
	uint64_t records; /* a mark of the lanes */
	uint64_t checks;  /* so many integrity checks went */
};

struct li_window_entry {
	enum li_window_kind kind;
	uint32_t sequence; /* of the question */
	struct li_window_mark mark;
	int64_t mono_us; /* when it was sent */
};

struct li_window {
	struct li_window_entry entries[LI_WINDOW_MAX]; /* a ring */
	uint32_t first, count;
	uint32_t next[LI_WINDOW_KINDS]; /* sequence of the next one of a kind */
};

/* A new connection: nothing on its way. Sequences go on. */
void li_window_reset(struct li_window *w);

/* Must an acknowledgement come before the next push? */
static inline bool li_window_full(const struct li_window *w)
{
	return w->count == LI_WINDOW_MAX;
}

/* Note a question that follows what the mark is for; returns its sequence. The
 * window must not be full. */
uint32_t li_window_push(struct li_window *w, enum li_window_kind kind,
	struct li_window_mark mark, int64_t mono_us);

/* An answer came: *mark is what it confirms.
 *   LI_ENOTFOUND   no such question is on its way; nothing changed
 */
LI_MUST_USE li_err li_window_acknowledge(struct li_window *w,
	enum li_window_kind kind, uint32_t sequence,
	struct li_window_mark *mark);

/* When the oldest question on its way was sent; false when there is none. */
bool li_window_oldest(const struct li_window *w, int64_t *mono_us);

#endif

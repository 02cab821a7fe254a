/* SPDX-License-Identifier: BSD-3-Clause
 *
 * window.h - keepalives on their way, and what each of them will confirm.
 *
 * A stream keeps its order, and a peer acknowledges a keepalive after it took
 * what came before it: so the acknowledgement of one confirms all IRI sent
 * before it on this connection, and stands for all earlier keepalives too.
 *
 * Floor    4: base.
 * Threads  A value of one thread.
 * Memory   Inside the struct.
 * Spec     TS 103 221-2 cl. 6.2.4
 */
#ifndef LI_DELIVER_WINDOW_H
#define LI_DELIVER_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { LI_WINDOW_MAX = 128 }; /* keepalives on their way at once */

struct li_window_entry {
	uint32_t sequence; /* of the keepalive */
	uint64_t mark;     /* what it confirms: a mark of the lanes */
	int64_t mono_us;   /* when it was sent */
};

struct li_window {
	struct li_window_entry entries[LI_WINDOW_MAX]; /* a ring */
	uint32_t first, count;
	uint32_t next; /* sequence of the next keepalive */
};

/* A new connection: nothing on its way, sequences from 0. */
void li_window_reset(struct li_window *w);

/* Must an acknowledgement come before the next push? */
static inline bool li_window_full(const struct li_window *w)
{
	return w->count == LI_WINDOW_MAX;
}

/* Note a keepalive that follows what the mark is for; returns its sequence. The
 * window must not be full. */
uint32_t li_window_push(struct li_window *w, uint64_t mark, int64_t mono_us);

/* An acknowledgement came: *mark is what it confirms.
 *   LI_ENOTFOUND   no such keepalive is on its way; nothing changed
 */
LI_MUST_USE li_err li_window_acknowledge(struct li_window *w, uint32_t sequence,
	uint64_t *mark);

/* When the oldest keepalive on its way was sent; false when there is none. */
bool li_window_oldest(const struct li_window *w, int64_t *mono_us);

#endif

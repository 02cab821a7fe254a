/* SPDX-License-Identifier: BSD-3-Clause
 *
 * ladder_draw.h - a session's records as a ladder of text.
 *
 * Floor    5: base, model, net.
 * Threads  Pure functions.
 * Memory   Text is appended to the caller's buffer.
 * Spec     none
 */
#ifndef LI_CTL_LADDER_DRAW_H
#define LI_CTL_LADDER_DRAW_H

#include "model/ladder.h"
#include "net/sock.h"

enum {
	CTL_LADDER_WIDTH = 100, /* of a line, at most */
	CTL_LADDER_LANES = 6,   /* addresses side by side; of more, a list */
	CTL_LADDER_LABEL = 48,
};

/* A record, and what is known of it among the others. */
struct ctl_rung {
	struct li_rung r;
	bool late; /* numbered behind one of a later time */
};

/* Put them in the order of their time and then number, and find the late ones. */
void ctl_ladder_sort(struct ctl_rung *rungs, size_t count);

/* An address as people write it; "" when it is not known. */
void ctl_ladder_place(const struct li_address *at, char text[LI_SOCK_TEXT]);

/* A method is what somebody sent: make it printable, so that it moves no
 * cursor. */
void ctl_ladder_plain(char *text);

/* "INVITE", "200 INVITE", "serving-system", "sip (erased)": printable. */
void ctl_ladder_label(const struct li_rung *r, char text[CTL_LADDER_LABEL]);

/* Append the ladder of sorted records. A failure shows in the buffer. */
void ctl_ladder_draw(const struct ctl_rung *rungs, size_t count,
	struct li_buf *out);

#endif

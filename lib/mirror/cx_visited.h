/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_visited.h - which network a user roams in.
 *
 * An UAR alone names it, and is an attempt; the SAR that registers the user
 * makes the network of the last attempt the one that serves it. Both are told
 * as a change when it is another one than before: the attempt once for each
 * network, and each time that it is refused.
 *
 * Floor    2, inside mirror/.
 * Threads  As mirror.h.
 * Memory   A name is kept once for all users (intern.h). When there is no room
 *          for another it is not known again, and every attempt is a change.
 * Spec     TS 33.107 cl. 7A.2.3.1; TS 29.228 cl. 6.1.1, 6.1.2
 */
#ifndef LI_MIRROR_CX_VISITED_H
#define LI_MIRROR_CX_VISITED_H

#include "mirror/inside.h"

/* Of an UAR; `user` NULL: nobody is known. */
void li_cx_visited_asked(struct li_mirror *m, const struct li_event *event,
	struct li_user *user, struct li_change *change);

/* Of a SAR that registers a user, or would have. */
void li_cx_visited_assigned(struct li_mirror *m, const struct li_event *event,
	struct li_user *user, struct li_change *change);

/* Say where the user is registered, unless that was said of another. */
void li_cx_visited_tell(const struct li_mirror *m, const struct li_user *user,
	struct li_change *change);

/* Set both networks, by their names or empty; those before are forgotten. */
void li_cx_visited_set(struct li_mirror *m, struct li_user *user,
	struct li_slice visited, struct li_slice attempt);

/* The names of both, empty when not known. */
struct li_slice li_cx_visited_name(const struct li_mirror *m, uint16_t network);

#endif

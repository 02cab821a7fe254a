/* SPDX-License-Identifier: BSD-3-Clause
 *
 * kept.h - connections that outlive the core that reads them.
 *
 * The holder accepts them, keeps each open and hands it to the core. When the
 * core has died the next one is handed all of them, and goes on in the middle
 * of what they were saying. The holder reads nothing of them. So it does with
 * sockets of interfaces that it opens while a core runs.
 *
 * Floor    5: base, model, net.
 * Threads  One in each process.
 * Memory   What is kept belongs to the holder; a core has descriptors of its
 *          own.
 * Spec     TS 33.127 cl. 8.1 (nothing missed)
 */
#ifndef LI_LMISFD_KEPT_H
#define LI_LMISFD_KEPT_H

#include <poll.h>
#include <stdbool.h>

#include "base/fault.h"
#include "model/event.h"

struct kept;

/* What holder and core say to each other: to the core, with a descriptor, that
 * this is a connection; to the holder that it has ended. With id 0, to the
 * holder: hand over all of them, the sender is new; to the core: these were
 * all. */
struct kept_word {
	uint64_t id;     /* from 1, never used twice */
	uint64_t socket; /* that it came by: which of held.sockets */
	struct li_address from;
	uint32_t era, link; /* of an interface: intake/live.h */
};

/* Keep at most so many connections of these listening sockets, `socket` and on.
 * *core is the core's end.
 *   LI_EIO LI_ENOMEM
 */
LI_MUST_USE li_err kept_new(const int *sockets, size_t socket, size_t count,
	size_t most, struct kept **out, int *core);

/* NULL is fine. The core's end is closed too. */
void kept_free(struct kept *k);

/* Connections of this socket and of those behind it cannot go on with another
 * core, as a TLS session is in the memory of who began it: they are closed as
 * soon as theirs has died, so that the peer knows and begins another one. NULL is
 * fine. TS 33.210 cl. 6.2 */
void kept_end_with_core(struct kept *k, size_t socket);

/* What to wait for, and for how long (-1: for ever): one of `on`, and one for
 * each socket. Returns how many there are. */
size_t kept_want(const struct kept *k, struct pollfd *on, int *wait_ms);

/* When something of it came, or the time passed. */
void kept_look(struct kept *k, const struct pollfd *on, size_t count);

/* Keep a descriptor of another kind, a copy of fd, in place of the one that was
 * kept for the same socket number, and hand it over.
 *   LI_EIO LI_ENOMEM
 */
LI_MUST_USE li_err kept_add(struct kept *k, const struct kept_word *word,
	int fd);

/* In a core that was forked from the holder: nothing of it is ours. */
void kept_leave(struct kept *k);

/* The core has died: what it was told and had not heard is unsaid. */
void kept_orphaned(struct kept *k);

/* In a core, at its end of it: say a word; hear one. Who cannot say it has no
 * holder any longer, and ends with it.
 *   LI_EAGAIN  there is none; *fd is -1 when none came with it
 */
void kept_say(int core, uint64_t id);
LI_MUST_USE li_err kept_hear(int core, struct kept_word *word, int *fd);

#endif

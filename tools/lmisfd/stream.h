/* SPDX-License-Identifier: BSD-3-Clause
 *
 * stream.h - one accepted connection: what came in, what waits to go out.
 *
 * Floor    5: net.
 * Threads  That of the loop.
 * Memory   A stream owns its descriptor and buffers; `data` is the owner's.
 * Spec     none
 */
#ifndef LI_LMISFD_STREAM_H
#define LI_LMISFD_STREAM_H

#include "base/buf.h"
#include "net/loop.h"

struct stream;

/* Look at s->in, li_buf_consume() what was used. Another value than LI_OK
 * ends the stream. */
typedef li_err (*stream_take_fn)(struct stream *s);

/* The stream is about to be freed. */
typedef void (*stream_gone_fn)(struct stream *s);

struct stream {
	struct stream *next; /* in its owner's list */
	struct stream **list;
	struct li_loop *loop;
	struct li_watch watch;
	struct li_buf in, out;
	stream_take_fn take;
	stream_gone_fn gone; /* may be NULL */
	void *owner;
	uint64_t state[8]; /* the owner's, zero at first */
};

enum { STREAM_READ = 64 << 10 }; /* octets of one read */

/* Take over fd and put the stream into *list. max bounds what it may hold
 * unread or unsent.
 *   LI_ENOMEM LI_EIO   fd was closed
 */
LI_MUST_USE li_err stream_open(struct li_loop *loop, int fd, size_t max,
	stream_take_fn take, void *owner, struct stream **list);

/* Send what is in s->out as far as the peer takes it; the rest goes when it
 * does. Call after appending. */
void stream_flush(struct stream *s);

/* End it: out of its list, closed, freed. */
void stream_close(struct stream *s);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * stream.h - one accepted connection: what came in, what waits to go out.
 *
 * A tap of SIP is told nothing; who sends X2 is answered.
 *
 * Floor    5: net.
 * Threads  That of the loop.
 * Memory   A stream owns its descriptor, TLS session and buffers; `state` is
 *          the owner's.
 * Spec     TS 33.210 cl. 6.2 (TLS)
 */
#ifndef LI_LMISFD_STREAM_H
#define LI_LMISFD_STREAM_H

#include "base/buf.h"
#include "model/event.h"
#include "net/loop.h"
#include "net/tls.h"

struct stream;

/* Look at s->in, li_buf_consume() what was used. Another value than LI_OK
 * ends the stream. */
typedef li_err (*stream_take_fn)(struct stream *s);

/* How streams are whose octets do not come by way of s->in. */
struct stream_way {
	/* Where the next STREAM_READ octets may be put. */
	uint8_t *(*room)(struct stream *s);
	/* Read what waits.
	 *   LI_EAGAIN, or what ends the stream */
	li_err (*read)(struct stream *s, struct li_slice *got);
	/* Look at what came; it is in the room, or was read. Another value than
	 * LI_OK ends the stream. */
	li_err (*take)(struct stream *s, struct li_slice got);
};

/* The stream is about to be freed; s->end and s->why say why. */
typedef void (*stream_gone_fn)(struct stream *s);

enum stream_end {
	STREAM_CLOSED,    /* by the peer, or by us at the end */
	STREAM_REFUSED,   /* its owner would not have what it said */
	STREAM_TLS,       /* no TLS with this peer: s->why */
	STREAM_HANDSHAKE, /* it was not done in time */
	STREAM_IDLE,      /* nothing came for too long */
	STREAM_CUT,       /* its core died, and nobody can go on with it */
};

/* How streams of one kind are. */
struct stream_kind {
	struct li_loop *loop;
	size_t max; /* octets it may hold unread or unsent */
	stream_take_fn take;
	const struct stream_way *way; /* or NULL: take; TLS has one */
	stream_gone_fn gone;          /* may be NULL */
	void *owner;
	struct stream **list;
	struct li_tls_creds *creds; /* NULL: no TLS */
	const char *const *peers;   /* names that a TLS peer may have */
	size_t peer_count;          /* 0: any of our CA */
	int64_t handshake_us;
	int64_t idle_us; /* 0: it may be quiet for ever */
};

struct stream {
	struct stream *next; /* in its owner's list */
	const struct stream_kind *kind;
	struct li_watch watch;
	struct li_timer timer; /* of the handshake, then of quiet */
	struct li_tls *tls;    /* NULL without */
	bool open;             /* the handshake is done, or none is */
	bool tls_out;          /* TLS waits for room in the socket */
	enum stream_end end;
	const char *why;        /* of STREAM_TLS, while the stream lives */
	int64_t heard_us;       /* monotonic, when something came last */
	struct li_address from; /* family 0 for a unix socket */
	struct li_buf in, out;
	uint64_t id; /* of a connection that the holder keeps, else 0 */
	struct {
		uint64_t sequence; /* of the entry that it has from, or 0 */
		int64_t at_us, mono_us;
	} now;
	void *owner;        /* as in its kind */
	uint64_t state[8];  /* the owner's, zero at first */
	struct li_buf kept; /* the owner's, empty at first */
};

enum { STREAM_READ = 64 << 10 }; /* octets of one read */

/* Take over fd and put the stream into its kind's list; the kind outlives it.
 * from may be NULL. With fd -1 it has none until stream_attach().
 *   LI_ENOMEM LI_EIO   fd was closed
 */
LI_MUST_USE li_err stream_open(const struct stream_kind *kind, int fd,
	const struct li_address *from);

/* Give its descriptor to a stream that has none, and has no TLS. Errors as
 * above. */
LI_MUST_USE li_err stream_attach(struct stream *s, int fd);

/* In a fork: part with descriptor and TLS session, without a word to the peer. */
void stream_part(struct stream *s);

/* Send what is in s->out as far as the peer takes it; the rest goes when it
 * does. Call after appending. */
void stream_flush(struct stream *s);

/* End it: out of its list, closed, freed. */
void stream_close(struct stream *s);

#endif

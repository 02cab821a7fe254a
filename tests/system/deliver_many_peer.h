/* SPDX-License-Identifier: BSD-3-Clause
 *
 * deliver_many_peer.h - what the two files of deliver_many_peer share.
 */
#ifndef DELIVER_MANY_PEER_H
#define DELIVER_MANY_PEER_H

#include "base/buf.h"
#include "base/table.h"
#include "encode/x2.h"
#include "net/loop.h"
#include "net/tls.h"

/* One numbering at one destination. TS 103 221-2 cl. 5.3.9 */
struct stream {
	struct li_uuid xid;
	uint64_t correlation;
	uint32_t next; /* all below came */
};

struct conn {
	struct peer *peer;
	struct conn *later;
	struct li_watch watch;
	struct li_tls *tls;
	struct li_timer awake; /* ends a stall */
	bool open, deaf;       /* deaf: it reads, and acknowledges nothing */
	struct li_buf in, out;
};

struct peer {
	struct many *many;
	uint16_t port;
	struct li_watch listener;
	struct li_timer up; /* ends a time of being down */
	struct conn *conns;
	struct li_table streams;
};

struct counts {
	unsigned long received, repeated, bad;
	unsigned long connections, resets, stalls, downs, deaf;
};

struct many {
	struct li_loop *loop;
	struct li_tls_creds *creds;
	struct li_hash_secret secret;
	struct peer *peers;
	size_t count;
	uint64_t random;
	bool calm;
	struct li_table digests; /* of each record that came */
	struct li_watch orders;  /* standard input */
	struct li_timer trouble;
	struct counts counts;
};

/* A record came: is it the next, or one of before, the same as then? */
void note_record(struct peer *peer, const struct li_x2_pdu *pdu,
	struct li_slice octets);

/* "PORT XID CORRELATION NEXT" of each stream. */
void print_streams(const struct many *many);

/* Forget what was noted. */
void free_streams(struct many *many);

#endif

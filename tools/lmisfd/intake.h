/* SPDX-License-Identifier: BSD-3-Clause
 *
 * intake.h - every live source of SIP: datagrams, connections, interfaces; and of
 * what is said of bearers.
 *
 * No message is shed because of how much there is of it: before one was
 * screened nobody knows whether it is a target's, and no target's message may
 * be lost. So all is screened, memory and connections are bounded, and what
 * the kernel had no room for is counted, logged and audited. What a flood costs
 * is the state of bystanders who flood: mirror/shed.h.
 *
 * Floor    5: base, intake, encode, flow, net, tools/common.
 * Threads  That of the loop.
 * Memory   In struct lmisfd.
 * Spec     TS 33.127 cl. 8.1 (nothing missed), cl. 5.3.2.4 (faults are told)
 */
#ifndef LI_LMISFD_INTAKE_H
#define LI_LMISFD_INTAKE_H

#include "common/config.h"
#include "flow/flow.h"
#include "intake/live.h"
#include "net/tls_keeper.h"

struct lmisfd;
struct listener;
struct live;
struct li_ring_entry;
struct li_wire;
struct stream;

enum intake_count {
	INTAKE_LOST,         /* datagrams, for want of room in the kernel */
	INTAKE_CAPTURE_LOST, /* frames, the same */
	INTAKE_GAPS,         /* octets of captured streams never seen, packets
			      * refused for want of room or for overlaps */
	INTAKE_ENCRYPTED,    /* captured packets of ESP or TLS */
	INTAKE_REFUSED,      /* from addresses that intake.from does not have */
	INTAKE_CROWDED,      /* connections beyond intake.max_connections */
	INTAKE_TLS_REFUSED,  /* TLS peers that are not who they must be */
	INTAKE_TIMED_OUT,    /* handshakes not done in time, idle connections */
	INTAKE_PASSED,       /* messages that ended two cores */
	INTAKE_UNFRAMED,     /* connections whose octets made no sense */
	INTAKE_CUT,          /* connections of TLS that ended with a core, or
			      * that nobody could go on with */
	INTAKE_COUNTS,
};

struct intake {
	uint64_t counts[INTAKE_COUNTS];
	size_t connections; /* of taps */
	struct stream *streams;
	struct live *live; /* intake_live.c */
	size_t live_count;
	struct li_wire *wire;
	struct li_tls_keeper keeper; /* of TLS taps */
	const char *peers[LI_CONFIG_PEERS_MAX];
	uint64_t audited; /* what was lost, as last audited */
};

/* Open all that the configuration names; fault says what did not.
 *   as li_udp_bind(), li_sock_listen(), li_tls_creds_load(), li_live_open()
 */
LI_MUST_USE li_err intake_open(struct lmisfd *d, struct li_fault *fault);

/* Would the certificates and filters do? Errors as above. */
LI_MUST_USE li_err intake_check(const struct li_config *config,
	struct li_fault *fault);

/* Read the certificates again, and part with taps that are not taken with them;
 * what was there stays if they will not do. */
void intake_reload(struct lmisfd *d);

/* Once a second: audit what was lost, say what went wrong. */
void intake_tick(struct lmisfd *d);

/* End the connections of taps; what they had begun to say is taken. */
void intake_close(struct lmisfd *d);

/* Append what was counted, as one JSON object. */
void intake_json(const struct lmisfd *d, struct li_buf *out);

/* Messages that were lost in front of us, as far as it can be told: for want
 * of room, or because a capture did not see them. */
uint64_t intake_lost(const struct intake *in);

/* May this address send to us? Counts when not. */
bool intake_allows(struct lmisfd *d, const struct li_address *from);

/* Give a packet to the flow as what its listener takes; a broken store ends
 * the program. */
LI_MUST_USE li_err intake_give(struct listener *l, const struct li_packet *p);

/* The same of many, each of which says itself whether it is HEP. */
LI_MUST_USE li_err intake_give_all(struct lmisfd *d,
	const struct li_packet *packets, size_t count);

/* What intake_udp.c and intake_tcp.c do with a listener whose socket is bound.
 *   LI_EIO
 */
LI_MUST_USE li_err intake_listen_udp(struct listener *l);
void intake_listen_tcp(struct listener *l);

/* See what was dropped, though nothing came since. */
void intake_udp_tick(struct lmisfd *d);

/* Watch for connections that the holder hands over. Errors as above. */
LI_MUST_USE li_err intake_watch_handed(struct lmisfd *d);

/* The connection of this id, or NULL; a new one, which is the first in the list
 * then. Errors as stream_open(). */
struct stream *intake_connection(struct lmisfd *d, uint64_t id);
LI_MUST_USE li_err intake_connect(struct listener *l, uint64_t id, int fd,
	const struct li_address *from);

/* Frame octets of a connection behind those that are left of before. Another
 * value than LI_OK ends it. */
LI_MUST_USE li_err intake_octets(struct stream *s, struct li_slice octets);

/* The same of LI_X2_LITE: `as` is what a packet of this connection is. *used
 * octets are done with. Errors but the store's are those of li_lite_frame(). */
LI_MUST_USE li_err intake_lite(struct stream *s, const struct li_packet *as,
	struct li_slice rest, size_t *used);

/* Capture from the interfaces that are held open: intake_live.c. A tick is due
 * once a second. In a snapshot: nothing is mapped; it goes on as the core. */
LI_MUST_USE li_err intake_live_open(struct lmisfd *d);
LI_MUST_USE li_err intake_live_check(const struct li_config *config,
	struct li_fault *fault);
void intake_live_tick(struct lmisfd *d);
void intake_live_close(struct lmisfd *d);
void intake_live_part(const struct lmisfd *d);
LI_MUST_USE li_err intake_live_again(struct lmisfd *d);

/* An interface that was away has this socket now; takes fd over. */
void intake_live_adopt(struct lmisfd *d, size_t capture, int fd,
	struct li_live_words words);

/* What the ring has of them: a frame; time that passed. Errors are the store's.
 */
LI_MUST_USE li_err intake_wire_take(struct lmisfd *d,
	const struct li_ring_entry *e, enum li_link link);
LI_MUST_USE li_err intake_wire_tick(struct lmisfd *d,
	const struct li_ring_entry *e);

#endif

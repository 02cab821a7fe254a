/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lmisfd.h - the parts of the companion listener, around one flow.
 *
 * Floor    5: flow, net, tools/common.
 * Threads  One.
 * Memory   The program's parts live in one struct lmisfd until it ends.
 * Spec     none
 */
#ifndef LI_LMISFD_LMISFD_H
#define LI_LMISFD_LMISFD_H

#include "base/buf.h"
#include "common/config.h"
#include "flow/flow.h"
#include "intake.h"
#include "ipc/counts.h"
#include "net/loop.h"
#include "stream.h"

struct held;
struct lmisfd;
struct local_kind;

enum {
	LMISFD_LISTENERS = 7 * LI_CONFIG_LISTEN_MAX + 7,
	LMISFD_TROUBLES = 18,        /* kinds that an operator is told of */
	LMISFD_STREAM_MAX = 4 << 20, /* octets a peer may have in flight */
};

/* A bound socket and what its octets are. */
struct listener {
	struct lmisfd *daemon;
	struct li_watch watch;
	struct li_address at;
	bool udp;       /* else connections */
	bool hep, lite; /* HEPv3, LI_X2_LITE, else plain SIP */
	bool tls;
	const struct local_kind *local;      /* of a unix socket; else NULL */
	struct stream_kind streams;          /* its connections */
	uint32_t dropped;                    /* by the kernel, as last told */
	const struct li_sock_access *access; /* to a unix socket */
	uint64_t refused; /* connections of other users, not told yet */
	uid_t refused_uid;
};

/* How far an operator was told of a trouble. */
struct told {
	uint64_t number;
	int64_t said_us; /* monotonic */
};

struct lmisfd {
	const struct li_config *config;
	struct li_flow *flow;
	struct li_loop *loop;
	struct listener listeners[LMISFD_LISTENERS];
	size_t listener_count;
	struct stream *cx_streams, *control_streams;
	const struct held *held; /* NULL: nobody holds for us */
	size_t sockets;          /* of it that listeners have */
	struct li_watch handed;  /* connections that it hands over */
	struct li_buf record;    /* a Cx record on its way into the ring */
	struct {
		bool any;
		uint64_t taken, tasks;  /* LI_RING_TASKS, as it was made */
		int64_t at_us, fork_us; /* monotonic; how long it took */
		int64_t pages;          /* we had been given */
		bool failed;
	} snapshot;
	struct intake intake;
	struct told told[LMISFD_TROUBLES];
	struct li_timer tick, look, certificate, erase;
	struct li_timer again;    /* a sweep that is not done */
	uint64_t told_iris;       /* those that lmisf-deliver was told of */
	uint64_t told_reports;    /* those that lmisf-x1d was told of */
	struct li_counts of_keys; /* as lmisf-deliver told last */
	li_err broken;            /* why the program must end */
};

/* Stop everything: the store failed. */
void lmisfd_break(struct lmisfd *d, li_err err);

/* Is product of a task that has ended to be erased? Then a timer does it. */
void erase_look(struct lmisfd *d);

/* Open the store in place of a core that has died. As li_flow_reopen(). */
LI_MUST_USE li_err lmisfd_reopen(struct lmisfd *d, bool tasks,
	struct li_fault *fault);

/* Listen for the Cx tap; for who asks, a socket for each role. Each sets fault
 * and gives what local_open() gave. */
LI_MUST_USE li_err feed_open(struct lmisfd *d, struct li_fault *fault);
LI_MUST_USE li_err control_open(struct lmisfd *d, struct li_fault *fault);

/* Tell who follows that IRI were committed, and who listens that reports were,
 * if any were. */
void control_tell(struct lmisfd *d);

/* Acknowledge to each tap what is committed. */
void feed_acknowledge(struct lmisfd *d);

/* Run a capture through the flow. Errors of li_capture_check() come before
 * anything of the file is kept. */
LI_MUST_USE li_err replay_run(struct li_flow *flow, const char *path,
	bool realtime, struct li_fault *fault);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * holder.h - the small process that stays when the core dies.
 *
 * It binds the sockets, opens the interfaces and maps the ring, starts the core
 * and waits. It opens no store, has no key and reads no message. A core that dies is followed at
 * once by its newest snapshot, by that one's copy when it dies as well, or by
 * another one that starts from the store.
 *
 * Floor    5: base, intake, net, tools/common.
 * Threads  One in each process.
 * Memory   What is held belongs to the holder; a core borrows it to its end.
 * Spec     TS 33.127 cl. 8.1 (nothing missed)
 */
#ifndef LI_LMISFD_HOLDER_H
#define LI_LMISFD_HOLDER_H

#include <sys/types.h>
#include <sysexits.h>

#include "common/config.h"
#include "intake/live.h"
#include "ipc/admin.h"
#include "net/ring.h"
#include "net/udp.h"

/* The status of a core that could not take over from one that was killed, and had
 * written nothing yet: another one may try. */
enum { HOLDER_NEXT = EX_TEMPFAIL };

enum {
	HOLDER_SOCKETS = 7 * LI_CONFIG_LISTEN_MAX,
	HOLDER_BATCH = LI_RING_PUT_MAX, /* datagrams of one system call */
	HOLDER_READ = 64 << 10,         /* octets of one read of a connection */
	HOLDER_RECEIVE = 64 << 20, /* what a stalled commit must not overflow */
};

/* Where programs of ours come: each door, and the Cx tap. */
enum { HOLDER_CX = LI_DOOR_METRICS + 1, HOLDER_LOCALS };

/* An interface. */
struct held_capture {
	const char *name;
	struct li_live *live;
	bool away;        /* it vanished */
	int64_t again_us; /* monotonic, when it is looked for next */
};

/* What outlives a core. */
struct held {
	struct li_ring *ring;
	struct li_udp_batch *batch;  /* of datagrams */
	struct li_udp_batch *octets; /* of a connection */
	int sockets[HOLDER_SOCKETS]; /* in the order of held_lists() */
	size_t socket_count;
	int locals[HOLDER_LOCALS]; /* where programs of ours come: local.h */
	struct held_capture captures[LI_CONFIG_LISTEN_MAX];
	size_t capture_count;
	pid_t holder;
	int snapshots;   /* where a core gives the holder its snapshots */
	int connections; /* where it is given those that came: kept.h */
};

/* What is bound: each kind of listener of the configuration. */
struct held_list {
	const struct li_config_listen *list;
	bool udp, hep, tls, lite; /* neither hep nor lite: SIP */
};

enum { HELD_LISTS = 7 };

/* In the order of held.sockets. */
void held_lists(const struct li_config *config,
	struct held_list out[HELD_LISTS]);

/* Run the program to its end; returns its exit status. */
typedef int (*holder_core_fn)(const struct li_config *config,
	const struct held *held);

/* Hold for this core, or for one only (once): nobody follows it. Returns the exit
 * status of the program; 128 and the signal that ended the only one. `probe` is
 * --probe-holder, or NULL. */
int holder_run(const struct li_config *config, holder_core_fn core, bool once,
	const char *probe);

/* In the holder: bind all that the configuration names.
 *   as li_udp_bind(), li_sock_listen()
 */
LI_MUST_USE li_err held_bind(const struct li_config *config, struct held *held,
	struct li_fault *fault);

/* In the holder: an entry that ends one core is looked at alone by the next; when
 * it ends that one too it is passed by. A core that somebody killed says nothing of
 * it, nor does one (0) that ended by itself. */
void holder_suspect(struct li_ring *ring, int signo);

/* A little time, for what another process is about to do; so many of them are two
 * seconds. */
enum { HOLDER_TRIES = 100 };
void holder_pause(void);

/* In the holder: children of its group that are not this one are snapshots that
 * nobody needs; they are gone before anything is that they might have kept from
 * others. */
void holder_reap(pid_t core);

/* In a core: end with the holder, whatever ends it. False when it has ended, or we
 * are no child of its. */
bool holder_follow(const struct held *held);

/* In a core that lacks this as it takes over: say so. Returns HOLDER_NEXT. */
int holder_next(const char *what);

/* What sleeps is told one of these. */
enum {
	HOLDER_COPY = 'c', /* leave a copy of you asleep */
	HOLDER_WAKE = 'w', /* you are the core */
};

/* A process that sleeps, and the other end of what it sleeps on. */
struct holder_told {
	int fd;
	pid_t pid;
	bool copy; /* of one that sleeps: it has nothing newer */
};

/* In a core, or in what sleeps: tell the holder of one more. Takes its fd over.
 *   LI_EIO   it was not told
 */
LI_MUST_USE li_err holder_tell(const struct held *held,
	const struct holder_told *one);

/* In the holder: the next one that was told; false: there is none. */
bool holder_heard(int told, struct holder_told *one);

#endif

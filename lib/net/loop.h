/* SPDX-License-Identifier: BSD-3-Clause
 *
 * loop.h - wait for descriptors, timers and signals; call who asked.
 *
 * Floor    3: base.
 * Threads  A loop belongs to one thread and calls back on it.
 * Memory   Watches and timers are the caller's storage, usually inside the
 *          struct that `data` points to. They must stay where they are until
 *          removed, and may be removed (and their storage freed) from any
 *          callback, their own too. A loop is meant for hundreds of timers.
 * Spec     none
 */
#ifndef LI_NET_LOOP_H
#define LI_NET_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct li_loop;

enum {
	LI_LOOP_IN = 1 << 0,  /* octets (or their end) can be read */
	LI_LOOP_OUT = 1 << 1, /* octets can be written */
	LI_LOOP_END = 1 << 2, /* error or hang-up; told whether asked or not */
};

/* `ready` holds LI_LOOP_ bits. */
typedef void (*li_loop_fd_fn)(void *data, uint32_t ready);
typedef void (*li_loop_fn)(void *data);
typedef void (*li_loop_signal_fn)(void *data, int signo);

/* A watched descriptor. Zero it before its first use; it stays the caller's
 * to close, after li_loop_remove(). */
struct li_watch {
	int fd;
	uint32_t want; /* LI_LOOP_IN, LI_LOOP_OUT or both; 0 pauses */
	bool added;
	li_loop_fd_fn fn;
	void *data;
};

/* A one-shot timer. Zero it before its first use. */
struct li_timer {
	struct li_timer *prev, *next;
	int64_t due_us; /* monotonic */
	bool armed;
	unsigned fired; /* when it was armed: the loop's */
	li_loop_fn fn;
	void *data;
};

/* Make a loop; the caller frees *out with li_loop_free().
 *   LI_EIO LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_loop_new(struct li_loop **out);

/* NULL is fine. Watches and timers are forgotten, not closed. */
void li_loop_free(struct li_loop *loop);

/* Watch fd. Level triggered: it is told again until it was dealt with.
 *   LI_EIO   not watched
 */
LI_MUST_USE li_err li_loop_add(struct li_loop *loop, struct li_watch *watch,
	int fd, uint32_t want, li_loop_fd_fn fn, void *data);

/* Change what is wanted; free when nothing changes, nothing if not added. */
void li_loop_want(struct li_loop *loop, struct li_watch *watch, uint32_t want);

/* Stop watching, before the descriptor is closed. Fine when not added. */
void li_loop_remove(struct li_loop *loop, struct li_watch *watch);

/* Call fn once, delay_us from now; an armed timer is moved. 0 is "after the
 * callbacks of this round". */
void li_loop_arm(struct li_loop *loop, struct li_timer *timer, int64_t delay_us,
	li_loop_fn fn, void *data);

/* Fine when not armed. */
void li_loop_disarm(struct li_loop *loop, struct li_timer *timer);

/* Call fn each time before the loop waits, after all that was ready was dealt
 * with: the place to commit or flush what a round gathered. One per loop. */
void li_loop_before_wait(struct li_loop *loop, li_loop_fn fn, void *data);

/* Take SIGTERM, SIGINT and SIGHUP through the loop; SIGPIPE is ignored for the
 * process. Call before threads are made.
 *   LI_EIO   the signals act as before
 */
LI_MUST_USE li_err li_loop_signals(struct li_loop *loop, li_loop_signal_fn fn,
	void *data);

/* In a process that was forked from the one that made the loop: watch nothing,
 * and let what that one watches be. Timers and callbacks stay; descriptors are
 * to be added again.
 *   LI_EIO   the loop is of no use here
 */
LI_MUST_USE li_err li_loop_part(struct li_loop *loop);

/* Run until li_loop_stop().
 *   LI_EIO   the kernel refused to wait
 */
LI_MUST_USE li_err li_loop_run(struct li_loop *loop);

/* One round: wait at most max_us (-1: until something comes), call back.
 *   LI_EIO   as li_loop_run()
 */
LI_MUST_USE li_err li_loop_turn(struct li_loop *loop, int64_t max_us);

/* End li_loop_run() after this round. */
void li_loop_stop(struct li_loop *loop);

#endif

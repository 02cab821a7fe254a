/* SPDX-License-Identifier: BSD-3-Clause */
#include "snapshot.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "holder.h"
#include "room.h"
#include "taken.h"

enum {
	EACH_US = 1000000, /* between two, when little comes */
	MUCH = 1024,       /* entries that make one due before */
	COSTS = 20,        /* they take no more of the time than one in so */
	FULL = 70,         /* percent of the ring: one is due at any cost */
	PAGES_MS = 400,    /* that are copied in a millisecond */
};

/* ---- asleep ---- */

/* Connections of programs of this machine do not outlive the core: who was
 * connected comes again, and says again what was not acknowledged. Those of taps
 * are the holder's; what they are in the middle of saying stays. */
static void forget_peers(struct lmisfd *d)
{
	while (d->cx_streams)
		stream_close(d->cx_streams);
	while (d->control_streams)
		stream_close(d->control_streams);
	for (struct stream *s = d->intake.streams; s; s = s->next)
		stream_part(s);
	intake_live_part(d);
}

/* Beside the core, or another that sleeps: nothing that happens to it is ours. */
static void stand_aside(struct lmisfd *d)
{
	if (li_loop_part(d->loop))
		_exit(EX_OSERR);
	forget_peers(d);
}

/* What the holder wants; 0 when it has a newer one. */
static char sleep_on(int fd)
{
	char word;
	ssize_t n;

	do
		n = read(fd, &word, sizeof(word));
	while (n < 0 && errno == EINTR);
	if (n != 1)
		word = 0;
	return word;
}

/* ---- awake ---- */

static li_err watch_again(struct lmisfd *d, struct li_watch *w)
{
	const bool was = w->added;

	w->added = false;
	return was ? li_loop_add(d->loop, w, w->fd, w->want, w->fn, w->data)
		   : LI_OK;
}

static li_err watch_all(struct lmisfd *d)
{
	li_err err = LI_OK;

	for (size_t i = 0; !err && i < d->listener_count; i++)
		err = watch_again(d, &d->listeners[i].watch);
	return err ? err : watch_again(d, &d->handed);
}

/* TS 33.126 R6.5-70: what the program did by itself */
static li_err go_on(struct lmisfd *d)
{
	const uint64_t tasks = li_ring_number(d->held->ring, LI_RING_TASKS);
	struct li_fault fault = {0};
	li_err err = lmisfd_reopen(d, tasks != d->snapshot.tasks, &fault);

	if (!err)
		err = watch_all(d);
	if (!err)
		err = intake_live_again(d);
	if (err) {
		room_lacks(d, err);
		_exit(holder_next(
			fault.text[0] ? fault.text : li_err_name(err)));
	}
	err = room_tell(d);
	if (!err)
		err = taken_again(d);
	if (!err)
		err = li_flow_commit(d->flow);
	if (!err)
		taken_settle(d);
	return err;
}

/* The holder learns of our end from the kernel once we are its child, and until then
 * from what we slept on. */
static void wake_up(struct lmisfd *d, int fd)
{
	const int64_t died_us =
		(int64_t)li_ring_number(d->held->ring, LI_RING_DIED);
	li_err err;

	if (!holder_follow(d->held))
		_exit(holder_next("it is not the holder's"));
	close(fd);
	err = go_on(d);
	if (err) {
		lmisfd_break(d, err);
		return;
	}
	d->snapshot.any = false; /* one of us is due */
	li_ring_set(d->held->ring, LI_RING_SERVED,
		li_ring_number(d->held->ring, LI_RING_SERVED) + 1);
	li_log(LI_LOG_NOTICE, "holder", 0,
		"a snapshot goes on as the core, %lld us after it ended",
		(long long)(li_clock_mono_us() - died_us));
}

/* ---- making them ---- */

/* Pages that we were given so far, those included that a snapshot had too and
 * that were copied when we wrote to them. */
static int64_t pages(void)
{
	struct rusage all;

	return getrusage(RUSAGE_SELF, &all) == 0 ? all.ru_minflt : 0;
}

/* What the last one cost: the fork, that of its copy, and each page that we
 * wrote to since. */
static int64_t cost_us(const struct lmisfd *d)
{
	return 2 * d->snapshot.fork_us +
		(pages() - d->snapshot.pages) * 1000 / PAGES_MS;
}

bool snapshot_pressing(const struct lmisfd *d)
{
	return d->snapshot.any &&
		li_ring_used(d->held->ring, d->snapshot.taken) >= FULL;
}

static bool due(const struct lmisfd *d, int64_t now_us)
{
	const uint64_t more = li_flow_taken(d->flow) - d->snapshot.taken;
	const int64_t since_us = now_us - d->snapshot.at_us;
	const bool tasks = li_ring_number(d->held->ring, LI_RING_TASKS) !=
		d->snapshot.tasks;

	if (!d->snapshot.any || tasks || snapshot_pressing(d))
		return true;
	if (more < MUCH && (!more || since_us < EACH_US))
		return false;
	return since_us >= COSTS * cost_us(d);
}

/* Fork, and tell the holder of the child. Returns the child's end of what it
 * sleeps on in the child, -1 in the parent; *err is the parent's. */
static int fork_one(const struct lmisfd *d, bool copy, li_err *err)
{
	struct holder_told one = {.copy = copy};
	int pair[2];

	*err = LI_EIO;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return -1;
	one.fd = pair[0];
	one.pid = fork();
	if (one.pid == 0) {
		close(pair[0]);
		return pair[1];
	}
	close(pair[1]);
	if (one.pid > 0) {
		*err = holder_tell(d->held, &one);
	} else {
		*err = LI_ENOMEM;
		close(pair[0]);
	}
	return -1;
}

/* In the snapshot, asleep: leave a copy, or be one. Returns what it sleeps on
 * from then on. A core that dies is followed without a copy too. */
static int leave_copy(struct lmisfd *d, int fd)
{
	li_err err;
	const int own = fork_one(d, true, &err);

	if (own < 0)
		return fd;
	close(fd);
	stand_aside(d);
	return own;
}

/* In the snapshot: returns when it is the core. */
static void be_one(struct lmisfd *d, int fd)
{
	char word;

	li_flow_leave(d->flow);
	stand_aside(d);
	while ((word = sleep_on(fd)) == HOLDER_COPY)
		fd = leave_copy(d, fd);
	if (word != HOLDER_WAKE)
		_exit(EX_OK);
	wake_up(d, fd);
}

static li_err make(struct lmisfd *d)
{
	li_err err;
	const int fd = fork_one(d, false, &err);

	if (fd < 0)
		return err;
	be_one(d, fd);
	return LI_OK;
}

void snapshot_look(struct lmisfd *d)
{
	const int64_t now_us = li_clock_mono_us();
	li_err err;

	if (!d->held || d->broken || li_flow_dirty(d->flow) || !due(d, now_us))
		return;
	d->snapshot.any = true;
	d->snapshot.taken = li_flow_taken(d->flow);
	d->snapshot.tasks = li_ring_number(d->held->ring, LI_RING_TASKS);
	d->snapshot.at_us = now_us;
	err = make(d);
	if (d->snapshot.any) {
		d->snapshot.fork_us = li_clock_mono_us() - now_us;
		d->snapshot.pages = pages();
	}
	if (err && !d->snapshot.failed)
		li_log(LI_LOG_WARNING, "holder", 0,
			"no snapshot of the core: %s", li_err_name(err));
	d->snapshot.failed = err != LI_OK;
}

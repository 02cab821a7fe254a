/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/loop.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"

enum { ROUND_MAX = 64 }; /* descriptors dealt with before timers look */

struct li_loop {
	int epoll;
	struct li_timer timers; /* head of a ring, the next due first */
	unsigned fired;         /* so often did timers have their turn */
	struct epoll_event ready[ROUND_MAX];
	int ready_count; /* of this round; a removed watch leaves a NULL */
	bool stopped;
	li_loop_fn before;
	void *before_data;
	struct li_watch signals;
	li_loop_signal_fn signal_fn;
	void *signal_data;
};

li_err li_loop_new(struct li_loop **out)
{
	struct li_loop *loop = calloc(1, sizeof(*loop));

	if (!loop)
		return LI_ENOMEM;
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0) {
		free(loop);
		return LI_EIO;
	}
	loop->timers.prev = loop->timers.next = &loop->timers;
	*out = loop;
	return LI_OK;
}

void li_loop_free(struct li_loop *loop)
{
	if (!loop)
		return;
	if (loop->signals.added)
		close(loop->signals.fd);
	close(loop->epoll);
	free(loop);
}

static struct epoll_event interest(const struct li_watch *watch)
{
	uint32_t events = 0;

	if (watch->want & LI_LOOP_IN)
		events |= EPOLLIN | EPOLLRDHUP;
	if (watch->want & LI_LOOP_OUT)
		events |= EPOLLOUT;
	return (struct epoll_event){
		.events = events,
		/* The kernel hands it back; nothing is written through it. */
		.data.ptr = (void *)(uintptr_t)watch,
	};
}

li_err li_loop_add(struct li_loop *loop, struct li_watch *watch, int fd,
	uint32_t want, li_loop_fd_fn fn, void *data)
{
	struct epoll_event event;

	*watch = (struct li_watch){.fd = fd,
		.want = want,
		.fn = fn,
		.data = data};
	event = interest(watch);
	if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		return LI_EIO;
	watch->added = true;
	return LI_OK;
}

void li_loop_want(struct li_loop *loop, struct li_watch *watch, uint32_t want)
{
	struct epoll_event event;

	if (!watch->added || watch->want == want)
		return;
	watch->want = want;
	event = interest(watch);
	/* Cannot fail: the descriptor is there and no memory is needed. */
	(void)epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event);
}

void li_loop_remove(struct li_loop *loop, struct li_watch *watch)
{
	if (!watch->added)
		return;
	(void)epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	watch->added = false;
	for (int i = 0; i < loop->ready_count; i++)
		if (loop->ready[i].data.ptr == watch)
			loop->ready[i].data.ptr = NULL;
}

void li_loop_arm(struct li_loop *loop, struct li_timer *timer, int64_t delay_us,
	li_loop_fn fn, void *data)
{
	struct li_timer *after;

	li_loop_disarm(loop, timer);
	timer->due_us = li_clock_mono_us() + (delay_us > 0 ? delay_us : 0);
	timer->fn = fn;
	timer->data = data;
	timer->armed = true;
	timer->fired = loop->fired;
	after = loop->timers.prev;
	while (after != &loop->timers && after->due_us > timer->due_us)
		after = after->prev;
	timer->prev = after;
	timer->next = after->next;
	timer->prev->next = timer;
	timer->next->prev = timer;
}

void li_loop_disarm(struct li_loop *loop, struct li_timer *timer)
{
	(void)loop;
	if (!timer->armed)
		return;
	timer->prev->next = timer->next;
	timer->next->prev = timer->prev;
	timer->armed = false;
}

void li_loop_before_wait(struct li_loop *loop, li_loop_fn fn, void *data)
{
	loop->before = fn;
	loop->before_data = data;
}

static void take_signals(void *data, uint32_t ready)
{
	struct li_loop *loop = data;
	struct signalfd_siginfo info;

	(void)ready;
	while (read(loop->signals.fd, &info, sizeof(info)) ==
		(ssize_t)sizeof(info))
		loop->signal_fn(loop->signal_data, (int)info.ssi_signo);
}

li_err li_loop_signals(struct li_loop *loop, li_loop_signal_fn fn, void *data)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		return LI_EIO;
	loop->signal_fn = fn;
	loop->signal_data = data;
	if (li_loop_add(loop, &loop->signals, fd, LI_LOOP_IN, take_signals,
		    loop) != LI_OK) {
		close(fd);
		return LI_EIO;
	}
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return LI_OK;
}

/* An epoll descriptor is the same thing in both: a change in one would be one in
 * the other. A signalfd tells each reader of its own signals, but wakes up only
 * who made it. */
li_err li_loop_part(struct li_loop *loop)
{
	close(loop->epoll);
	loop->ready_count = 0;
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0)
		return LI_EIO;
	if (!loop->signals.added)
		return LI_OK;
	close(loop->signals.fd);
	loop->signals.added = false;
	return li_loop_signals(loop, loop->signal_fn, loop->signal_data);
}

/* How long to wait, in the milliseconds that epoll counts: rounded up, or a
 * timer would be found not yet due and the loop would spin. */
static int wait_ms(const struct li_loop *loop, int64_t max_us)
{
	const struct li_timer *first = loop->timers.next;
	int64_t us = max_us;

	if (first != &loop->timers) {
		int64_t left = first->due_us - li_clock_mono_us();

		if (left < 0)
			left = 0;
		if (us < 0 || left < us)
			us = left;
	}
	if (us < 0)
		return -1;
	return us / 1000 >= INT_MAX ? INT_MAX : (int)((us + 999) / 1000);
}

/* Timers armed by these callbacks wait for the next round, so that a timer
 * that arms itself with no delay cannot keep descriptors waiting. They stand
 * behind all others that are due. */
static void fire_timers(struct li_loop *loop)
{
	const int64_t now_us = li_clock_mono_us();

	loop->fired++;
	for (;;) {
		struct li_timer *timer = loop->timers.next;

		if (timer == &loop->timers || timer->due_us > now_us ||
			timer->fired == loop->fired)
			return;
		li_loop_disarm(loop, timer);
		timer->fn(timer->data);
		if (li_clock_mono_us() > now_us + 100000)
			return;
	}
}

static uint32_t ready_bits(uint32_t events)
{
	uint32_t bits = 0;

	if (events & (EPOLLIN | EPOLLRDHUP))
		bits |= LI_LOOP_IN;
	if (events & EPOLLOUT)
		bits |= LI_LOOP_OUT;
	if (events & (EPOLLERR | EPOLLHUP))
		bits |= LI_LOOP_END;
	return bits;
}

li_err li_loop_turn(struct li_loop *loop, int64_t max_us)
{
	int n;

	if (loop->before)
		loop->before(loop->before_data);
	n = epoll_wait(loop->epoll, loop->ready, ROUND_MAX,
		loop->stopped ? 0 : wait_ms(loop, max_us));
	if (n < 0)
		return errno == EINTR ? LI_OK : LI_EIO;
	loop->ready_count = n;
	for (int i = 0; i < loop->ready_count; i++) {
		struct li_watch *watch = loop->ready[i].data.ptr;

		if (watch)
			watch->fn(watch->data,
				ready_bits(loop->ready[i].events));
	}
	loop->ready_count = 0;
	fire_timers(loop);
	return LI_OK;
}

li_err li_loop_run(struct li_loop *loop)
{
	li_err err = LI_OK;

	loop->stopped = false;
	while (err == LI_OK && !loop->stopped)
		err = li_loop_turn(loop, -1);
	return err;
}

void li_loop_stop(struct li_loop *loop)
{
	loop->stopped = true;
}

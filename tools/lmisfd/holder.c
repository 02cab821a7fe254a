/* SPDX-License-Identifier: BSD-3-Clause */
#include "holder.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "box.h"
#include "captures.h"
#include "common/daemon.h"
#include "common/ready.h"
#include "cradle.h"
#include "kept.h"
#include "local.h"
#include "net/given.h"
#include "room.h"
#include "sleepers.h"

enum {
	RING_OCTETS = 64 << 20,
	RING_ENTRIES = 128 << 10,
	RING_USERS = 500000, /* and sessions, for each such ring */
	RINGS_MAX = 4,
	BARREN_MAX = 16, /* cores in a row that never came to serve */
	STARTS = 10,     /* tries to start a core more than one */
	SURPLUS = 64,    /* connections that a core has yet to refuse */
	OWN = 3,         /* what the holder waits for itself */
};

struct holder {
	const struct li_config *config;
	holder_core_fn run;
	bool once;
	const char *probe;
	struct held held;
	struct cradle cradle;
	struct kept *kept;
	struct room room;
	struct sleepers sleepers; /* told at our end of held.snapshots */
	int signals;              /* a signalfd */
	sigset_t before; /* signals that were blocked when we started */
	pid_t core;
	int ending; /* the signal that asked for the end, or 0 */
	uint64_t served;
	unsigned int barren;
};

/* ---- what is held ---- */

/* Those of connections are last in held_lists(), those of TLS last of all. */
static li_err keep(struct holder *h)
{
	const struct held *held = &h->held;
	struct held_list lists[HELD_LISTS];
	size_t udp = 0, clear = 0;
	li_err err;

	held_lists(h->config, lists);
	for (size_t i = 0; i < HELD_LISTS; i++) {
		udp += lists[i].udp ? lists[i].list->count : 0;
		clear += lists[i].tls ? 0 : lists[i].list->count;
	}
	err = kept_new(held->sockets + udp, udp, held->socket_count - udp,
		h->config->intake.max_connections + SURPLUS +
			held->capture_count,
		&h->kept, &h->held.connections);
	kept_end_with_core(h->kept, clear);
	return err;
}

/* A snapshot costs as much as there is mirrored: with more, there is room for
 * more between two of them. */
static li_err make_ring(struct holder *h, struct li_fault *fault)
{
	const uint64_t most = (uint64_t)h->config->mirror.max_registrations +
		h->config->mirror.max_sessions;
	const size_t wants = (size_t)((most + RING_USERS - 1) / RING_USERS);
	const size_t n = wants > RINGS_MAX ? RINGS_MAX : wants;

	return li_ring_new(n * RING_OCTETS, n * RING_ENTRIES, &h->held.ring,
		fault);
}

static li_err hold(struct holder *h, struct li_fault *fault)
{
	int pair[2];
	sigset_t set;
	li_err err;

	/* A core has what was handed over to us, and tells who started us. */
	li_given_look();
	li_watchdog_share();
	err = held_bind(h->config, &h->held, fault);
	if (!err)
		err = local_hold(h->config, &h->held, fault);
	if (!err)
		err = make_ring(h, fault);
	if (!err)
		err = li_udp_batch_new(HOLDER_BATCH, LI_UDP_MAX,
			&h->held.batch);
	if (!err)
		err = li_udp_batch_new(1, HOLDER_READ, &h->held.octets);
	if (!err)
		err = captures_open(h->config, &h->held, fault);
	room_open(&h->room, h->config->store.path);
	if (!err)
		err = keep(h);
	if (err)
		return err;
	signal(SIGCHLD, SIG_DFL); /* whoever started us may not care for his */
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &h->before);
	h->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	/* A snapshot is a child of the core that it follows. */
	if (h->signals < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 ||
		socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) !=
			0)
		return li_fault_set(fault, LI_EIO, "holder: %s",
			strerror(errno));
	sleepers_none(&h->sleepers, pair[0]);
	h->held.snapshots = pair[1];
	h->held.holder = getpid();
	return LI_OK;
}

/* ---- cores ---- */

/* In the cradle. */
static void begin(void *data)
{
	struct holder *h = data;
	struct li_fault fault = {0};

	close(h->sleepers.told);
	close(h->signals);
	room_close(&h->room);
	kept_leave(h->kept);
	if (box_cradle(&fault)) {
		li_log(LI_LOG_ERROR, "holder", 0, "%s", fault.text);
		_exit(EX_OSERR);
	}
}

/* In a core: it is the holder's child in a moment, and of its group. */
static void be_core(void *data)
{
	struct holder *h = data;
	uint64_t served;
	int status;

	if (setpgid(0, getpgid(h->held.holder)) != 0 ||
		!holder_follow(&h->held))
		_exit(holder_next("it is not the holder's"));
	signal(SIGCHLD, SIG_IGN); /* snapshots end by themselves */
	sigprocmask(SIG_SETMASK, &h->before, NULL);
	served = li_ring_number(h->held.ring, LI_RING_SERVED);
	status = h->run(h->config, &h->held);
	/* It followed another, and never came to serve. */
	if (status != EX_OK && served &&
		li_ring_number(h->held.ring, LI_RING_SERVED) == served)
		status = HOLDER_NEXT;
	exit(status);
}

/* One that starts from the store. */
static bool start(struct holder *h)
{
	h->core = cradle_start(&h->cradle);
	for (int i = 0; h->core < 0 && i < STARTS; i++) {
		holder_pause();
		h->core = cradle_start(&h->cradle);
	}
	if (h->core < 0)
		li_log(LI_LOG_ERROR, "holder", 0, "no core can be started");
	return h->core > 0;
}

static bool wake(struct holder *h)
{
	const pid_t pid = sleepers_wake(&h->sleepers);

	if (pid > 0)
		h->core = pid;
	return pid > 0;
}

/* Who kills it may do so as often as he likes: that is no fault of the core. */
static bool may_go_on(struct holder *h, int signo)
{
	const uint64_t served = li_ring_number(h->held.ring, LI_RING_SERVED);

	if (served != h->served)
		h->barren = 0;
	else if (signo != SIGKILL)
		h->barren++;
	h->served = served;
	return h->barren < BARREN_MAX;
}

/* The core was killed, or (0) could not begin: the next one goes on where it was.
 * False when that will not do. */
static bool follow(struct holder *h, int signo)
{
	if (signo)
		li_log(LI_LOG_ERROR, "holder", 0, "signal %d ended the core%s",
			signo, h->ending ? "" : ", the next one goes on");
	sleepers_hear(&h->sleepers);
	kept_orphaned(h->kept);
	li_ring_set(h->held.ring, LI_RING_DIED, (uint64_t)li_clock_mono_us());
	holder_suspect(h->held.ring, signo);
	if (h->ending)
		return false;
	if (!may_go_on(h, signo)) {
		li_log(LI_LOG_ERROR, "holder", 0,
			"%d cores in a row ended before they served: giving up",
			BARREN_MAX);
		return false;
	}
	if (wake(h))
		return true;
	holder_reap(h->core);
	return start(h);
}

/* A core that could not take over from another: what that one took waits in the
 * ring, and what was missing may be there in a moment. */
static bool tries_again(struct holder *h, int status)
{
	if (WEXITSTATUS(status) != HOLDER_NEXT)
		return false;
	holder_pause();
	return follow(h, 0);
}

/* The core found no room on the disk: nobody is in its place until there is
 * some. */
static bool waits(struct holder *h)
{
	if (h->ending || !room_lacked(&h->room, h->held.ring, h->core))
		return false;
	sleepers_hear(&h->sleepers);
	kept_orphaned(h->kept);
	h->core = -1;
	return true;
}

/* The exit status when there can be no core, else -1. */
static int go_on(struct holder *h)
{
	if (h->room.waits && h->ending)
		return EX_IOERR; /* what was ringed is not committed */
	if (!room_again(&h->room))
		return -1;
	li_ring_set(h->held.ring, LI_RING_DIED, (uint64_t)li_clock_mono_us());
	if (wake(h))
		return -1;
	holder_reap(h->core);
	return start(h) ? -1 : EX_OSERR;
}

/* The exit status when that was the last core, else -1. */
static int bury_core(struct holder *h, int status)
{
	if (WIFEXITED(status) && waits(h))
		return -1;
	if (WIFEXITED(status))
		return tries_again(h, status) ? -1 : WEXITSTATUS(status);
	if (h->once)
		return 128 + WTERMSIG(status);
	if (!follow(h, WTERMSIG(status)))
		return h->ending == WTERMSIG(status) ? EX_OK : EX_SOFTWARE;
	return -1;
}

/* A copy is the child of who left it until that one has ended. One that ends before
 * is never ours to bury: that it let go of what it slept on is all we hear of it. */
static pid_t next_dead(struct holder *h, pid_t let_go, int *status)
{
	pid_t pid = waitpid(-1, status, WNOHANG);

	if (pid > 0 || let_go != h->core)
		return pid;
	pid = waitpid(h->core, status, WNOHANG);
	sleepers_settle(&h->sleepers);
	if (pid >= 0)
		return pid;
	*status = W_EXITCODE(0, SIGKILL);
	return h->core;
}

/* The exit status once the core has ended for good, else -1. */
static int bury(struct holder *h, pid_t let_go)
{
	int result = -1, status;
	pid_t pid;

	while (result < 0 && (pid = next_dead(h, let_go, &status)) > 0) {
		cradle_ended(&h->cradle, pid);
		if (pid == h->core)
			result = bury_core(h, status);
	}
	return result;
}

static void pass_on(struct holder *h)
{
	struct signalfd_siginfo info;

	while (read(h->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			continue;
		if (info.ssi_signo != SIGHUP)
			h->ending = (int)info.ssi_signo;
		if (h->core > 0)
			kill(h->core, (int)info.ssi_signo);
	}
}

static int watch_over(struct holder *h)
{
	struct pollfd on[OWN + 1 + HOLDER_SOCKETS + LI_CONFIG_LISTEN_MAX] =
		{{h->signals, POLLIN, 0}, {h->sleepers.told, POLLIN, 0}};
	struct pollfd *woken = &on[OWN - 1];
	struct li_fault fault = {0};
	int status = -1, wait_ms;
	size_t n, captures;
	li_err err;

	err = box_hold(h->config, h->probe, &fault);
	if (err)
		return li_daemon_fail(err, &fault);
	if (!start(h))
		return EX_OSERR;
	while (status < 0) {
		n = kept_want(h->kept, on + OWN, &wait_ms);
		captures = captures_want(&h->held, on + OWN + n, &wait_ms);
		room_want(&h->room, &wait_ms);
		*woken = (struct pollfd){.fd = h->sleepers.woken.fd};
		/* Without memory for it: what is held is not let go for that. */
		if (poll(on, OWN + n + captures, wait_ms) < 0 && errno != EINTR)
			holder_pause();
		pass_on(h);
		sleepers_hear(&h->sleepers);
		status = bury(h, woken->revents ? h->sleepers.woken.pid : 0);
		if (status < 0)
			status = go_on(h);
		if (status < 0)
			kept_look(h->kept, on + OWN, n);
		captures_look(&h->held, h->kept);
	}
	sleepers_end(&h->sleepers);
	holder_reap(h->core);
	return status;
}

int holder_run(const struct li_config *config, holder_core_fn core, bool once,
	const char *probe)
{
	struct holder h = {.config = config,
		.run = core,
		.once = once,
		.probe = probe,
		.cradle = {.fd = -1},
		.room = {.folder = -1}};
	const struct cradle_work work = {begin, be_core, &h};
	struct li_fault fault = {0};
	li_err err = hold(&h, &fault);
	int status;

	if (!err)
		err = cradle_new(&work, &h.cradle, &fault);
	if (err)
		return li_daemon_fail(err, &fault);
	status = watch_over(&h);
	cradle_end(&h.cradle);
	kept_free(h.kept);
	captures_close(&h.held);
	room_close(&h.room);
	li_udp_batch_free(h.held.octets);
	li_udp_batch_free(h.held.batch);
	li_ring_free(h.held.ring);
	return status;
}

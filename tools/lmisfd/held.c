/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "holder.h"
#include "net/sock.h"

/* What a holder and its cores have in common. */

enum {
	PAUSE_NS = 20000000,
};

void held_lists(const struct li_config *config,
	struct held_list out[HELD_LISTS])
{
	const struct li_config_intake *c = &config->intake;
	const struct held_list all[HELD_LISTS] = {
		{.list = &c->hep_udp, .udp = true, .hep = true},
		{.list = &c->sip_udp, .udp = true},
		{.list = &c->hep_tcp, .hep = true},
		{.list = &c->sip_tcp},
		{.list = &c->hep_tls, .hep = true, .tls = true},
		{.list = &c->sip_tls, .tls = true},
		{.list = &c->lite_tls, .lite = true, .tls = true},
	};

	memcpy(out, all, sizeof(all));
}

/* Who was our parent may take a moment to end. One of ours that ended as the child
 * of another would be reaped by that one, and the holder never know of it. */
bool holder_follow(const struct held *held)
{
	for (int i = 0; getppid() != held->holder && i < HOLDER_TRIES; i++)
		holder_pause();
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
		getppid() == held->holder;
}

int holder_next(const char *what)
{
	li_log(LI_LOG_ERROR, "holder", 0, "%s: the next one tries", what);
	return HOLDER_NEXT;
}

/* What is said of it beside its descriptor. */
struct said {
	pid_t pid;
	bool copy;
};

li_err holder_tell(const struct held *held, const struct holder_told *one)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(one->fd))] = {
		0};
	struct said said = {.pid = one->pid, .copy = one->copy};
	struct iovec iov = {&said, sizeof(said)};
	struct msghdr m = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	ssize_t n;

	*c = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(one->fd)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS};
	memcpy(CMSG_DATA(c), &one->fd, sizeof(one->fd));
	do
		n = sendmsg(held->snapshots, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	close(one->fd);
	return n == (ssize_t)sizeof(said) ? LI_OK : LI_EIO;
}

/* The descriptor that came with a message, or -1. */
static int descriptor_of(struct msghdr *m)
{
	const struct cmsghdr *c = CMSG_FIRSTHDR(m);
	int fd = -1;

	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
		c->cmsg_len == CMSG_LEN(sizeof(fd)))
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

bool holder_heard(int told, struct holder_told *one)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(one->fd))];
	struct said said;
	struct iovec iov = {&said, sizeof(said)};
	struct msghdr m = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};

	if (recvmsg(told, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) !=
		(ssize_t)sizeof(said))
		return false;
	*one = (struct holder_told){.fd = descriptor_of(&m),
		.pid = said.pid,
		.copy = said.copy};
	return true;
}

void holder_pause(void)
{
	const struct timespec pause = {.tv_nsec = PAUSE_NS};

	nanosleep(&pause, NULL);
}

void holder_reap(pid_t core)
{
	for (int i = 0; i < HOLDER_TRIES; i++) {
		pid_t pid;

		do
			pid = waitpid(0, NULL, WNOHANG);
		while (pid > 0 && pid != core);
		if (pid < 0)
			return;
		holder_pause();
	}
}

void holder_suspect(struct li_ring *ring, int signo)
{
	const uint64_t at = li_ring_number(ring, LI_RING_SUSPECT);

	if (signo == 0 || signo == SIGKILL || signo == SIGTERM)
		return;
	if (at && li_ring_number(ring, LI_RING_SINGLE))
		li_ring_strike(ring, at);
	else if (at)
		li_ring_set(ring, LI_RING_SINGLE, 1);
}

/* ---- sockets ---- */

static li_err bind_one(const struct held_list *l, const struct li_address *at,
	int *fd, struct li_fault *fault)
{
	li_err err;

	if (!l->udp)
		return li_sock_listen(at, fd, fault);
	err = li_udp_bind(at, HOLDER_RECEIVE, fd, fault);
	/* HEP tells the time at the tap, which is better. */
	if (!err && !l->hep)
		li_udp_stamp(*fd);
	return err;
}

/* A core whose holder was killed ends a moment after it: its sockets are waited
 * for. */
static li_err bind_patiently(const struct held_list *l,
	const struct li_address *at, int *fd, struct li_fault *fault)
{
	li_err err = LI_ECONFIG;

	for (int i = 0; err && i < HOLDER_TRIES; i++) {
		if (i)
			holder_pause();
		errno = 0;
		err = bind_one(l, at, fd, fault);
		if (errno != EADDRINUSE)
			break;
	}
	return err;
}

li_err held_bind(const struct li_config *config, struct held *held,
	struct li_fault *fault)
{
	struct held_list lists[HELD_LISTS];
	li_err err = LI_OK;

	held_lists(config, lists);
	for (size_t i = 0; !err && i < HELD_LISTS; i++)
		for (size_t k = 0; !err && k < lists[i].list->count; k++) {
			err = bind_patiently(&lists[i], &lists[i].list->at[k],
				&held->sockets[held->socket_count], fault);
			held->socket_count += !err;
		}
	return err;
}

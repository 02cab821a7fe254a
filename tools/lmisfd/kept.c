/* SPDX-License-Identifier: BSD-3-Clause */
#include "kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/sock.h"

enum {
	ACCEPTS = 16,   /* of one turn: the core's death is looked at between */
	PAUSE_MS = 100, /* when no descriptor is left */
	SAYS = 50,      /* of one word */
	SAY_MS = 1,     /* between two of them */
};

struct one {
	struct kept_word word;
	int fd;
	bool handed;
};

struct kept {
	int ours, core;
	const int *sockets;
	size_t socket, count; /* the first's number, how many */
	uint64_t last;        /* id */
	size_t fragile; /* sockets from this one on: kept_end_with_core() */
	bool asked;     /* tell when all are handed over */
	bool paused;    /* no descriptor was left */
	size_t most, list_count;
	struct one list[];
};

/* ---- what both do ---- */

static li_err say(int to, const struct kept_word *word, int fd, int flags)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(fd))] = {0};
	struct iovec iov = {(void *)(uintptr_t)word, sizeof(*word)};
	struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
	ssize_t n;

	if (fd >= 0) {
		m.msg_control = control;
		m.msg_controllen = sizeof(control);
		*CMSG_FIRSTHDR(&m) =
			(struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(fd)),
				.cmsg_level = SOL_SOCKET,
				.cmsg_type = SCM_RIGHTS};
		memcpy(CMSG_DATA(CMSG_FIRSTHDR(&m)), &fd, sizeof(fd));
	}
	do
		n = sendmsg(to, &m, MSG_NOSIGNAL | flags);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(*word) ? LI_OK : LI_EIO;
}

li_err kept_hear(int core, struct kept_word *word, int *fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(*fd))];
	struct iovec iov = {word, sizeof(*word)};
	struct msghdr m = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control)};
	const struct cmsghdr *c;

	*fd = -1;
	if (recvmsg(core, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) !=
		(ssize_t)sizeof(*word))
		return LI_EAGAIN;
	c = CMSG_FIRSTHDR(&m);
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
		c->cmsg_len == CMSG_LEN(sizeof(*fd)))
		memcpy(fd, CMSG_DATA(c), sizeof(*fd));
	return LI_OK;
}

/* The holder is never busy: it is waited for. A word that finds no memory is said
 * again: while the holder does not know that a connection has ended it is open, and
 * its peer talks to nobody. */
void kept_say(int core, uint64_t id)
{
	const struct kept_word word = {.id = id};

	for (int i = 0; i < SAYS && say(core, &word, -1, 0) != LI_OK; i++)
		(void)poll(NULL, 0, SAY_MS);
}

/* ---- the holder ---- */

li_err kept_new(const int *sockets, size_t socket, size_t count, size_t most,
	struct kept **out, int *core)
{
	struct kept *k = calloc(1, sizeof(*k) + most * sizeof(k->list[0]));
	int pair[2];

	if (!k)
		return LI_ENOMEM;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		free(k);
		return LI_EIO;
	}
	k->ours = pair[0];
	k->core = *core = pair[1];
	k->sockets = sockets;
	k->socket = socket;
	k->count = count;
	k->most = most;
	k->fragile = SIZE_MAX;
	*out = k;
	return LI_OK;
}

void kept_leave(struct kept *k)
{
	for (size_t i = 0; i < k->list_count; i++)
		close(k->list[i].fd);
	k->list_count = 0;
	close(k->ours);
}

void kept_free(struct kept *k)
{
	if (!k)
		return;
	kept_leave(k);
	close(k->core);
	free(k);
}

/* Hand over what was not; all of it in the order in which it came. */
static void hand_over(struct kept *k)
{
	for (size_t i = 0; i < k->list_count; i++) {
		struct one *o = &k->list[i];

		if (!o->handed &&
			say(k->ours, &o->word, o->fd, MSG_DONTWAIT) != LI_OK)
			return;
		o->handed = true;
	}
	if (k->asked)
		k->asked = say(k->ours, &(struct kept_word){0}, -1,
				   MSG_DONTWAIT) != LI_OK;
}

static void drop(struct kept *k, uint64_t id)
{
	for (size_t i = 0; i < k->list_count; i++) {
		if (k->list[i].word.id != id)
			continue;
		close(k->list[i].fd);
		memmove(&k->list[i], &k->list[i + 1],
			(--k->list_count - i) * sizeof(k->list[0]));
		k->paused = false;
		return;
	}
}

li_err kept_add(struct kept *k, const struct kept_word *word, int fd)
{
	struct one *o;
	const int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (copy < 0)
		return LI_EIO;
	for (size_t i = 0; i < k->list_count; i++)
		if (k->list[i].word.socket == word->socket) {
			drop(k, k->list[i].word.id);
			break;
		}
	if (k->list_count == k->most) {
		close(copy);
		return LI_ENOMEM;
	}
	o = &k->list[k->list_count++];
	*o = (struct one){.word = *word, .fd = copy};
	o->word.id = ++k->last;
	return LI_OK;
}

/* A core is the one to be believed here: it reads what comes from outside, and
 * has nothing to gain by a word that is not so. */
static void hear(struct kept *k)
{
	struct kept_word word;
	int fd;

	while (kept_hear(k->ours, &word, &fd) == LI_OK) {
		if (fd >= 0)
			close(fd);
		if (word.id)
			drop(k, word.id);
		k->asked |= word.id == 0;
	}
}

static void accept_some(struct kept *k, size_t socket)
{
	li_err err = LI_OK;

	for (int i = 0; i < ACCEPTS && !err && k->list_count < k->most; i++) {
		struct one *o = &k->list[k->list_count];

		*o = (struct one){.word.socket = k->socket + socket};
		err = li_sock_accept(k->sockets[socket], &o->fd, &o->word.from);
		if (err)
			break;
		o->word.id = ++k->last;
		k->list_count++;
	}
	k->paused = err == LI_EIO;
}

static bool has_more(const struct kept *k)
{
	return k->asked ||
		(k->list_count && !k->list[k->list_count - 1].handed);
}

size_t kept_want(const struct kept *k, struct pollfd *on, int *wait_ms)
{
	const bool full = k->list_count == k->most || k->paused;
	size_t n = 0;

	*wait_ms = k->paused ? PAUSE_MS : -1;
	on[n++] = (struct pollfd){k->ours,
		(short)(has_more(k) ? POLLIN | POLLOUT : POLLIN), 0};
	for (size_t i = 0; i < k->count && !full && !has_more(k); i++)
		on[n++] = (struct pollfd){k->sockets[i], POLLIN, 0};
	return n;
}

void kept_look(struct kept *k, const struct pollfd *on, size_t count)
{
	k->paused = false;
	hear(k);
	for (size_t i = 1; i < count; i++)
		if (on[i].revents)
			accept_some(k, i - 1);
	hand_over(k);
}

void kept_end_with_core(struct kept *k, size_t socket)
{
	if (k)
		k->fragile = socket;
}

static void unsay(struct kept *k, uint64_t id)
{
	for (size_t i = 0; i < k->list_count; i++)
		if (k->list[i].word.id == id)
			k->list[i].handed = false;
}

static bool ends_with_core(const struct kept *k, const struct one *o)
{
	return o->handed && o->word.socket >= k->fragile &&
		o->word.socket < k->socket + k->count;
}

void kept_orphaned(struct kept *k)
{
	struct kept_word word;
	int fd;

	hear(k);
	while (kept_hear(k->core, &word, &fd) == LI_OK) {
		unsay(k, word.id);
		if (fd >= 0)
			close(fd);
	}
	k->asked = false;
	for (size_t i = k->list_count; i-- > 0;) {
		if (ends_with_core(k, &k->list[i]))
			drop(k, k->list[i].word.id);
		else
			k->list[i].handed = false;
	}
}

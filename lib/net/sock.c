/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/sock.h"

#include <errno.h>
#include <netinet/in.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "net/address.h"
#include "net/given.h"

enum { BACKLOG = 128 };

static int family_of(const struct li_address *at)
{
	return at->family == 6 ? AF_INET6 : AF_INET;
}

static void set_int(int fd, int level, int option, int value)
{
	/* Each of these is for the better; none is needed to be right. */
	(void)setsockopt(fd, level, option, &value, sizeof(value));
}

li_err li_address_bind(const struct li_address *at, int type, int *out,
	struct li_fault *fault)
{
	struct sockaddr_storage ss;
	const socklen_t len = li_address_to(at, &ss);
	char text[LI_SOCK_TEXT];
	int fd = li_given_inet(type, at);

	if (fd >= 0) {
		*out = fd;
		return LI_OK;
	}
	li_sock_format(at, text);
	fd = socket(family_of(at), type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return li_fault_set(fault, LI_EIO, "%s: %s", text,
			strerror(errno));
	if (at->family == 6)
		set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	if (type == SOCK_STREAM)
		set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (bind(fd, (struct sockaddr *)&ss, len) != 0) {
		const int why = errno;

		close(fd);
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", text,
			strerror(why));
	}
	*out = fd;
	return LI_OK;
}

li_err li_sock_local(int fd, struct li_address *out)
{
	struct sockaddr_storage ss = {0};
	socklen_t len = sizeof(ss);

	if (getsockname(fd, (struct sockaddr *)&ss, &len) != 0)
		return LI_EIO;
	li_address_from(&ss, out);
	return LI_OK;
}

li_err li_sock_listen(const struct li_address *at, int *out,
	struct li_fault *fault)
{
	int fd = -1;
	li_err err = li_address_bind(at, SOCK_STREAM, &fd, fault);

	if (err != LI_OK)
		return err;
	if (listen(fd, BACKLOG) != 0) {
		char text[LI_SOCK_TEXT];

		li_sock_format(at, text);
		err = li_fault_set(fault, LI_ECONFIG, "%s: %s", text,
			strerror(errno));
		close(fd);
		return err;
	}
	*out = fd;
	return LI_OK;
}

/* Is this what accept(2) says of one bad connection, or of none? */
static bool passing(int why)
{
	return why == EAGAIN || why == EWOULDBLOCK || why == EINTR ||
		why == ECONNABORTED || why == EPROTO || why == EPERM ||
		why == ENETDOWN || why == EHOSTUNREACH || why == ENETUNREACH;
}

/* A peer that is gone without a word is found so within two minutes. */
static void keep_alive(int fd)
{
	set_int(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	set_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, 60);
	set_int(fd, IPPROTO_TCP, TCP_KEEPINTVL, 20);
	set_int(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
}

li_err li_sock_accept(int listener, int *out, struct li_address *from)
{
	struct sockaddr_storage ss = {0};
	socklen_t len = sizeof(ss);
	const int fd = accept4(listener, (struct sockaddr *)&ss, &len,
		SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return passing(errno) ? LI_EAGAIN : LI_EIO;
	set_int(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	keep_alive(fd);
	li_address_from(&ss, from);
	*out = fd;
	return LI_OK;
}

li_err li_sock_connect(const struct li_address *to, unsigned int dead_ms,
	int *out, struct li_fault *fault)
{
	struct sockaddr_storage ss;
	const socklen_t len = li_address_to(to, &ss);
	const int fd = socket(family_of(to),
		SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return li_fault_set(fault, LI_EIO, "%s", strerror(errno));
	set_int(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	set_int(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	if (dead_ms > 0)
		set_int(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, (int)dead_ms);
	if (connect(fd, (struct sockaddr *)&ss, len) != 0 &&
		errno != EINPROGRESS) {
		const int why = errno;

		close(fd);
		return li_fault_set(fault, LI_ECLOSED, "%s", strerror(why));
	}
	*out = fd;
	return LI_OK;
}

li_err li_sock_way(int fd, struct li_sock_way *out)
{
	struct tcp_info info = {.tcpi_bytes_acked = 0};
	socklen_t len = sizeof(info);
	int left = 0;

	/* In this order: an acknowledgement between them is counted twice, and
	 * none is counted before it came. */
	if (ioctl(fd, SIOCOUTQ, &left) != 0 ||
		getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
		return LI_EIO;
	out->had = info.tcpi_bytes_acked;
	out->left = (uint64_t)left;
	return LI_OK;
}

li_err li_sock_connected(int fd, struct li_fault *fault)
{
	int why = 0;
	socklen_t len = sizeof(why);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &len) != 0)
		why = errno;
	if (why != 0)
		return li_fault_set(fault, LI_ECLOSED, "%s", strerror(why));
	return LI_OK;
}

bool li_sock_passes(int why)
{
	return why == EAGAIN || why == EWOULDBLOCK || why == EINTR ||
		why == ENOMEM || why == ENOBUFS;
}

li_err li_sock_read(int fd, void *p, size_t cap, size_t *n)
{
	ssize_t got;

	do
		got = recv(fd, p, cap, 0);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return li_sock_passes(errno) ? LI_EAGAIN : LI_ECLOSED;
	if (got == 0)
		return LI_ECLOSED;
	*n = (size_t)got;
	return LI_OK;
}

li_err li_sock_write(int fd, struct li_slice octets, size_t *n)
{
	ssize_t put;

	do
		put = send(fd, octets.p, octets.n, MSG_NOSIGNAL);
	while (put < 0 && errno == EINTR);
	if (put < 0)
		return li_sock_passes(errno) ? LI_EAGAIN : LI_ECLOSED;
	*n = (size_t)put;
	return LI_OK;
}

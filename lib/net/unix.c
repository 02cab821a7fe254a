/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/sock.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 16 };

static li_err name_of(const char *path, struct sockaddr_un *out,
	struct li_fault *fault)
{
	*out = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (path[0] == '\0' || strlen(path) >= sizeof(out->sun_path))
		return li_fault_set(fault, LI_ECONFIG,
			"%s: a socket's path has 1 to %zu characters", path,
			sizeof(out->sun_path) - 1);
	memcpy(out->sun_path, path, strlen(path));
	return LI_OK;
}

static int new_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static bool peer_is_ours(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		return false;
	return peer.uid == geteuid() || peer.uid == 0;
}

/* Remove a socket that no program listens at. */
static li_err clear_stale(const char *path, const struct sockaddr_un *name,
	struct li_fault *fault)
{
	struct stat st;
	int fd, why;

	if (lstat(path, &st) != 0)
		return LI_OK; /* bind(2) will say what is wrong, if anything */
	if (!S_ISSOCK(st.st_mode))
		return li_fault_set(fault, LI_ECONFIG,
			"%s: exists and is not a socket", path);
	fd = new_socket();
	if (fd < 0)
		return li_fault_set(fault, LI_EIO, "%s: %s", path,
			strerror(errno));
	why = connect(fd, (const struct sockaddr *)name, sizeof(*name)) == 0
		? 0
		: errno;
	close(fd);
	if (why != ECONNREFUSED)
		return li_fault_set(fault, LI_EEXIST,
			"%s: another program listens there", path);
	if (unlink(path) != 0 && errno != ENOENT)
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", path,
			strerror(errno));
	return LI_OK;
}

li_err li_sock_unix_listen(const char *path, int *out, struct li_fault *fault)
{
	struct sockaddr_un name;
	mode_t mask;
	int fd, bad;
	li_err err = name_of(path, &name, fault);

	if (err == LI_OK)
		err = clear_stale(path, &name, fault);
	if (err != LI_OK)
		return err;
	fd = new_socket();
	if (fd < 0)
		return li_fault_set(fault, LI_EIO, "%s: %s", path,
			strerror(errno));
	mask = umask(0177); /* 0600 from its first moment */
	bad = bind(fd, (struct sockaddr *)&name, sizeof(name));
	umask(mask);
	if (bad != 0 || listen(fd, BACKLOG) != 0) {
		err = li_fault_set(fault, LI_ECONFIG, "%s: %s", path,
			strerror(errno));
		close(fd);
		return err;
	}
	*out = fd;
	return LI_OK;
}

li_err li_sock_unix_accept(int listener, int *out)
{
	const int fd =
		accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
				errno == ENOBUFS
			? LI_EIO
			: LI_EAGAIN;
	if (!peer_is_ours(fd)) {
		close(fd);
		return LI_EDENIED;
	}
	*out = fd;
	return LI_OK;
}

static li_err connect_err(int why)
{
	if (why == ENOENT || why == ECONNREFUSED)
		return LI_ENOTFOUND;
	if (why == EACCES || why == EPERM)
		return LI_EDENIED;
	return why == EAGAIN ? LI_EAGAIN : LI_EIO;
}

li_err li_sock_unix_connect(const char *path, int *out, struct li_fault *fault)
{
	struct sockaddr_un name;
	int fd;
	li_err err = name_of(path, &name, fault);

	if (err != LI_OK)
		return err;
	fd = new_socket();
	if (fd < 0)
		return li_fault_set(fault, LI_EIO, "%s: %s", path,
			strerror(errno));
	if (connect(fd, (struct sockaddr *)&name, sizeof(name)) != 0) {
		err = li_fault_set(fault, connect_err(errno), "%s: %s", path,
			strerror(errno));
		goto out;
	}
	if (!peer_is_ours(fd)) {
		err = li_fault_set(fault, LI_EDENIED,
			"%s: another user listens there", path);
		goto out;
	}
	*out = fd;
	return LI_OK;
out:
	close(fd);
	return err;
}

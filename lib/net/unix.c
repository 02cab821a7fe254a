/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/sock.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/given.h"

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

static bool peer_uid(int fd, uid_t *uid)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		return false;
	*uid = peer.uid;
	return true;
}

static bool is_ours(uid_t uid)
{
	return uid == geteuid() || uid == 0;
}

static bool is_let_in(const struct li_sock_access *access, uid_t uid)
{
	for (size_t i = 0; access && i < access->count; i++)
		if (access->uids[i] == uid)
			return true;
	return is_ours(uid);
}

/* Is the socket's folder this user's, and nobody else may write to it? */
static bool has_folder(const char *path, uid_t uid)
{
	const char *slash = strrchr(path, '/');
	char folder[sizeof(((struct sockaddr_un *)NULL)->sun_path)] = ".";
	struct stat st;

	if (slash)
		li_slice_copy(li_slice(path, (size_t)(slash - path) + 1),
			folder, sizeof(folder));
	return stat(folder, &st) == 0 && st.st_uid == uid &&
		(st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
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
	return li_sock_unix_listen_for(path, NULL, out, fault);
}

li_err li_sock_unix_listen_for(const char *path,
	const struct li_sock_access *access, int *out, struct li_fault *fault)
{
	const mode_t mode = access && access->mode ? access->mode : 0600;
	struct sockaddr_un name;
	mode_t mask;
	int fd, bad;
	li_err err = name_of(path, &name, fault);

	fd = err == LI_OK ? li_given_unix(SOCK_STREAM, path) : -1;
	if (fd >= 0) {
		*out = fd;
		return LI_OK;
	}
	if (err == LI_OK)
		err = clear_stale(path, &name, fault);
	if (err != LI_OK)
		return err;
	fd = new_socket();
	if (fd < 0)
		return li_fault_set(fault, LI_EIO, "%s: %s", path,
			strerror(errno));
	mask = umask(0777 & ~mode); /* its mode from its first moment */
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
	uid_t uid;

	return li_sock_unix_accept_from(listener, NULL, out, &uid);
}

li_err li_sock_unix_accept_from(int listener,
	const struct li_sock_access *access, int *out, uid_t *uid)
{
	const int fd =
		accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
				errno == ENOBUFS
			? LI_EIO
			: LI_EAGAIN;
	*uid = (uid_t)-1;
	if (!peer_uid(fd, uid) || !is_let_in(access, *uid)) {
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
	uid_t uid;
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
	if (!peer_uid(fd, &uid) || !(is_ours(uid) || has_folder(path, uid))) {
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

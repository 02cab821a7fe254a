/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/given.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "net/address.h"

enum {
	FIRST = 3, /* SD_LISTEN_FDS_START */
	MOST = 256,
};

static int fds[MOST]; /* -1: taken */
static size_t count;
static bool looked;

static uint64_t number(const char *name)
{
	const char *text = getenv(name);
	uint64_t n = 0;

	if (!text || li_text_u64(li_slice_str(text), INT32_MAX, &n) != LI_OK)
		return 0;
	return n;
}

/* Those of another process, ours before exec(2), are not for us. */
void li_given_look(void)
{
	uint64_t n;

	if (looked)
		return;
	looked = true;
	n = number("LISTEN_FDS");
	if (number("LISTEN_PID") != (uint64_t)getpid() || n > MOST)
		return;
	for (; count < n; count++) {
		fds[count] = FIRST + (int)count;
		(void)fcntl(fds[count], F_SETFD, FD_CLOEXEC);
	}
}

static int take(size_t i)
{
	const int fd = fds[i];
	const int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
		return -1;
	fds[i] = -1;
	return fd;
}

/* Its kind, and what it is bound to; false when it is no such socket. */
static bool bound(int fd, int type, struct sockaddr_storage *at)
{
	socklen_t len = sizeof(int), room = sizeof(*at);
	int is = 0;

	*at = (struct sockaddr_storage){0};
	return fd >= 0 && getsockopt(fd, SOL_SOCKET, SO_TYPE, &is, &len) == 0 &&
		is == type &&
		getsockname(fd, (struct sockaddr *)at, &room) == 0;
}

int li_given_inet(int type, const struct li_address *at)
{
	struct sockaddr_storage ss;
	struct li_address is;

	li_given_look();
	for (size_t i = 0; i < count; i++) {
		if (!bound(fds[i], type, &ss))
			continue;
		is = (struct li_address){0};
		li_address_from(&ss, &is);
		if (is.family && li_address_eq(&is, at))
			return take(i);
	}
	return -1;
}

int li_given_unix(int type, const char *path)
{
	struct sockaddr_storage ss;
	struct sockaddr_un un;

	li_given_look();
	for (size_t i = 0; i < count; i++) {
		if (!bound(fds[i], type, &ss) || ss.ss_family != AF_UNIX)
			continue;
		memcpy(&un, &ss, sizeof(un));
		if (strncmp(un.sun_path, path, sizeof(un.sun_path)) == 0)
			return take(i);
	}
	return -1;
}

int li_given_close(void)
{
	int left = 0;

	li_given_look();
	for (size_t i = 0; i < count; i++) {
		if (fds[i] < 0)
			continue;
		close(fds[i]);
		fds[i] = -1;
		left++;
	}
	return left;
}

/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "common/ready.h"

/* Connected while there was a way out, or -1. */
static int kept = -1;

static int open_way(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t n = path ? strlen(path) : 0;
	int fd;

	if (n < 2 || n >= sizeof(to.sun_path) ||
		(path[0] != '/' && path[0] != '@'))
		return -1;
	memcpy(to.sun_path, path, n);
	if (path[0] == '@') /* not in the file system: unix(7) */
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 &&
		connect(fd, (const struct sockaddr *)&to,
			(socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				n)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

void li_notify_open(void)
{
	if (kept < 0)
		kept = open_way();
}

static void tell(const char *state)
{
	const int fd = kept < 0 ? open_way() : kept;

	if (fd >= 0)
		(void)send(fd, state, strlen(state),
			MSG_NOSIGNAL | MSG_DONTWAIT);
	if (fd >= 0 && fd != kept)
		close(fd);
}

void li_ready(const char *program)
{
	printf("%s: ready\n", program);
	fflush(stdout);
	li_notify_ready();
}

void li_notify_ready(void)
{
	tell("READY=1");
}

void li_stopping(void)
{
	tell("STOPPING=1");
}

static uint64_t number(const char *name)
{
	const char *text = getenv(name);
	uint64_t n = 0;

	if (!text || li_text_u64(li_slice_str(text), INT64_MAX, &n) != LI_OK)
		return 0;
	return n;
}

/* Those of another process, ours before exec(2), are not for us. */
int64_t li_watchdog_every(void)
{
	const uint64_t whose = number("WATCHDOG_PID");

	if (whose && whose != (uint64_t)getpid())
		return 0;
	return (int64_t)(number("WATCHDOG_USEC") / 2);
}

void li_watchdog_share(void)
{
	if (number("WATCHDOG_PID") == (uint64_t)getpid())
		unsetenv("WATCHDOG_PID");
}

void li_watchdog(void)
{
	static int64_t every_us = -1, due_us;
	int64_t now_us;

	if (every_us < 0)
		every_us = li_watchdog_every();
	if (every_us == 0)
		return;
	now_us = li_clock_mono_us();
	if (now_us < due_us)
		return;
	due_us = now_us + every_us / 2;
	tell("WATCHDOG=1");
}

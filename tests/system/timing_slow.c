/* SPDX-License-Identifier: BSD-3-Clause
 *
 * timing_slow - what lmisfd must never be: one that looks whose message it is
 * before it takes it. Loaded before the C library, it leaves a datagram with
 * SLOW_NAME in it so many nanoseconds longer in its socket: "NAME NANOSECONDS".
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static char name[64];
static long long slower_ns;

__attribute__((constructor)) static void begin(void)
{
	const char *said = getenv("SLOW_NAME");
	const size_t n = said ? strcspn(said, " ") : 0;

	if (!n || n >= sizeof(name))
		return;
	memcpy(name, said, n);
	slower_ns = strtoll(said + n, NULL, 10);
}

static long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

__attribute__((visibility("default"))) int recvmmsg(int fd,
	struct mmsghdr *messages, unsigned int count, int flags,
	struct timespec *wait)
{
	static int (*real)(int, struct mmsghdr *, unsigned int, int,
		struct timespec *);
	const long long from = now_ns();
	struct mmsghdr before;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "recvmmsg");
	if (!*name || !count)
		return real(fd, messages, count, flags, wait);
	before = *messages;
	if (real(fd, messages, 1, flags | MSG_PEEK | MSG_DONTWAIT, NULL) == 1 &&
		memmem(before.msg_hdr.msg_iov->iov_base, messages->msg_len,
			name, strlen(name)))
		while (now_ns() < from + slower_ns)
			;
	*messages = before;
	return real(fd, messages, count, flags, wait);
}

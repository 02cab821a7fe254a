/* SPDX-License-Identifier: BSD-3-Clause
 *
 * slow_target.c - what our extension must never be: one that takes longer for
 * some users. The timing test has to find it.
 *
 *   LoadExtension = "slow_target.fdx" : "USER NANOSECONDS";
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <freeDiameter/extension.h>

#define EXPORT __attribute__((visibility("default")))

/* What freeDiameter looks up in an extension. */
EXPORT int fd_ext_init(int major, int minor, char *options);
EXPORT void fd_ext_fini(void);
EXPORT extern const char *fd_ext_depends[];

const char *fd_ext_depends[] = {"slow_target", NULL};

static char user[64];
static long slower_ns;
static struct fd_hook_hdl *hook;

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void on_data(enum fd_hook_type type, struct msg *msg,
	struct peer_hdr *peer, void *other, struct fd_hook_permsgdata *pmd,
	void *regdata)
{
	const struct fd_cnx_rcvdata *rcv = other;
	const int64_t until_ns = now_ns() + slower_ns;

	(void)type, (void)msg, (void)peer, (void)pmd, (void)regdata;
	if (!memmem(rcv->buffer, rcv->length, user, strlen(user)))
		return;
	while (now_ns() < until_ns)
		;
}

int fd_ext_init(int major, int minor, char *options)
{
	if (major != FD_PROJECT_VERSION_MAJOR ||
		minor != FD_PROJECT_VERSION_MINOR || !options ||
		sscanf(options, "%63s %ld", user, &slower_ns) != 2)
		return EINVAL;
	return fd_hook_register(1 << HOOK_DATA_RECEIVED, on_data, NULL, NULL,
		&hook);
}

void fd_ext_fini(void)
{
	fd_hook_unregister(hook);
}

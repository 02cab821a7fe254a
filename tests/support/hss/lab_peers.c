/* SPDX-License-Identifier: BSD-3-Clause
 *
 * lab_peers.c - let freeDiameter connect at once, as an extension of it.
 *
 *   LoadExtension = "lab_peers.fdx";
 *
 * freeDiameter 1.2.1 starts a thread for each ConnectPeer. One that has not run
 * yet when the daemon is told to begin takes itself for a latecomer and sleeps
 * for 0 to 4 s before it connects. This holds the daemon back until all have
 * run. Extensions are loaded between the two.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include <freeDiameter/extension.h>

#define EXPORT __attribute__((visibility("default")))

enum { LOOKS_MAX = 2000, LOOK_EVERY_NS = 1000000 };

/* What freeDiameter looks up in an extension. */
EXPORT int fd_ext_init(int major, int minor, char *options);
EXPORT extern const char *fd_ext_depends[];

const char *fd_ext_depends[] = {"lab_peers", NULL};

static bool all_have_run(void)
{
	bool all = true;

	if (pthread_rwlock_rdlock(&fd_g_peers_rw) != 0)
		return true;
	for (struct fd_list *li = fd_g_peers.next; li != &fd_g_peers;
		li = li->next) {
		struct peer_hdr *peer = (struct peer_hdr *)li;

		all = all && fd_peer_get_state(peer) != STATE_NEW;
	}
	pthread_rwlock_unlock(&fd_g_peers_rw);
	return all;
}

int fd_ext_init(int major, int minor, char *options)
{
	const struct timespec pause = {.tv_nsec = LOOK_EVERY_NS};

	(void)options;
	if (major != FD_PROJECT_VERSION_MAJOR ||
		minor != FD_PROJECT_VERSION_MINOR)
		return EINVAL;
	for (int i = 0; i < LOOKS_MAX && !all_have_run(); i++)
		nanosleep(&pause, NULL);
	return 0;
}

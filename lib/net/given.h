/* SPDX-License-Identifier: BSD-3-Clause
 *
 * given.h - sockets that who started us has opened: sd_listen_fds(3).
 *
 * They are found by where they are bound, so the configuration stays the only
 * place that says what is spoken there, and works with them and without. What
 * came in while the program was down waits in them.
 *
 * Floor    3: base, model.
 * Threads  One.
 * Memory   A socket that was not taken stays open until li_given_close().
 * Spec     none
 */
#ifndef LI_NET_GIVEN_H
#define LI_NET_GIVEN_H

#include <sys/socket.h>

#include "net/sock.h"

/* See what there is. Who forks does so before: it is the child's, too. The others
 * see it with the first one they ask for. */
void li_given_look(void);

/* The one of this kind (SOCK_STREAM, SOCK_DGRAM) that is bound to an address,
 * or to a path. It is the caller's then, non-blocking and close-on-exec;
 * negative when there is none. */
int li_given_inet(int type, const struct li_address *at);
int li_given_unix(int type, const char *path);

/* Close those that nobody took, and return how many they were. */
int li_given_close(void);

#endif

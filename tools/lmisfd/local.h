/* SPDX-License-Identifier: BSD-3-Clause
 *
 * local.h - a unix socket where programs of ours speak lib/ipc.
 *
 * Floor    5: net, ipc.
 * Threads  That of the loop.
 * Memory   A kind outlives the listener.
 * Spec     TS 33.127 cl. 8.2 (who may reach LI functions)
 */
#ifndef LI_LMISFD_LOCAL_H
#define LI_LMISFD_LOCAL_H

#include "ipc/ipc.h"
#include "lmisfd.h"

/* What is spoken at one socket. */
struct local_kind {
	const char *stage; /* for log lines */
	const char *who;   /* connects there: "a Cx tap" */
	/* Take one message; another value than LI_OK ends the connection. */
	li_err (*message)(struct lmisfd *d, struct stream *s,
		const struct li_ipc_message *m);
};

/* Listen at a path; connections go into *list.
 *   as li_sock_unix_listen(), li_loop_add()
 */
LI_MUST_USE li_err local_open(struct lmisfd *d, const char *path,
	const struct local_kind *kind, struct stream **list,
	struct li_fault *fault);

#endif

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

#include "ipc/admin.h"
#include "lmisfd.h"

/* What is spoken at one socket. */
struct local_kind {
	enum li_door door; /* of requests */
	const char *stage; /* for log lines */
	const char *who;   /* connects there: "a Cx tap" */
	/* Take one message; another value than LI_OK ends the connection. */
	li_err (*message)(struct lmisfd *d, struct stream *s,
		const struct li_ipc_message *m);
};

/* A stream's word that says whose it is, beside those of its kind. */
enum { LOCAL_UID = 7 };

/* In the holder: listen at each place (an enum li_door, or HOLDER_CX) that the
 * configuration names.
 *   as li_sock_unix_listen_for()
 */
LI_MUST_USE li_err local_hold(const struct li_config *config, struct held *held,
	struct li_fault *fault);

/* Does the configuration name it? */
bool local_is_named(const struct li_config *config, size_t place);

/* Take connections that come to a place, which is named; they go into *list. Who has
 * no holder listens itself.
 *   as li_sock_unix_listen_for(), li_loop_add()
 */
LI_MUST_USE li_err local_open(struct lmisfd *d, size_t place,
	const struct local_kind *kind, struct stream **list,
	struct li_fault *fault);

/* Once a second: say who was refused, and audit it. */
void local_tick(struct lmisfd *d);

#endif

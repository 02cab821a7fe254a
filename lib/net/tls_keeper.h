/* SPDX-License-Identifier: BSD-3-Clause
 *
 * tls_keeper.h - credentials that follow their files, without a restart.
 *
 * Floor    3: base.
 * Threads  That of the loop.
 * Memory   The caller's storage, which stays where it is; what `files` names
 *          outlives it.
 * Spec     TS 33.127 cl. 8 (revocation works)
 */
#ifndef LI_NET_TLS_KEEPER_H
#define LI_NET_TLS_KEEPER_H

#include "net/loop.h"
#include "net/tls.h"

struct li_tls_keeper {
	struct li_tls_creds *now; /* what is in use */

	/* Set before li_tls_keeper_load(). */
	struct li_tls_files files;
	const char *stage; /* of log lines */
	/* Are these good enough? NULL: they are. It sets fault if not. */
	li_err (*check)(void *data, const struct li_tls_creds *creds,
		struct li_fault *fault);
	/* Use these from now on; `now` is them already. Who is connected is
	 * looked at again with li_tls_recheck(). */
	void (*use)(void *data, struct li_tls_creds *creds);
	void *data;

	/* Its own. */
	struct li_loop *loop;
	struct li_timer timer;
	uint64_t used, seen; /* stamps of the files */
};

/* Load what the files hold; `use` is not called.
 *   as li_tls_creds_load(), and what `check` says
 */
LI_MUST_USE li_err li_tls_keeper_load(struct li_tls_keeper *keeper,
	struct li_fault *fault);

/* From now on read them again when they have changed and then stayed as they
 * are for two seconds: a certificate and its key are not changed at once. */
void li_tls_keeper_watch(struct li_tls_keeper *keeper, struct li_loop *loop);

/* Read them again now. What was stays in use if they will not do; one line
 * says which it is. */
void li_tls_keeper_reload(struct li_tls_keeper *keeper);

/* Fine when nothing was loaded. Before the loop is freed. */
void li_tls_keeper_free(struct li_tls_keeper *keeper);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * deliver.h - all destinations at once: outbox to peers, confirmations back.
 *
 * Floor    4: base, model, store, encode, ipc, net.
 * Threads  The loop's.
 * Memory   Loop, store and the texts of the options outlive it.
 * Spec     TS 33.126 R6.4-80 (near real time), R6.4-140, 150 (in order, few
 *          duplicates); TS 33.107 cl. 8 (kept until delivered)
 */
#ifndef LI_DELIVER_DELIVER_H
#define LI_DELIVER_DELIVER_H

#include "deliver/link.h"
#include "deliver/recorder.h"
#include "keys/keys.h"
#include "model/issue.h"

struct li_deliver;

struct li_deliver_options {
	struct li_link_options link;
	const char *control; /* lmisfd's control socket */
	li_recorder_away_fn
		away; /* lmisfd does not listen there; may be NULL */
	void *away_data;
	struct li_keys
		*keys;   /* asked for keys of media, and outlives it; or NULL */
	int64_t down_us; /* without a connection for so long: told, if it is to
			  * stay connected */
};

/* Make it and read the destinations from the store (a reader). Delivery goes
 * on as the loop runs.
 *   LI_EDB LI_ECORRUPT LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_deliver_new(struct li_loop *loop, struct li_store *store,
	struct li_tls_creds *creds, const struct li_deliver_options *options,
	struct li_deliver **out);

/* NULL is fine. */
void li_deliver_free(struct li_deliver *deliver);

/* New connections use these credentials; they are kept by reference. */
void li_deliver_set_creds(struct li_deliver *deliver,
	struct li_tls_creds *creds);

/* Keys that were asked for may be there. */
void li_deliver_keys(struct li_deliver *deliver);

/* Have lmisfd keep an issue of this program; not with --once. */
void li_deliver_issue(struct li_deliver *deliver, const struct li_issue *issue);

/* Send nothing more that is not sent yet. */
void li_deliver_finish(struct li_deliver *deliver);

/* Is all that was due confirmed by its peer, and committed as such? */
bool li_deliver_drained(const struct li_deliver *deliver);

/* The i-th link, one for each destination in the order of their rows; NULL
 * past the last. */
const struct li_link *li_deliver_link(const struct li_deliver *deliver,
	size_t i);

/* How many IRI a second it sent in the last seconds; 0 past the last. */
double li_deliver_rate(const struct li_deliver *deliver, size_t i);

/* Why confirmations are held, or "". */
const char *li_deliver_held(const struct li_deliver *deliver);

/* The first error of the store, which ends the loop; LI_OK while none. */
li_err li_deliver_error(const struct li_deliver *deliver);

#endif

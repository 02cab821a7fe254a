/* SPDX-License-Identifier: BSD-3-Clause
 *
 * deliver_inside.h - what deliver.c and deliver_look.c share; for them only.
 *
 * Floor    4: base, model, store, net.
 * Threads  The loop's.
 * Memory   All of it is the deliverer's.
 * Spec     none
 */
#ifndef LI_DELIVER_DELIVER_INSIDE_H
#define LI_DELIVER_DELIVER_INSIDE_H

#include "deliver/checked.h"
#include "deliver/contacts.h"
#include "deliver/deliver.h"
#include "deliver/follower.h"
#include "deliver/health.h"
#include "deliver/teller.h"

struct li_deliver_place {
	struct li_link *link;
	bool seen; /* still a destination, at a reload */
	struct li_health health;
	struct li_contacts contacts;
	enum li_issue_state secondary; /* told of its address; 0: nothing */
	uint64_t sent;                 /* IRI, when its rate was taken last */
	int64_t rated_us;
	double rate; /* IRI a second */
};

struct li_deliver {
	struct li_loop *loop;
	struct li_store *store;
	struct li_tls_creds *creds;
	struct li_link_options link_options;
	struct li_link_ports ports;
	struct li_recorder *recorder;
	struct li_keys *keys;       /* or NULL */
	struct li_counts keys_told; /* how often they were asked for, as told */
	bool told_of_keys;
	struct li_checked_place checked;
	struct li_follower *follower; /* NULL with --once */
	struct li_teller *teller;     /* NULL with --once */
	int64_t down_us;
	struct li_timer poll;
	int64_t reloaded_us;
	struct li_deliver_place *places; /* one for each destination */
	size_t count, room;
	bool finishing;
	li_err err;
};

/* Tell lmisfd, unless nobody follows. */
void li_deliver_tell(struct li_deliver *d, const struct li_issue *issue);

/* What is to be told of keys now. */
void li_deliver_look_keys(struct li_deliver *d);

/* What is to be told of a destination now, and how fast it is. */
void li_deliver_look(struct li_deliver *d, struct li_deliver_place *p,
	int64_t now_us);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * bearers.h - which device the network sees behind a roamer's bearers, and which
 * one it registered with in the IMS.
 *
 * A table of fixed size in sets of four, by IMSI. Where a set is full, who was
 * heard of longest ago goes; of a user's bearers the one that was. A record
 * counts for so long, should the word that it ended have been lost.
 *
 * Floor    2, inside watch/.
 * Threads  As watch.h.
 * Memory   One array, whose pages are taken when they are first used. It holds
 *          no identity: keyed hashes.
 * Spec     TS 33.128 cl. 7.10; TS 33.107 cl. 20.5.2 (who leaves a gateway for
 *          another)
 */
#ifndef LI_WATCH_BEARERS_H
#define LI_WATCH_BEARERS_H

#include "model/bearer.h"

enum {
	LI_BEARERS_WAYS = 4,
	LI_BEARERS_EACH =
		4, /* of one user: an IMS signalling one, and others */
	/* A record may be told of after the registration over its bearer. */
	LI_BEARERS_LATE_S = 10,
};

struct li_bearers_one {
	uint32_t heard_s;    /* last; 0: free */
	uint32_t node, imei; /* marks; 0: not said */
	uint16_t id;
};

struct li_bearers_user {
	uint64_t mark;    /* of whom; 0: free */
	uint64_t subject; /* as security events have it, of the device */
	uint32_t seen_s;
	uint32_t device; /* mark of the IMEI that is registered; 0: none */
	uint32_t device_s, until_s; /* when it was, and how long it is */
	bool told;                  /* that these differ */
	struct li_bearers_one all[LI_BEARERS_EACH];
};

struct li_bearers {
	struct li_bearers_user *users; /* NULL: no records come */
	uint32_t mask;                 /* sets - 1 */
};

/* A 2xx to a REGISTER of the user of an IMSI. */
struct li_bearers_bound {
	struct li_key imsi, imei;
	uint64_t subject;
	uint32_t until_s;
};

/* Make room for so many users, at least; the caller frees it with
 * li_bearers_fini().
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_bearers_make(uint32_t users, struct li_bearers *out);

/* Release; a zeroed one is fine. */
void li_bearers_fini(struct li_bearers *bearers);

/* Take a record, or a registration, in. True, and *subject says whose, when the
 * device that is registered differs from that of every bearer of the user that
 * was heard of in the last age_s and whose device is known; once until either
 * changes. */
bool li_bearers_record(struct li_bearers *bearers, const struct li_bearer *b,
	uint32_t now_s, uint32_t age_s, uint64_t *subject);
bool li_bearers_bind(struct li_bearers *bearers,
	const struct li_bearers_bound *bound, uint32_t now_s, uint32_t age_s);

#endif

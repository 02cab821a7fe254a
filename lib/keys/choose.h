/* SPDX-License-Identifier: BSD-3-Clause
 *
 * choose.h - which KMS is asked for an order, and in which order.
 *
 * Those of the list alone: what a ticket names comes from who is on the call,
 * and is compared, never connected to.
 *
 * Floor    4: base, model.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     TS 33.107 cl. 7A.7.1 (the KMS of the target), TS 33.126 R6.4-175
 *          (a visited network is given the means by the home)
 */
#ifndef LI_KEYS_CHOOSE_H
#define LI_KEYS_CHOOSE_H

#include "model/media_key.h"

enum { LI_KMS_MAX = 8 };

/* One that may be asked. Texts are not NULL; "" is none. */
struct li_kms {
	const char *name;      /* as IDRkms of a ticket writes it */
	const char *domain;    /* of whose users it has the keys */
	const char *url;       /* where: https */
	const char *agreement; /* by which it answers us */
	bool visited;          /* of another network: only with an agreement */
};

/* Those to ask, the first at first: the one that the ticket names, those of the
 * user's domain; if there is none of either, those that have no domain. Returns how
 * many. */
size_t li_kms_choose(const struct li_kms *list, size_t count,
	const struct li_key_order *order, uint8_t out[static LI_KMS_MAX]);

#endif

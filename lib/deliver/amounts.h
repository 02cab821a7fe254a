/* SPDX-License-Identifier: BSD-3-Clause
 *
 * amounts.h - how many octets of each record went, until lmisfd has counted them.
 *
 * Lanes overtake each other, and what a broken connection lost is sent again; but
 * what is told to lmisfd is in order, and each record once.
 *
 * Floor    4: base, model.
 * Threads  A value of one thread.
 * Memory   24 octets for each record that is sent and not counted yet.
 * Spec     TS 103 221-1 table 24 (AmountOfX2Data)
 */
#ifndef LI_DELIVER_AMOUNTS_H
#define LI_DELIVER_AMOUNTS_H

#include <stddef.h>

#include "base/err.h"
#include "model/sent.h"

/* All zero is none. */
struct li_amounts {
	struct li_sent *heap; /* the lowest id first */
	size_t count, room;
	struct li_sent next[LI_SENT_MAX]; /* lower than those, ids rising */
	size_t next_count;
};

/* Of one that was allocated; NULL is fine. */
void li_amounts_free(struct li_amounts *amounts);

/* A record went; one that went before is the same.
 *   LI_ENOMEM   it will not be told of
 */
LI_MUST_USE li_err li_amounts_add(struct li_amounts *amounts,
	const struct li_sent *sent);

/* Write the first LI_SENT_MAX that have ids up to this one, rising, and how many
 * they are. None of a lower id is added afterwards. Returns up to which id these
 * are all; NULL has none. */
int64_t li_amounts_put(struct li_amounts *amounts, int64_t id,
	struct li_sent out[static LI_SENT_MAX], size_t *count);

/* Fill in the octets of those of a list, ids rising, that went; NULL has none. */
void li_amounts_find(const struct li_amounts *amounts, struct li_sent *list,
	size_t count);

/* Those up to this id were counted; NULL is fine. */
void li_amounts_done(struct li_amounts *amounts, int64_t id);

#endif

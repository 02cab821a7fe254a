/* SPDX-License-Identifier: BSD-3-Clause
 *
 * intern.h - the few domains of millions of identities, each kept once.
 *
 * Floor    2, inside mirror/.
 * Threads  A table belongs to its mirror's thread.
 * Memory   The table owns its names. One that nobody uses any more is
 *          overwritten and released. Bounded: who comes after that keeps the
 *          name for himself.
 * Spec     none
 */
#ifndef LI_MIRROR_INTERN_H
#define LI_MIRROR_INTERN_H

#include "base/hash.h"

enum { LI_INTERN_MAX = 4096, LI_INTERN_LISTS = 256 };

struct li_intern_name;

struct li_intern {
	struct li_intern_name **names;   /* by number - 1 */
	uint16_t count, room;            /* numbers given out; of the array */
	uint16_t free;                   /* list of numbers without a name */
	uint16_t lists[LI_INTERN_LISTS]; /* by hash; 0 ends */
	size_t bytes;
};

/* Release all; a zeroed table is fine. */
void li_intern_fini(struct li_intern *t);

/* The number of a name, taken once more; 0 when there is no room. */
uint16_t li_intern_take(struct li_intern *t,
	const struct li_hash_secret *secret, struct li_slice name);

/* One use less of a number that was taken. */
void li_intern_give(struct li_intern *t, uint16_t number);

/* The name of a number in use; borrowed until it is given back. */
struct li_slice li_intern_text(const struct li_intern *t, uint16_t number);

#endif

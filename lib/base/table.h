/* SPDX-License-Identifier: BSD-3-Clause
 *
 * table.h - a hash table from 128-bit keys to pointers.
 *
 * A full table doubles, and moves what it holds a few slots at a time with
 * each key that is set: no key waits for all others, however many there are.
 *
 * Floor    0.
 * Threads  A table belongs to one thread.
 * Memory   The table owns its slots, never what the pointers lead to. A failed
 *          growth leaves it as it was.
 * Spec     none
 */
#ifndef LI_BASE_TABLE_H
#define LI_BASE_TABLE_H

#include "base/err.h"
#include "base/hash.h"

struct li_table_slot {
	struct li_key key; /* the none key marks an empty slot */
	void *value;       /* NULL in `old`: moved or removed */
};

struct li_table {
	struct li_table_slot *slots;
	size_t size, used; /* size is a power of two, or 0; used is of both */
	struct li_table_slot *old; /* while slots before old_at are moved out */
	size_t old_size, old_at;
};

/* Release the slots; a zeroed table is fine. */
void li_table_fini(struct li_table *t);

/* Take room for this many keys at once, in a table that is empty.
 *   LI_ENOMEM   nothing changed
 */
LI_MUST_USE li_err li_table_reserve(struct li_table *t, size_t keys);

/* The value of a key, or NULL. */
void *li_table_get(const struct li_table *t, struct li_key key);

/* Set the value of a key, in place of an older one. value is not NULL.
 *   LI_ENOMEM   nothing changed
 */
LI_MUST_USE li_err li_table_set(struct li_table *t, struct li_key key,
	void *value);

/* The same; *before is the value that it had, or NULL. */
LI_MUST_USE li_err li_table_swap(struct li_table *t, struct li_key key,
	void *value, void **before);

/* Replace the value of a key that is there; false when it is not. Takes no
 * memory. value is not NULL. */
bool li_table_replace(struct li_table *t, struct li_key key, void *value);

/* Remove a key; returns its value, or NULL when it was not there. */
void *li_table_remove(struct li_table *t, struct li_key key);

/* Walk all values, or all slots with their keys: start with *at = 0; NULL
 * ends. The table must not change in between. */
void *li_table_next(const struct li_table *t, size_t *at);
const struct li_table_slot *li_table_next_slot(const struct li_table *t,
	size_t *at);

/* Octets of memory taken. */
size_t li_table_bytes(const struct li_table *t);

#endif

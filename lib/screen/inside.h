/* SPDX-License-Identifier: BSD-3-Clause
 *
 * inside.h - the parts of a screen.
 *
 * Floor    2, inside screen/.
 * Threads  As screen.h.
 * Memory   An index owns its entries; wants and text of an entry are in the
 *          entry's own piece of memory.
 * Spec     as screen.h
 */
#ifndef LI_SCREEN_INSIDE_H
#define LI_SCREEN_INSIDE_H

#include "base/table.h"
#include "model/hashed.h"
#include "screen/screen.h"

enum { LI_WANTS_MAX = LI_ID_KEYS_MAX + 1 }; /* of one target */

/* A target that is looked for under a key. */
struct li_want {
	struct li_want *next; /* looked for under the same key */
	struct li_entry *entry;
	uint8_t target, kind;
	bool sms_only; /* counts as a party of an SMS alone */
};

/* How far the event in hand has matched a task. */
struct li_found {
	uint64_t round; /* of the match that the rest is of */
	uint32_t roles; /* of parties */
	uint32_t known_roles[LI_TASK_TARGETS_MAX];
	uint8_t found, seen; /* bits of targets: at all; by a party */
	uint8_t before;      /* of them, without what was learned just now */
	uint8_t sides;       /* by parties */
	uint8_t known_sides; /* as the session's opening fixed them */
	uint8_t party[LI_TASK_TARGETS_MAX];
};

/* A target that only a digest names, until an identity is seen that it is of.
 */
struct li_hidden {
	struct li_hidden *next; /* whose digests begin alike */
	struct li_entry *entry;
	size_t target;
	struct li_hashed what;
};

/* A task, with its wants and its brief behind it. */
struct li_entry {
	struct li_found found;
	struct li_brief *brief; /* as it was put in */
	struct li_brief *told;  /* the same; or, of its own, with targets that
				 * were found behind their digests */
	struct li_hidden *hidden[LI_TASK_TARGETS_MAX]; /* or NULL */
	size_t size;                                   /* octets of it all */
	size_t used; /* wants that are linked, or were */
	struct li_want wants[];
};

enum { LI_GROUPS_MAX = LI_HASH_CONTEXTS_MAX * LI_ID_E164 };

/* Digests that are made alike, of one kind of identity. */
struct li_group {
	struct li_hash_context context;
	enum li_id_kind kind;
	size_t count; /* of hidden targets */
};

/* What is looked for by digests alone. */
struct li_digests {
	struct li_table hidden; /* first octets of a digest -> li_hidden */
	struct li_group groups[LI_GROUPS_MAX];
	size_t group_count;
	/* Identities that are none of them, so that who is seen again costs a
	 * look: marks of their keys and the era, which begins with each target
	 * that comes. NULL without a hidden target. */
	uint64_t *tested, era;
};

/* The tasks, found by what they look for. A zeroed one is empty. */
struct li_index {
	struct li_filter filter; /* of the keys of `wanted` */
	struct li_table wanted;  /* key -> first li_want */
	struct li_table rows;    /* row -> li_entry */
	struct li_digests digests;
	/* Of the match in hand, room for every task. */
	struct li_entry **touched;
	struct li_hit *hits;
	size_t room, count, bytes;
};

/* Take room for this many tasks at once, in an index that is empty. Without
 * memory for it nothing is lost but time. */
void li_screen_index_expect(struct li_index *x, size_t tasks);

/* Put a task in, in place of one with its row.
 *   LI_ENOMEM LI_EINVAL   nothing changed
 */
LI_MUST_USE li_err li_screen_index_put(struct li_index *x,
	const struct li_hash_secret *secret, const struct li_task *task);

/* Take the task of a row out; it need not be there. */
void li_screen_index_drop(struct li_index *x,
	const struct li_hash_secret *secret, int64_t row);

/* The entry of a row, or NULL. */
const struct li_entry *li_screen_index_get(const struct li_index *x,
	int64_t row);

/* Look for the hashed targets of an entry.
 *   LI_ENOMEM   none of them
 *   LI_EINVAL   digests are made in more ways than there may be
 */
LI_MUST_USE li_err li_digests_put(struct li_digests *d, struct li_entry *entry);

/* No more for this target of it, or for all of them. */
void li_digests_drop(struct li_digests *d, struct li_entry *entry,
	size_t target);
void li_digests_drop_all(struct li_digests *d, struct li_entry *entry);

/* A hidden target that this identity is, or NULL. */
struct li_hidden *li_digests_find(struct li_digests *d,
	const struct li_identity *id);

/* Was the identity of this key looked at since the last target came? It is from
 * now on. Asked only while there is one. */
bool li_digests_tested(struct li_digests *d, struct li_key key);

/* Release it; it is empty then. */
void li_digests_fini(struct li_digests *d);

/* A hidden target is this identity: from now on it is looked for as such.
 *   LI_ENOMEM   nothing changed
 */
LI_MUST_USE li_err li_screen_index_reveal(struct li_index *x,
	const struct li_hash_secret *secret, struct li_hidden *hidden,
	const struct li_identity *id);

/* Look at the next LI_SCREEN_PRUNE tasks behind *at, and take out those that
 * were over before this time; *at is 0 when it came around. */
void li_screen_index_prune(struct li_index *x,
	const struct li_hash_secret *secret, int64_t before_us, size_t *at);

/* Wipe and release it all; the index is empty then. */
void li_screen_index_fini(struct li_index *x);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vault.h - keys that a KMS gave, in memory that no core and no swap has.
 *
 * It knows an order by a keyed digest of it, and holds a fixed number of them:
 * who was asked for longest ago goes first. What is let go is overwritten.
 *
 * Floor    4: base, model.
 * Threads  The loop's.
 * Memory   One veil of fixed size; not in swap as far as RLIMIT_MEMLOCK lets
 *          it. Entries stay where they are until they are let go.
 * Spec     TS 33.107 cl. 7A.7.5 (strong confidentiality)
 */
#ifndef LI_KEYS_VAULT_H
#define LI_KEYS_VAULT_H

#include "base/hash.h"
#include "model/media_key.h"

enum { LI_VAULT_MAX = 256 };

enum li_vault_state {
	LI_VAULT_NONE,   /* a free place */
	LI_VAULT_ASKED,  /* it is not let go before an answer is there */
	LI_VAULT_HAVE,   /* all of them */
	LI_VAULT_FAILED, /* some, or none */
};

struct li_vault_entry {
	enum li_vault_state state;
	struct li_key digest;
	int64_t used_us; /* last, of a monotonic clock */
	struct li_media_keys keys;
};

struct li_vault;

/* Make one whose entries live so long after their last use.
 *   LI_ENOMEM   no memory that is kept out of cores; *out is untouched
 *   LI_EIO      no random octets
 */
LI_MUST_USE li_err li_vault_new(int64_t ttl_us, struct li_vault **out);

/* All is overwritten. NULL is fine. */
void li_vault_free(struct li_vault *vault);

/* Is it kept out of swap too? */
bool li_vault_locked(const struct li_vault *vault);

/* What an order is known by. Nobody learns from it what the order is. */
struct li_key li_vault_digest(const struct li_vault *vault,
	const struct li_key_order *order);

/* The entry of an order, which is used now; NULL when there is none. */
struct li_vault_entry *li_vault_get(struct li_vault *vault,
	struct li_key digest, int64_t now_us);

/* A new entry, asked; the order has none yet. NULL when all places are of orders
 * that were asked. */
struct li_vault_entry *li_vault_add(struct li_vault *vault,
	struct li_key digest, int64_t now_us);

/* An answer: what came of it is copied, and used now. */
void li_vault_settle(struct li_vault_entry *entry,
	const struct li_media_keys *keys, int64_t now_us);

/* Overwrite an entry; its place is free. */
void li_vault_forget(struct li_vault_entry *entry);

/* Overwrite those whose time is over; returns how many others have an answer. */
size_t li_vault_sweep(struct li_vault *vault, int64_t now_us);

#endif

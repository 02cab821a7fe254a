/* SPDX-License-Identifier: BSD-3-Clause
 *
 * contexts.h - the hash contexts that hashed targets name.
 *
 * A context that a task needs which has not ended neither changes nor goes: a
 * target would be another one.
 *
 * Floor    3.
 * Threads  As store.h.
 * Memory   Values.
 * Spec     TS 103 221-1 annex D, cl. 6.8
 */
#ifndef LI_STORE_CONTEXTS_H
#define LI_STORE_CONTEXTS_H

#include "model/hashed.h"
#include "store/store.h"

/* Changes, each with its audit row.
 *   LI_EEXIST     the UUID is there already
 *   LI_ETOOBIG    there are LI_HASH_CONTEXTS_MAX
 *   LI_ENOTFOUND  no such UUID
 *   LI_ESTATE     a task that has not ended needs it
 *   LI_EINVAL     algorithm or salt
 */
LI_MUST_USE li_err li_store_context_add(struct li_store *store,
	const struct li_hash_context *context, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_context_modify(struct li_store *store,
	const struct li_hash_context *context, const struct li_actor *actor,
	struct li_fault *fault);
LI_MUST_USE li_err li_store_context_remove(struct li_store *store,
	const struct li_uuid *id, const struct li_actor *actor,
	struct li_fault *fault);

/* All of them, or none. */
LI_MUST_USE li_err li_store_contexts_remove(struct li_store *store,
	const struct li_actor *actor, struct li_fault *fault);

/* Call fn for each, oldest first; another value than LI_OK ends the walk and is
 * returned. fn may change the store. */
typedef li_err (*li_store_context_fn)(const struct li_hash_context *context,
	void *data);
LI_MUST_USE li_err li_store_context_each(struct li_store *store,
	li_store_context_fn fn, void *data);

/* Are the contexts of a task's hashed targets there, as the targets have them?
 *   LI_ESTATE   not all
 */
LI_MUST_USE li_err li_contexts_check(struct li_store *store,
	const struct li_task *task, struct li_fault *fault);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * keep.h - the octets of PDUs that an integrity check may still be over.
 *
 * Floor    5: base.
 * Threads  One.
 * Memory   Octets are copied, KEEP_MAX of them at most: beyond that the oldest
 *          go.
 * Spec     TS 102 232-1 cl. 7.2
 */
#ifndef SINK_KEEP_H
#define SINK_KEEP_H

#include "base/hash.h"

struct keep;

enum { KEEP_MAX = 32 << 20 };

/* Make an empty one.
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err keep_new(struct keep **out);

/* NULL is fine. */
void keep_free(struct keep *keep);

/* Keep octets under a key. What is there already stays; or is no longer found.
 *   LI_ENOMEM   not kept
 */
LI_MUST_USE li_err keep_add(struct keep *keep, struct li_key key,
	struct li_slice octets);
LI_MUST_USE li_err keep_replace(struct keep *keep, struct li_key key,
	struct li_slice octets);

/* The octets of a key, until the next call of these; empty when there are none. */
struct li_slice keep_get(const struct keep *keep, struct li_key key);

#endif

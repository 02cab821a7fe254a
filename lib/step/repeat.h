/* SPDX-License-Identifier: BSD-3-Clause
 *
 * repeat.h - was this very message told to this task before?
 *
 * Two taps of one hop, or a sender that repeats itself, show the same octets
 * between the same addresses again. Such a record is marked, never dropped:
 * what a node changed has other octets, what it passed on another hop.
 *
 * Known are keyed hashes of what was told in the last 32 s, in a table of a
 * bounded size: where it is full the oldest of a few is forgotten, and its
 * repeat is told without the mark. After a restart none is known.
 *
 * Floor    3: base, model. No I/O, no clock.
 * Threads  A table belongs to one thread.
 * Memory   One table of LI_REPEAT_SLOTS hashes; a page of it is taken when it
 *          is first used. It holds no octet of a message.
 * Spec     RFC 3261 cl. 17.1.1.2 (64 * T1, for as long as one is repeated)
 */
#ifndef LI_STEP_REPEAT_H
#define LI_STEP_REPEAT_H

#include "model/event.h"
#include "model/media_key.h"

struct li_repeat;

enum {
	LI_REPEAT_S = 32,
	LI_REPEAT_SLOTS = 1 << 18, /* 8,000 records a second for 32 s */
	LI_REPEAT_WAYS = 8,        /* slots that one hash may stand in */
};

/* Make an empty table; the caller frees *out with li_repeat_free().
 *   LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_repeat_new(const struct li_hash_secret *secret,
	struct li_repeat **out);

/* NULL is fine. */
void li_repeat_free(struct li_repeat *repeat);

/* Hash the octets of a SIP message and its hop, once for all its tasks. */
struct li_key li_repeat_key(const struct li_repeat *repeat,
	const struct li_event *event);

/* The same of the keys that a session's offer and answer order. */
struct li_key li_repeat_order(const struct li_repeat *repeat,
	const struct li_key_order *order, uint64_t session);

/* Was it told to this task within LI_REPEAT_S of at_us? It is from now on. */
bool li_repeat_told(struct li_repeat *repeat, struct li_key message,
	int64_t task, int64_t at_us);

#endif

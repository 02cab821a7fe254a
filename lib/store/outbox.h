/* SPDX-License-Identifier: BSD-3-Clause
 *
 * outbox.h - what waits for a destination, and what one has.
 *
 * Floor    3: base, model.
 * Threads  As store.h.
 * Memory   What a claim gives lives until its callback returns.
 * Spec     TS 33.107 cl. 8 (kept until delivered, then erased); TS 33.126
 *          R6.4-140 (in order); TS 102 232-1 cl. 5.2 (LIID, CIN, number),
 *          cl. 6.4.3 (successfully sent)
 */
#ifndef LI_STORE_OUTBOX_H
#define LI_STORE_OUTBOX_H

#include "model/iri.h"
#include "model/sent.h"

struct li_store;

/* A LIID that an entry is for. TS 102 232-1 cl. 5.2 */
struct li_outbox_liid {
	char text[LI_LIID_MAX + 1];
	uint32_t sequence;     /* of HI2, under this LIID and CIN */
	enum li_iri_type type; /* where the scheme is that of sessions */
};

struct li_outbox_entry {
	int64_t id;        /* rises; the handle for confirmation */
	int64_t stream;    /* by which it is numbered */
	struct li_iri iri; /* unsealed; slices live until the callback ends */
	uint32_t cin;      /* of its session; 0: it is of none */
	/* Of a destination of HI2 only. */
	struct li_outbox_liid liids[LI_TASK_MEDIATIONS_MAX];
	size_t liid_count;
};

/* Given each entry in order; another value than LI_OK ends the walk. */
typedef li_err (
	*li_store_outbox_fn)(const struct li_outbox_entry *entry, void *data);

/* What to claim. */
struct li_store_page {
	int64_t after; /* entries with an id above it */
	size_t limit;  /* at most so many */
	li_store_outbox_fn fn;
	void *data;
};

/* Give a destination's entries to page->fn, in order. Returns how many in
 * *count. fn calls nothing of this store.
 *   LI_ENOTFOUND   no such DID
 *   LI_ECORRUPT    a record does not open: it was changed
 *   LI_EAGAIN      the database is busy for long
 */
LI_MUST_USE li_err li_store_claim(struct li_store *store,
	const struct li_uuid *did, const struct li_store_page *page,
	size_t *count);

/* Given which records wait, in order, and of which task each is; another value
 * than LI_OK ends the walk. */
typedef li_err (*li_store_key_fn)(int64_t id, int64_t task, void *data);

/* What to look for. */
struct li_store_keys {
	int64_t after; /* those with an id above it */
	size_t limit;  /* at most so many */
	li_store_key_fn fn;
	void *data;
};

/* Say which records wait for a destination, without reading them. Returns how
 * many in *count. fn calls nothing of this store. Errors as li_store_claim(). */
LI_MUST_USE li_err li_store_scan(struct li_store *store,
	const struct li_uuid *did, const struct li_store_keys *keys,
	size_t *count);

/* Which record is wanted next? False: no more. */
typedef bool (*li_store_next_fn)(int64_t *id, void *data);

/* What to fetch. */
struct li_store_picks {
	li_store_next_fn next;
	li_store_outbox_fn fn;
	void *data;
};

/* Give these entries of a destination to picks->fn, in the order in which they
 * are wanted. One that waits no more is passed over. Returns how many were given
 * in *count. next and fn call nothing of this store. Errors as li_store_claim().
 */
LI_MUST_USE li_err li_store_fetch(struct li_store *store,
	const struct li_uuid *did, const struct li_store_picks *picks,
	size_t *count);

/* Note that a destination's peer confirmed all its entries up to id, or that
 * they were handed over to one that never acknowledges (writer).
 * An IRI that no destination waits for any more loses its payload: what stays
 * is when, which sequence, its SHA-256. Returns in *count what was new. */
LI_MUST_USE li_err li_store_confirm(struct li_store *store,
	const struct li_uuid *did, int64_t id, int64_t at_us, size_t *count);

/* A step of it. */
enum { LI_STORE_CONFIRM_STEP = LI_SENT_MAX };

/* What a destination's peer has: all entries up to id, and those of the list that
 * are behind it, which overtook others of other tasks. The list rises; of those
 * up to id it has what went over X2, which is counted with the first time that
 * they are confirmed. TS 103 221-1 table 24 */
struct li_had {
	struct li_uuid did;
	int64_t id;
	const struct li_sent *list;
	size_t count;
};

/* The same of LI_STORE_CONFIRM_STEP entries up to had->id at most, which is in
 * the end how far it went, and of all behind it. Call again while it is less than
 * was asked. What overtook others is audited by task.
 *   LI_EINVAL   there are too many, or they do not rise */
LI_MUST_USE li_err li_store_confirm_step(struct li_store *store,
	struct li_had *had, int64_t at_us, size_t *count);

/* Why an entry cannot be sent, and when that was found. */
struct li_aside_why {
	li_err err;
	int64_t at_us;
};

/* An entry of a destination cannot be sent (writer): it waits no more, which is
 * a gap in its stream there, audited and told to the ADMF. It loses its payload
 * when nobody else waits for it, as one does that a full queue has no room for.
 * One that does not wait is LI_OK.
 *   LI_ENOTFOUND   no such DID
 */
LI_MUST_USE li_err li_store_aside(struct li_store *store,
	const struct li_uuid *did, int64_t id, const struct li_aside_why *why);

/* How far a look through all that waits has come; zero at its start. */
struct li_withdrawal {
	int64_t destination, iri; /* of the entry that was looked at last */
};

enum { LI_STORE_WITHDRAW_STEP = 256 };

/* The last end, up to now, of a task whose product is erased then; 0: there is
 * none. */
LI_MUST_USE li_err li_store_erasing(struct li_store *store, int64_t at_us,
	int64_t *ended_us);

/* Erase what waits of such tasks (writer): a step of LI_STORE_WITHDRAW_STEP
 * entries at most, behind where the last one ended. *more tells whether there is
 * one more. The notification of the end stays. The audit has delivery.erase of
 * each destination and task. TS 33.107 cl. 20.3.2.3 */
LI_MUST_USE li_err li_store_withdraw(struct li_store *store,
	struct li_withdrawal *w, int64_t at_us, bool *more);

/* When the oldest IRI was committed that a destination has not confirmed; 0
 * when it has confirmed all. row is of struct li_destination. */
LI_MUST_USE li_err li_store_oldest(struct li_store *store, int64_t row,
	int64_t *committed_us);

#endif

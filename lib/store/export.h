/* SPDX-License-Identifier: BSD-3-Clause
 *
 * export.h - some rows of the audit for somebody who may not see the others.
 *
 * Each row comes with the chain's hash before it, so that its own can be made
 * again, and with the path from that to the root of a signed checkpoint. What is
 * sealed comes as it is stored, because that is what the chain covers, and
 * opened. A last row, "audit.exported", has the digest of all that is opened: so
 * the checkpoint vouches for that too, and the audit says what was given away.
 *
 * It shows that each row is one of the audit, in its place, as it was written.
 * It cannot show that no row was left out, but by the rows' own order: who is to
 * see that needs the store.
 *
 * Floor    3: base, model.
 * Threads  As store.h; li_export_check() is a pure function.
 * Memory   Slices of a row borrow: from the store until the callback returns,
 *          from the octets that were read, or as the caller has them.
 * Spec     TS 33.126 R6.6-110; RFC 6962 cl. 2.1.1; TS 101 331 cl. 4.9 (nobody
 *          learns more than he must)
 */
#ifndef LI_STORE_EXPORT_H
#define LI_STORE_EXPORT_H

#include "base/buf.h"
#include "store/chain.h"
#include "store/checkpoint.h"
#include "store/store.h"

#define LI_EXPORT_BEGUN "audit.export"
#define LI_EXPORT_DONE "audit.exported"

enum {
	LI_EXPORT_TASKS_MAX = 256,
	LI_EXPORT_PAGE = 1024, /* rows that one page passes */
	LI_EXPORT_KEYS_MAX = 1024,
};

/* A row of audit, as it is stored and opened. */
struct li_export_row {
	struct li_audit_row row;
	uint8_t before[LI_SHA256], hash[LI_SHA256]; /* of the chain */
	struct li_slice name, text; /* actor and detail, opened; p NULL: none */
	struct li_slice path;       /* when it is proved */
};

/* A change of the key that signs. */
struct li_export_key {
	int64_t row;
	uint8_t public_part[LI_SIGN_PUBLIC];
	uint8_t signature[LI_SIGNATURE]; /* by the key before */
};

/* Whose audit it is. */
struct li_export_origin {
	struct li_uuid installation;
	uint8_t key[LI_SIGN_PUBLIC]; /* the first */
	const struct li_export_key *keys;
	size_t key_count;
};

struct li_export {
	struct li_export_origin origin;
	struct li_checkpoint checkpoint;
	struct li_slice warrant; /* that it is about; empty: tasks alone */
	const int64_t *tasks;
	size_t task_count;
	const struct li_export_row *rows;
	size_t row_count;
	struct li_export_row done; /* the row of this export, not opened */
};

/* ---- from the store ---- */

/* Given each row; another value than LI_OK ends it and is returned. */
typedef li_err (*li_export_fn)(const struct li_export_row *row, void *data);

struct li_export_page {
	int64_t after; /* the last row that was passed */
	int64_t until; /* the last row whose content may be given */
	const int64_t *tasks;
	size_t task_count;
	li_export_fn fn; /* given each row about one of the tasks */
	void *data;
};

/* Pass the rows behind page->after, LI_EXPORT_PAGE of them at most, and append
 * the hash of each. What fn returns ends it; fn calls nothing of this store.
 *   LI_ECORRUPT   a sealed value was changed
 *   LI_EDB
 */
LI_MUST_USE li_err li_store_export_page(struct li_store *store,
	const struct li_export_page *page, struct li_buf *hashes);

/* Give one row, whatever it is about.
 *   LI_ENOTFOUND, or as above
 */
LI_MUST_USE li_err li_store_export_row(struct li_store *store, int64_t row,
	li_export_fn fn, void *data);

/* Append whose audit it is, as li_export_origin_get() reads it. */
LI_MUST_USE li_err li_store_export_origin(struct li_store *store,
	struct li_buf *out);

/* Write the row that ends an export, with the digest of what it shows, and sign
 * the audit behind it. Errors as li_store_commit(). */
LI_MUST_USE li_err li_store_export_done(struct li_store *store,
	const struct li_actor *actor, const uint8_t digest[static LI_SHA256]);

/* ---- between our programs ---- */

/* Append a row without its path, and read one.
 *   LI_EMALFORMED   cut short, or trailing octets; untouched
 */
void li_export_row_put(struct li_buf *out, const struct li_export_row *row);
LI_MUST_USE li_err li_export_row_get(struct li_slice octets,
	struct li_export_row *out);

/* Read whose audit it is; keys has room for LI_EXPORT_KEYS_MAX. */
LI_MUST_USE li_err li_export_origin_get(struct li_slice octets,
	struct li_export_key *keys, struct li_export_origin *out);

/* ---- for who was given it ---- */

/* The digest of what it shows: all but the paths, checkpoint and last row. */
LI_MUST_USE li_err li_export_digest(const struct li_export *export,
	uint8_t digest[static LI_SHA256]);

/* Is it what the installation of this first key signed? key p NULL: of the key
 * that it names itself, which says nothing of whose it is.
 *   LI_ECORRUPT   fault says what does not fit
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_export_check(const struct li_export *export,
	struct li_slice key, struct li_fault *fault);

#endif

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
 * Records of a task come beside its rows: what was made when, and delivered when.
 * A row of the audit is over all records of a commit, whoever's, so it is not
 * shown: the store checks that they fit it, and the last row vouches for them.
 *
 * A row about an authorisation names all tasks that are under it, so it is shown
 * to who may see them all (TS 103 120 cl. 7.2).
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
	LI_EXPORT_AUTHORISATIONS_MAX = 256,
	LI_EXPORT_PAGE = 1024, /* rows that one page passes at most, */
	LI_EXPORT_IRIS = 4096, /* and fewer when they are over so many IRI */
	LI_EXPORT_KEYS_MAX = 1024,
};

/* A row of audit, as it is stored and opened. */
struct li_export_row {
	struct li_audit_row row;
	uint8_t before[LI_SHA256], hash[LI_SHA256]; /* of the chain */
	struct li_slice name, text; /* actor and detail, opened; p NULL: none */
	struct li_slice path;       /* when it is proved */
};

/* An IRI, without its content. Its id is 0: it would count everybody's. */
struct li_export_iri {
	int64_t row; /* of the audit, over its commit */
	struct li_iri_row iri;
	int64_t confirmed_us; /* by the last of its destinations; 0: not yet */
	int64_t waiting;      /* destinations that have not confirmed it */
	int64_t sent;         /* of the others, those that never do */
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
	const int64_t *authorisations; /* that rows are about, rising */
	size_t authorisation_count;
	const struct li_export_row *rows;
	size_t row_count;
	const struct li_export_iri *iris;
	size_t iri_count;
	struct li_export_row done; /* the row of this export, not opened */
};

/* ---- from the store ---- */

/* Given each row; another value than LI_OK ends it and is returned. */
typedef li_err (*li_export_fn)(const struct li_export_row *row, void *data);
typedef li_err (*li_export_iri_fn)(const struct li_export_iri *iri, void *data);

struct li_export_page {
	int64_t after; /* the last row that was passed */
	int64_t until; /* the last row whose content may be given */
	const int64_t *tasks;
	size_t task_count;
	li_export_fn fn;         /* given each row about one of the tasks, or
				  * an authorisation that is over them alone */
	li_export_iri_fn iri_fn; /* and each IRI of one, in its place */
	void *data;
};

/* Pass the rows behind page->after, LI_EXPORT_PAGE of them at most, and append
 * the hash of each. What fn returns ends it; fn calls nothing of this store.
 *   LI_ECORRUPT   a sealed value was changed, or IRI are not as the audit has
 *                 them
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

enum li_export_item {
	LI_EXPORT_ITEM_ROW = 1,
	LI_EXPORT_ITEM_IRI,
	LI_EXPORT_ITEM_HASHES, /* of all rows of a page; its last item */
};

/* What the first octet says that an item is; 0: nothing. */
enum li_export_item li_export_item(struct li_slice octets);

/* Append a row without its path, or an IRI, and read one.
 *   LI_EMALFORMED   another item, cut short, or trailing octets; untouched
 */
void li_export_row_put(struct li_buf *out, const struct li_export_row *row);
LI_MUST_USE li_err li_export_row_get(struct li_slice octets,
	struct li_export_row *out);
void li_export_iri_put(struct li_buf *out, const struct li_export_iri *iri);
LI_MUST_USE li_err li_export_iri_get(struct li_slice octets,
	struct li_export_iri *out);

/* Read whose audit it is; keys has room for LI_EXPORT_KEYS_MAX. */
LI_MUST_USE li_err li_export_origin_get(struct li_slice octets,
	struct li_export_key *keys, struct li_export_origin *out);

/* ---- for who was given it ---- */

/* What its form is called: one without authorisations is as it was before there
 * were any. */
const char *li_export_format(const struct li_export *export);

/* The digest of what it shows: all but the paths, checkpoint and last row. */
LI_MUST_USE li_err li_export_digest(const struct li_export *export,
	uint8_t digest[static LI_SHA256]);

/* Add the IRI to such a digest; are they of its tasks, in the audit's order, and
 * of before its last row?
 *   LI_ECORRUPT
 */
void li_export_iris_add(struct li_digest *d, const struct li_export *export);
LI_MUST_USE li_err li_export_iris_check(const struct li_export *export,
	struct li_fault *fault);

/* Is it what the installation of this first key signed? key p NULL: of the key
 * that it names itself, which says nothing of whose it is.
 *   LI_ECORRUPT   fault says what does not fit
 *   LI_ENOMEM
 */
LI_MUST_USE li_err li_export_check(const struct li_export *export,
	struct li_slice key, struct li_fault *fault);

#endif

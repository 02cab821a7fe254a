/* SPDX-License-Identifier: BSD-3-Clause
 *
 * chain.h - what exactly the hashes of the audit cover.
 *
 *   h(0) = SHA-256("lmisf audit 1", installation)
 *   h(n) = SHA-256(h(n-1), row n with each field behind its length)
 *
 * A row about committed IRI also holds a digest over their rows, so that the
 * chain vouches for the record of what was intercepted too.
 *
 * Floor    3, inside the store: base.
 * Threads  Pure functions.
 * Memory   None.
 * Spec     TS 33.126 R6.6-110
 */
#ifndef LI_STORE_CHAIN_H
#define LI_STORE_CHAIN_H

#include "base/uuid.h"
#include "store/digest.h"

/* A row of audit as it is stored. p NULL is SQL NULL. */
struct li_audit_row {
	int64_t id, at_us;
	struct li_slice actor, via, action, object;
	int64_t iri_first, iri_last; /* 0 is SQL NULL */
	struct li_slice iri_digest, detail;
	struct li_slice result, digest; /* NULL of what is older than they */
};

/* What the chain vouches for of an IRI. */
struct li_iri_row {
	int64_t id, task;
	uint64_t correlation;
	uint32_t sequence;
	int kind, direction;
	bool repeat;
	uint8_t unflagged; /* destinations that are not told of a redaction */
	uint32_t roles;
	int64_t at_us, committed_us;
	struct li_slice sha256;
};

/* The hash before the first row. */
void li_chain_start(struct li_digest *d, const struct li_uuid *installation,
	uint8_t hash[static LI_SHA256]);

/* Go from the hash of the row before to that of this one. */
void li_chain_add(struct li_digest *d, const struct li_audit_row *row,
	uint8_t hash[static LI_SHA256]);

/* Add an IRI's row to the digest over a run of them. */
void li_chain_iri(struct li_digest *d, const struct li_iri_row *row);

#endif

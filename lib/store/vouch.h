/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vouch.h - a digest over the rows that an audit row is about.
 *
 * An audit row about "task 3", "authorisation 2", "security 7" and the like
 * carries SHA-256 over what the database then has of it, so that an edit of those
 * tables by hand is found though it leaves the audit alone. TS 33.107 cl. 8 asks
 * for such a check of what the NE has against what the ADMF ordered.
 *
 * A column that a later version adds must not change the digest of a row that
 * has its default there.
 *
 * Floor    3, inside the store and lmisf_sql.
 * Threads  As the connection's.
 * Memory   A voucher keeps statements; li_vouch_end() gives them back.
 * Spec     TS 33.107 cl. 8; TS 33.126 R6.6-110
 */
#ifndef LI_STORE_VOUCH_H
#define LI_STORE_VOUCH_H

#include "store/digest.h"
#include "store/sqlite.h"
#include "store/vouched.h"

enum { LI_VOUCH_PARTS = 6 };

/* Its statements, prepared when first used. All zero is one. */
struct li_voucher {
	sqlite3_stmt *part[LI_VOUCHED_KINDS][LI_VOUCH_PARTS];
};

/* Digest what the database has of it.
 *   LI_ENOTFOUND   no such row; *digest is untouched
 *   LI_EDB         it cannot be read
 */
LI_MUST_USE li_err li_vouch(struct li_voucher *v, sqlite3 *db,
	struct li_digest *d, enum li_vouched kind, int64_t row,
	uint8_t digest[static LI_SHA256]);

/* Finalize the statements. */
void li_vouch_end(struct li_voucher *v);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * verify.h - does the audit still say what was written?
 *
 * Finds a changed, missing, added or swapped row of audit, a changed or
 * missing row of iri, a checkpoint that the key did not sign, and a tail that
 * was cut behind a checkpoint or before IRI that it vouched for. What it cannot
 * find is a tail cut since the last checkpoint that vouched for no IRI.
 *
 * Floor    3, inside the store and lmisf_sql.
 * Threads  As the connection's.
 * Memory   None is kept.
 * Spec     TS 33.126 R6.6-110
 */
#ifndef LI_STORE_VERIFY_H
#define LI_STORE_VERIFY_H

#include "base/err.h"
#include "base/slice.h"
#include "store/sqlite.h"

struct li_verdict {
	int64_t row;    /* the first that does not fit */
	uint64_t rows;  /* that were checked */
	char text[160]; /* how: "is missing" */
};

/* Check the whole chain, or what came behind its last checkpoint. key is the
 * public key that signed; p NULL takes the one that the database names.
 *   LI_ECORRUPT   verdict says row and how
 *   LI_EDB LI_ENOMEM   it could not be read; text says why
 */
LI_MUST_USE li_err li_verify(sqlite3 *db, struct li_slice key, bool whole,
	struct li_verdict *verdict);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * verify.h - does the audit still say what was written?
 *
 * Finds a changed, missing, added or swapped row of audit, iri or
 * security_events, a task or destination that is not as its last audit row left
 * it, a checkpoint that the key did not sign, and a tail that was cut behind a
 * checkpoint or before IRI that it vouched for. What it cannot find by itself is
 * an older state of the whole database, or a tail cut since the last checkpoint
 * that vouched for nothing: a checkpoint that was handed out shows these, as far
 * as it reaches.
 *
 * Floor    3, inside the store and lmisf_sql.
 * Threads  As the connection's.
 * Memory   None is kept.
 * Spec     TS 33.126 R6.6-110; TS 33.107 cl. 8
 */
#ifndef LI_STORE_VERIFY_H
#define LI_STORE_VERIFY_H

#include "base/err.h"
#include "base/slice.h"
#include "store/checkpoint.h"
#include "store/sqlite.h"

struct li_verdict {
	int64_t row;                      /* the first that does not fit */
	uint64_t rows;                    /* that were checked */
	uint64_t iris, securities, tasks; /* that they vouched for */
	char text[200];                   /* how: "is missing" */
};

struct li_verify_options {
	/* The installation's first public key; p NULL takes the one that the
	 * database names. */
	struct li_slice key;
	bool whole; /* from the first row, with all that rows vouch for; else
		     * what came behind the last checkpoint */
	/* Handed out before, in the order of their rows. */
	const struct li_checkpoint *since;
	size_t since_count;
};

/* Check.
 *   LI_ECORRUPT   verdict says row and how
 *   LI_EDB LI_ENOMEM   it could not be read; text says why
 */
LI_MUST_USE li_err li_verify(sqlite3 *db,
	const struct li_verify_options *options, struct li_verdict *verdict);

/* Read a checkpoint from columns row, at_us, hash, signature, root,
 * previous.
 *   LI_ECORRUPT   one has not its length
 */
LI_MUST_USE li_err li_checkpoint_columns(sqlite3_stmt *s,
	struct li_checkpoint *out);

#endif

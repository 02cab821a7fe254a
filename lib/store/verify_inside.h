/* SPDX-License-Identifier: BSD-3-Clause
 *
 * verify_inside.h - what the verify files share, and nobody else includes.
 *
 * Floor    3, inside the store and lmisf_sql.
 * Threads  As the connection's.
 * Memory   A walk lives as long as li_verify().
 * Spec     TS 33.126 R6.6-110
 */
#ifndef LI_STORE_VERIFY_INSIDE_H
#define LI_STORE_VERIFY_INSIDE_H

#include "store/chain.h"
#include "store/tree.h"
#include "store/verify.h"
#include "store/vouch.h"

/* What the last row about a task, destination or hash context said of it. */
struct li_last {
	int64_t row;  /* of audit; 0: none */
	bool removed; /* it went with that */
	bool digested;
	uint8_t digest[LI_SHA256];
};

struct li_lasts {
	struct li_last *last; /* by row of its table, from 1 */
	int64_t count;
};

struct li_walk {
	sqlite3 *db;
	sqlite3_stmt *audit, *mark, *iri, *key;
	struct li_digest *rows, *iris;
	struct li_uuid installation;
	uint8_t public_part[LI_SIGN_PUBLIC]; /* that signs here */
	uint8_t hash[LI_SHA256];
	struct li_tree tree; /* of a whole walk */
	int64_t next;        /* row of audit */
	int64_t next_iri, next_security;
	int64_t key_row;         /* of the change of key that comes; 0 none */
	struct li_checkpoint at; /* the checkpoint that comes; row 0: none */
	int64_t before;          /* the row of the checkpoint that was last */
	size_t since;            /* the handed out one that comes */
	int64_t good; /* the last row that a handed out one vouches for */
	struct li_voucher vouch;
	struct li_lasts lasts[LI_VOUCHED_SECURITY];
	const struct li_verify_options *options;
	struct li_verdict *verdict;
};

/* Say which row is bad and how: LI_ECORRUPT. */
li_err li_walk_bad(struct li_walk *w, int64_t row, const char *how);

/* Say that the database cannot be read. */
li_err li_walk_unreadable(struct li_walk *w);

/* A column's octets; NULL has no place, an empty text has. */
struct li_slice li_walk_column(sqlite3_stmt *s, int i);

/* Step: LI_OK at a row, LI_ENOTFOUND behind the last. */
LI_MUST_USE li_err li_walk_step(struct li_walk *w, sqlite3_stmt *s);
LI_MUST_USE li_err li_walk_prepare(struct li_walk *w, const char *sql,
	sqlite3_stmt **out);

/* ---- verify_mark.c: keys and checkpoints ---- */

/* Read whose audit it is, and its first key. */
LI_MUST_USE li_err li_walk_installation(struct li_walk *w);

/* Set out behind the last checkpoint, when there is one and it is ours. */
LI_MUST_USE li_err li_walk_skip(struct li_walk *w);

/* Open the lists of checkpoints and keys from w->next on. */
LI_MUST_USE li_err li_walk_marks(struct li_walk *w);

/* Check what is signed at the row that was just added. */
LI_MUST_USE li_err li_walk_check_mark(struct li_walk *w);

/* Is anything signed behind the last row? */
LI_MUST_USE li_err li_walk_check_marks_end(struct li_walk *w);

/* ---- verify_rows.c: what rows vouch for ---- */

/* Make room, check what one row vouches for, check what the last rows do, and
 * give the room back. */
LI_MUST_USE li_err li_walk_rows_start(struct li_walk *w);
LI_MUST_USE li_err li_walk_check_rows(struct li_walk *w,
	const struct li_audit_row *row);
LI_MUST_USE li_err li_walk_check_rows_end(struct li_walk *w);
void li_walk_rows_free(struct li_walk *w);

#endif

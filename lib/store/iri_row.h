/* SPDX-License-Identifier: BSD-3-Clause
 *
 * iri_row.h - read what the audit vouches for of an IRI.
 *
 * Floor    3, inside the store and lmisf_sql.
 * Threads  As the connection's.
 * Memory   The digest of a row borrows from the statement.
 * Spec     TS 33.126 R6.5-60, R6.5-70
 */
#ifndef LI_STORE_IRI_ROW_H
#define LI_STORE_IRI_ROW_H

#include "store/chain.h"
#include "store/sqlite.h"

/* The columns of iri i and stream m, in front of whatever else is selected. */
#define LI_IRI_ROW_COLUMNS                                                     \
	"i.id, m.task, m.correlation, i.sequence, i.kind, i.direction, "       \
	"i.at_us, i.committed_us, i.sha256, i.repeat, i.matched_roles, "       \
	"i.unflagged"
enum { LI_IRI_ROW_NEXT = 12 }; /* the column behind them */

/* Read them at the statement's row. False: a number that no IRI has, and that
 * would be cut to one. */
bool li_iri_row_read(sqlite3_stmt *s, struct li_iri_row *row);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * wanted.h - ids that a caller names one after the other, as a table "wanted"
 * that a statement reads: a statement that is begun anew for each of them costs
 * more than what it reads.
 *
 * Floor    3, inside the store.
 * Threads  As store.h.
 * Memory   It belongs to the connection.
 * Spec     none
 */
#ifndef LI_STORE_WANTED_H
#define LI_STORE_WANTED_H

#include "base/fault.h"
#include "store/outbox.h"
#include "store/sqlite.h"

/* Where they come from; NULL: there is none. Each is asked for when the
 * statement is done with what the one before gave. */
struct li_wanted {
	const struct li_store_picks *picks;
};

/* Have the table in a connection, before li_db_settle(): later a reader could
 * not, as SQLite asks its authorizer as if a schema was to be written. wanted
 * outlives the connection. Errors as li_db_err(). */
LI_MUST_USE li_err li_wanted_add(sqlite3 *db, const char *path,
	struct li_wanted *wanted, struct li_fault *fault);

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * connect.h - a connection that is set as it must be, and says when not.
 *
 * Every pragma is read back: SQLite takes a misspelt one in silence.
 *
 * Floor    3, inside the store.
 * Threads  As the connection's.
 * Memory   The caller closes the connection.
 * Spec     TS 33.126 R6.6-100 (what was erased is gone)
 */
#ifndef LI_STORE_CONNECT_H
#define LI_STORE_CONNECT_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

enum { LI_STORE_BUSY_MS = 5000 }; /* a reader may be recovering the WAL */

/* Open an existing file. Nothing in it is read or changed yet.
 *   LI_EDB LI_EIO LI_ENOMEM   *out is untouched
 */
LI_MUST_USE li_err li_db_open(const char *path, bool writer, sqlite3 **out,
	struct li_fault *fault);

/* Set and read back what our guarantees rest on.
 *   LI_ECONFIG   one did not take
 */
LI_MUST_USE li_err li_db_settle(sqlite3 *db, const char *path, bool writer,
	struct li_fault *fault);

/* Set one pragma (name, value, what it then says) and read it back; a
 * value NULL only reads.
 *   LI_ECONFIG   it did not take
 */
LI_MUST_USE li_err li_db_pragma(sqlite3 *db, const char *path,
	const char *const pragma[static 3], struct li_fault *fault);

/* The first column of the first row of a statement.
 *   LI_ENOTFOUND   no row
 *   LI_EDB LI_EIO LI_ECORRUPT LI_EAGAIN LI_ENOMEM
 */
LI_MUST_USE li_err li_db_number(sqlite3 *db, const char *sql, int64_t *out);
LI_MUST_USE li_err li_db_text(sqlite3 *db, const char *sql, char *out,
	size_t cap);

/* Our word for a result code. */
li_err li_db_err(int rc);

/* Was there no room on the disk, since the last time that this was taken
 * back? */
bool li_db_full(void);
void li_db_not_full(void);

/* The connection's last error, with its words in fault. */
li_err li_db_fault(sqlite3 *db, const char *path, struct li_fault *fault);

#endif

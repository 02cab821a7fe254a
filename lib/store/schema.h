/* SPDX-License-Identifier: BSD-3-Clause
 *
 * schema.h - the database's shape and how an older one is brought to it.
 *
 * The texts are made from db/ at build time. The schema's version is in
 * PRAGMA user_version, set in the transaction that makes it true.
 *
 * Floor    3, inside the store.
 * Threads  As the connection's.
 * Memory   None is kept.
 * Spec     none
 */
#ifndef LI_STORE_SCHEMA_H
#define LI_STORE_SCHEMA_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/fault.h"

enum {
	LI_SCHEMA_VERSION = 22,
	LI_SCHEMA_APPLICATION = 1280133459, /* "LMIS", as in schema.sql */
};

/* One step: the text takes version `to` - 1 to `to`. */
struct li_migration {
	int to;
	const char *sql;
};

/* db/schema.sql and db/audit.sql, and the steps up to them. */
extern const char li_schema_sql[];
extern const char li_schema_views_sql[];
extern const struct li_migration li_schema_migrations[]; /* ends with to 0 */

/* Make schema and views in the open transaction. */
LI_MUST_USE li_err li_schema_make(sqlite3 *db, const char *path,
	struct li_fault *fault);

/* Read the version of an lmisf database.
 *   LI_ECORRUPT   not a database, or not one of ours
 *   LI_EVERSION   newer than this program
 *   LI_EDB LI_EIO
 */
LI_MUST_USE li_err li_schema_version(sqlite3 *db, const char *path,
	int *version, struct li_fault *fault);

/* Take the database from version `from` to `to`, all or nothing; the views are
 * made anew. foreign_keys must be off.
 *   LI_EDB LI_EIO LI_ECORRUPT   it is as it was
 */
LI_MUST_USE li_err li_schema_migrate(sqlite3 *db, const char *path,
	const struct li_migration *steps, int from, struct li_fault *fault);

/* Is each object as the texts write it, and is there none more? False is no finding yet:
 * another way of writing may mean the same. */
bool li_schema_as_written(sqlite3 *db);

/* Is every table, index, view and trigger what this program makes, and none
 * more? A trigger that was dropped or added is how evidence would be changed.
 *   LI_ECORRUPT   fault names the first that is not
 */
LI_MUST_USE li_err li_schema_check(sqlite3 *db, const char *path,
	struct li_fault *fault);

#endif

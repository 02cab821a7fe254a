/* SPDX-License-Identifier: BSD-3-Clause
 *
 * old_schema.h - databases as older versions made them: schema_0001.sql, and the
 * steps up to a version.
 */
#ifndef LI_TESTS_OLD_SCHEMA_H
#define LI_TESTS_OLD_SCHEMA_H

#include <sqlite3.h>

/* An empty database in memory of that version. */
sqlite3 *old_schema(int version);

/* SHA-256 in hexadecimal of its tables, indexes and triggers: of what
 *   SELECT type || ' ' || name || char(10) || coalesce(sql, '')
 *   FROM sqlite_schema WHERE type <> 'view' AND name NOT LIKE 'sqlite~_%'
 *   ESCAPE '~' ORDER BY type || ' ' || name
 * makes sqlite3(1) print. */
void old_schema_digest(sqlite3 *db, char out[static 65]);

#endif

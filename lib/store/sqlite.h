/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sqlite.h - SQLite, linked or from inside a program that loaded us.
 *
 * Floor    3, inside the store and lmisf_sql.
 * Threads  none
 * Memory   none
 * Spec     none
 */
#ifndef LI_STORE_SQLITE_H
#define LI_STORE_SQLITE_H

#ifdef LI_STORE_LOADED
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3
#else
#include <sqlite3.h>
#endif

#endif

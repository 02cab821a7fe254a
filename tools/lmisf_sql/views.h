/* SPDX-License-Identifier: BSD-3-Clause
 *
 * views.h - the text of db/audit_open.sql.
 *
 * Floor    5.
 * Threads  none
 * Memory   Static.
 * Spec     none
 */
#ifndef LI_LMISF_SQL_VIEWS_H
#define LI_LMISF_SQL_VIEWS_H

/* db/audit_open.sql, NUL-terminated. */
extern const char li_sql_views[];

#endif

/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sql_session.h - the statements that show a task's sessions, for sql.c.
 *
 * iri has no index but its id, as it would cost each record: so a stretch of
 * ids is passed at a time.
 *
 * Floor    3, inside the store.
 * Threads  Any.
 * Memory   Static texts.
 * Spec     TS 33.127 cl. 8.7
 */
#ifndef LI_STORE_SQL_SESSION_H
#define LI_STORE_SQL_SESSION_H

/* What HI4 is told, kind 8, is of no session. TS 33.128 cl. 5.7 */
/* clang-format off */
#define LI_SQL_SESSION_TEXTS \
	[LI_SQL_SESSION_SUMS] = \
		"SELECT m.id, m.correlation, count(*), min(i.at_us), " \
		"max(i.at_us), s.state, s.method " \
		"FROM iri i CROSS JOIN stream m ON m.id = i.stream " \
		"LEFT JOIN session s ON s.id = m.id " \
		"WHERE i.id > ?2 AND i.id <= ?3 AND m.task = ?1 " \
		"AND i.kind <> 8 GROUP BY m.id", \
	[LI_SQL_SESSION_RUNGS] = \
		"SELECT i.id, i.sequence, i.kind, i.direction, i.at_us, " \
		"i.committed_us, i.repeat, i.unflagged, p.record " \
		"FROM iri i LEFT JOIN payload p ON p.iri = i.id " \
		"WHERE i.id > ?2 AND i.id <= ?3 AND i.stream = ?1 " \
		"AND i.kind <> 8 ORDER BY i.id LIMIT ?4",
/* clang-format on */

#endif

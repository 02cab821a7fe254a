/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sql_numbering.h - the statements about numbers of HI2, and about integrity checks
 * on their way, for sql.c.
 *
 * Floor    3, inside the store.
 * Threads  Any.
 * Memory   Static texts.
 * Spec     TS 102 232-1 cl. 5.2.5, annex J.1
 */
#ifndef LI_STORE_SQL_NUMBERING_H
#define LI_STORE_SQL_NUMBERING_H

/* clang-format off */
#define LI_SQL_NUMBERING_TEXTS \
	[LI_SQL_NUMBERING_FIND] = \
		"SELECT next, phase FROM numbering " \
		"WHERE stream = ?1 AND liid = ?2", \
	[LI_SQL_NUMBERING_SET] = \
		"INSERT INTO numbering (stream, liid, next, phase) VALUES (?1, " \
		"?2, ?3, ?4) ON CONFLICT (stream, liid) DO UPDATE " \
		"SET next = excluded.next, phase = excluded.phase", \
	[LI_SQL_NUMBERING_ANEW] = \
		"UPDATE numbering SET next = 0, phase = CASE WHEN phase = 1 " \
		"AND stream IN (SELECT id FROM stream WHERE correlation <> 0) " \
		"THEN 0 ELSE phase END", \
	[LI_SQL_CHECKING_ADD] = \
		"INSERT OR REPLACE INTO checking (id, destination, stream, " \
		"liid, number, said) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", \
	[LI_SQL_CHECKING_HAD] = \
		"DELETE FROM checking WHERE stream = ?1 AND liid = ?2 " \
		"AND number < ?3", \
	[LI_SQL_CHECKING_NEXT] = \
		"SELECT id, said FROM checking WHERE destination = ?1 " \
		"AND id > ?2 ORDER BY id LIMIT 1", \
	[LI_SQL_CHECKING_LEAVE] = \
		"DELETE FROM checking WHERE destination = ?1", \
	[LI_SQL_CHECKING_ANEW] = "DELETE FROM checking",
/* clang-format on */

#endif

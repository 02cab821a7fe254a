/* SPDX-License-Identifier: BSD-3-Clause
 *
 * sql_warrant.h - the statements about authorisations, for sql.c.
 *
 * Floor    3, inside the store.
 * Threads  Any.
 * Memory   Static texts.
 * Spec     TS 103 120 cl. 7.2
 */
#ifndef LI_STORE_SQL_WARRANT_H
#define LI_STORE_SQL_WARRANT_H

/* clang-format off */
#define LI_SQL_WARRANT_TEXTS \
	[LI_SQL_WARRANT_FIND] = \
		"SELECT id FROM authorisation WHERE object_blind = ?1", \
	[LI_SQL_WARRANT_ADD] = \
		"INSERT INTO authorisation (id, object_blind, object, " \
		"reference, legal_type, priority, starts_us, ends_us, " \
		"approver_name, approver_role, approver_ref, entered_by, " \
		"authorised_us, emergency, generation, added_us, changed_us, " \
		"owner_blind, owner) " \
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, " \
		"?13, ?14, 1, ?15, ?15, ?16, ?17)", \
	[LI_SQL_WARRANT_GET] = \
		"SELECT object, reference, legal_type, approver_name, " \
		"approver_role, approver_ref, priority, starts_us, ends_us, " \
		"ended_us, authorised_us, emergency, generation, changed_us, " \
		"owner FROM authorisation WHERE id = ?1", \
	[LI_SQL_WARRANT_CHANGE] = \
		"UPDATE authorisation SET starts_us = ?2, ends_us = ?3, " \
		"ended_us = ?4, changed_us = ?5, " \
		"generation = generation + 1 WHERE id = ?1", \
	[LI_SQL_WARRANT_LINK] = \
		"INSERT INTO authorisation_task (authorisation, task) " \
		"VALUES (?1, ?2)", \
	[LI_SQL_WARRANT_LEAVE] = \
		"DELETE FROM authorisation_task WHERE authorisation = ?1 " \
		"AND task = ?2", \
	[LI_SQL_WARRANT_OF] = \
		"SELECT l.authorisation FROM authorisation_task l " \
		"JOIN task t ON t.id = l.task " \
		"WHERE t.xid_blind = ?1 AND l.authorisation > ?2 " \
		"ORDER BY l.authorisation LIMIT 1", \
	[LI_SQL_WARRANT_OWNED] = \
		"SELECT id FROM authorisation WHERE owner_blind = ?1 " \
		"AND id > ?2 ORDER BY id LIMIT 1", \
	[LI_SQL_WARRANT_OVER] = \
		"SELECT authorisation FROM authorisation_task " \
		"WHERE task = ?1 ORDER BY authorisation LIMIT 1", \
	[LI_SQL_WARRANT_TASKS] = \
		"SELECT t.id, t.xid, t.awaiting AND t.ended_us = 0 " \
		"FROM authorisation_task l JOIN task t ON t.id = l.task " \
		"WHERE l.authorisation = ?1 ORDER BY t.id", \
	/* TS 33.126 R6.5-10 */ \
	[LI_SQL_WARRANT_OUTSIDE] = \
		"SELECT t.id FROM authorisation_task l " \
		"JOIN authorisation a ON a.id = l.authorisation " \
		"JOIN task t ON t.id = l.task " \
		"WHERE (l.task = ?1 OR l.authorisation = ?2) " \
		"AND a.ended_us = 0 AND t.ended_us = 0 " \
		"AND (t.starts_us < a.starts_us OR t.ends_us > a.ends_us) " \
		"LIMIT 1",
/* clang-format on */

#endif

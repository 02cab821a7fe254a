/* SPDX-License-Identifier: BSD-3-Clause */
#include "store/sql.h"

#include "store/iri_row.h"
#include "store/sql_numbering.h"
#include "store/sql_session.h"
#include "store/sql_warrant.h"

const char *const li_sql_texts[LI_SQL_COUNT] = {
	[LI_SQL_BEGIN] = "BEGIN IMMEDIATE",
	[LI_SQL_COMMIT] = "COMMIT",
	[LI_SQL_ROLLBACK] = "ROLLBACK",
	[LI_SQL_SAVE] = "SAVEPOINT change",
	[LI_SQL_RELEASE] = "RELEASE change",
	[LI_SQL_BACK] = "ROLLBACK TO change",
	[LI_SQL_LAST_ID] = "SELECT seq FROM sqlite_sequence WHERE name = ?1",

	[LI_SQL_TASK_ADD] =
		"INSERT INTO task (id, xid_blind, xid, liid, starts_us, "
		"ends_us, ended_us, content, operator, warrant, added_us, "
		"changed_us) VALUES (?1, ?10, ?11, ?2, ?3, ?4, ?12, ?5, ?6, "
		"?7, ?8, ?8)",
	LI_SQL_WARRANT_TEXTS[LI_SQL_TASK_FIND] =
		"SELECT id, ended_us FROM task WHERE xid_blind = ?1",
	[LI_SQL_TASK_CHANGE] =
		"UPDATE task SET liid = ?2, starts_us = ?3, ends_us = ?4, "
		"content = ?5, operator = ?6, warrant = ?7, changed_us = ?8, "
		"ended_us = 0 WHERE id = ?1",
	[LI_SQL_TASK_END] =
		"UPDATE task SET ended_us = ?2, changed_us = ?3 WHERE id = ?1",
	[LI_SQL_TASK_TERMS] =
		"UPDATE task SET services = ?2, location = ?3, home_only = ?4, "
		"awaiting = ?5, generation = ?6, priority = ?7, emergency = ?8, "
		"authorised_us = ?9, legal_type = ?10, approver_name = ?11, "
		"approver_role = ?12, approver_ref = ?13, entered_by = ?14, "
		"released_by = NULL, released_us = 0, locality = ?15, "
		"product = ?16, erase_at_end = ?17 WHERE id = ?1",
	[LI_SQL_TASK_STATE] = "SELECT generation, awaiting, entered_by "
			      "FROM task WHERE id = ?1",
	[LI_SQL_TASK_LIID] = "SELECT liid FROM task WHERE id = ?1",
	/* Nothing of before the approval is ever told. */
	[LI_SQL_TASK_RELEASE] =
		"UPDATE task SET awaiting = 0, released_by = ?2, "
		"released_us = ?3, starts_us = max(starts_us, ?3), "
		"changed_us = ?4 WHERE id = ?1",
	[LI_SQL_MEDIATION_ADD] =
		"INSERT INTO mediation (id, task, ordinal, liid, starts_us, "
		"ends_us, services) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[LI_SQL_MEDIATIONS_DROP] = "DELETE FROM mediation WHERE task = ?1",
	[LI_SQL_MEDIATIONS_OF] =
		"SELECT id, liid, starts_us, ends_us, services FROM mediation "
		"WHERE task = ?1 ORDER BY ordinal",
	[LI_SQL_TASK_NEXT] =
		"SELECT id, xid, liid, starts_us, ends_us, ended_us, content, "
		"operator, warrant, services, location, home_only, awaiting, "
		"generation, priority, emergency, authorised_us, legal_type, "
		"approver_name, approver_role, approver_ref, changed_us, "
		"locality, product, at_us, octets, erase_at_end "
		"FROM task LEFT JOIN task_amount ON task = id "
		"WHERE id > ?1 ORDER BY id LIMIT 1",
	[LI_SQL_AMOUNT_BEGIN] =
		"INSERT OR REPLACE INTO task_amount (task, since, at_us, "
		"octets) VALUES (?1, ?2, 0, 0)",
	[LI_SQL_AMOUNT_SEEN] = "UPDATE task_amount SET at_us = ?2 "
			       "WHERE task = ?1 AND at_us < ?2",
	[LI_SQL_AMOUNT_SINCE] = "SELECT since FROM task_amount "
				"WHERE task = ?1",
	[LI_SQL_AMOUNT_ADD] = "UPDATE task_amount SET octets = octets + ?2 "
			      "WHERE task = ?1",
	[LI_SQL_TASK_COUNT] = "SELECT count(*), coalesce(sum(ended_us = 0 AND "
			      "awaiting = 0 AND "
			      "starts_us <= ?1 AND ends_us > ?1), 0) FROM task",
	[LI_SQL_TARGET_ADD] =
		"INSERT INTO target (id, task, ordinal, kind, blind, identity) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[LI_SQL_TARGETS_DROP] = "DELETE FROM target WHERE task = ?1",
	[LI_SQL_TARGETS_OF] =
		"SELECT id, kind, identity FROM target WHERE task = ?1 "
		"ORDER BY ordinal",
	[LI_SQL_CONTEXT_ADD] =
		"INSERT INTO hash_context (id, context) VALUES (?1, ?2)",
	[LI_SQL_CONTEXT_SET] =
		"UPDATE hash_context SET context = ?2 WHERE id = ?1",
	[LI_SQL_CONTEXT_DROP] = "DELETE FROM hash_context WHERE id = ?1",
	[LI_SQL_CONTEXT_NEXT] = "SELECT id, context FROM hash_context "
				"WHERE id > ?1 ORDER BY id LIMIT 1",
	[LI_SQL_LINK_ADD] =
		"INSERT INTO task_destination (task, ordinal, destination) "
		"VALUES (?1, ?2, ?3)",
	[LI_SQL_LINKS_DROP] = "DELETE FROM task_destination WHERE task = ?1",
	[LI_SQL_LINKS_OF] = "SELECT d.did FROM task_destination l "
			    "JOIN destination d ON d.id = l.destination "
			    "WHERE l.task = ?1 ORDER BY l.ordinal",
	[LI_SQL_ROUTE] =
		"SELECT d.id, d.format FROM task t "
		"LEFT JOIN task_destination l ON l.task = t.id "
		"LEFT JOIN destination d ON d.id = l.destination "
		"AND d.removed_us = 0 WHERE t.id = ?1 ORDER BY l.ordinal",

	[LI_SQL_SCHEMES_OF] =
		"SELECT count(DISTINCT d.scheme) FROM task_destination l "
		"JOIN destination d ON d.id = l.destination "
		"WHERE l.task = ?1 AND d.format > 1",
	[LI_SQL_DESTINATION_ADD] =
		"INSERT INTO destination (id, did, name, host, port, peer, "
		"format, scheme, silent, authorization_country, "
		"delivery_country, pins, second_host, second_port, "
		"second_peer, added_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
		"?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
	[LI_SQL_DESTINATION_FIND] =
		"SELECT id FROM destination WHERE did = ?1 AND removed_us = 0",
	[LI_SQL_DESTINATION_USED] =
		"SELECT EXISTS (SELECT 1 FROM task_destination l "
		"JOIN task t ON t.id = l.task WHERE l.destination = ?1 "
		"AND t.ended_us = 0 AND t.ends_us > ?2), "
		"EXISTS (SELECT 1 FROM outbox WHERE destination = ?1)",
	[LI_SQL_DESTINATION_CHANGE] =
		"UPDATE destination SET name = ?3, host = ?4, port = ?5, "
		"peer = ?6, format = ?7, scheme = ?8, silent = ?9, "
		"authorization_country = ?10, delivery_country = ?11, "
		"pins = ?12, second_host = ?13, second_port = ?14, "
		"second_peer = ?15 WHERE id = ?1",
	[LI_SQL_DESTINATION_REMOVE] =
		"UPDATE destination SET removed_us = ?2 WHERE id = ?1",
	[LI_SQL_DESTINATION_OLDEST] =
		"SELECT i.committed_us FROM outbox o JOIN iri i ON i.id = o.iri "
		"WHERE o.destination = ?1 ORDER BY o.iri LIMIT 1",
	[LI_SQL_DESTINATION_NEXT] =
		"SELECT id, did, name, host, port, peer, format, scheme, "
		"silent, authorization_country, delivery_country, pins, "
		"second_host, second_port, second_peer, "
		"(SELECT behind FROM cin_reset WHERE destination = id) "
		"FROM destination WHERE id > ?1 AND removed_us = 0 ORDER BY id LIMIT 1",
	[LI_SQL_DESTINATION_COUNT] =
		"SELECT count(*) FROM destination WHERE removed_us = 0",
	[LI_SQL_HANDOVER_OF] =
		"SELECT format, scheme, silent, authorization_country, "
		"delivery_country FROM destination WHERE id = ?1",

	[LI_SQL_STREAM_FIND] = "SELECT id, next FROM stream WHERE task = ?1 "
			       "AND correlation = ?2",
	[LI_SQL_TASK_BEGUN] =
		"SELECT 1 FROM stream WHERE task = ?1 UNION ALL "
		"SELECT 1 FROM registration WHERE task = ?1 LIMIT 1",
	[LI_SQL_STREAM_ADD] = "INSERT INTO stream (task, correlation, next) "
			      "VALUES (?1, ?2, 0)",
	[LI_SQL_STREAM_SET] = "UPDATE stream SET next = ?2 WHERE id = ?1",
	LI_SQL_NUMBERING_TEXTS[LI_SQL_RESET_AWAITED] =
		"SELECT EXISTS (SELECT 1 FROM cin_reset r JOIN outbox o "
		"ON o.destination = r.destination AND o.iri > r.behind)",
	[LI_SQL_RESET_ADD] =
		"INSERT INTO cin_reset (destination, behind) "
		"SELECT id, ?1 FROM destination "
		"WHERE format > 1 AND removed_us = 0 "
		"ON CONFLICT (destination) DO UPDATE "
		"SET behind = excluded.behind WHERE NOT EXISTS "
		"(SELECT 1 FROM outbox o WHERE o.destination = "
		"cin_reset.destination AND o.iri > cin_reset.behind)",
	[LI_SQL_REG_FIND] = "SELECT id FROM registration WHERE task = ?1 "
			    "AND key_blind = ?2",
	[LI_SQL_REG_ADD] =
		"INSERT INTO registration (id, impu, impi, imei, contact, "
		"server_name, visited_network, state, witness, expires_us, "
		"at_us, task, key_blind) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
		"?8, ?9, ?10, ?11, ?12, ?13)",
	[LI_SQL_REG_SET] =
		"UPDATE registration SET impu = coalesce(?2, impu), "
		"impi = coalesce(?3, impi), imei = coalesce(?4, imei), "
		"contact = coalesce(?5, contact), "
		"server_name = coalesce(?6, server_name), "
		"visited_network = coalesce(?7, visited_network), "
		"state = ?8, witness = ?9, "
		"expires_us = coalesce(nullif(?10, 0), expires_us), "
		"at_us = ?11 WHERE id = ?1",
	[LI_SQL_SESSION_ADD] =
		"INSERT INTO session (id, call_id, from_uri, to_uri, method, "
		"direction, state, status, opened_us, at_us, closed_us) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)",
	[LI_SQL_SESSION_SET] =
		"UPDATE session SET call_id = coalesce(?2, call_id), "
		"from_uri = coalesce(?3, from_uri), "
		"to_uri = coalesce(?4, to_uri), "
		"method = coalesce(nullif(?5, ''), method), "
		"direction = coalesce(nullif(?6, 0), direction), state = ?7, "
		"status = coalesce(nullif(?8, 0), status), at_us = ?9, "
		"closed_us = coalesce(nullif(?10, 0), closed_us) "
		"WHERE id = ?1",

	[LI_SQL_REG_MIRROR_SET] =
		"INSERT INTO registration_mirror (id, state) VALUES (?1, ?2) "
		"ON CONFLICT (id) DO UPDATE SET state = excluded.state",
	[LI_SQL_REG_MIRROR_ERASE] =
		"DELETE FROM registration_mirror WHERE id = ?1",
	/* The limit keeps the states out of the sorting. */
	[LI_SQL_REG_MIRROR_EACH] =
		"SELECT o.id, x.state FROM (SELECT r.id AS id "
		"FROM registration_mirror m JOIN registration r ON r.id = m.id "
		"ORDER BY r.at_us, r.id LIMIT -1) o "
		"CROSS JOIN registration_mirror x ON x.id = o.id",
	[LI_SQL_REG_MIRROR_PRUNE] =
		"DELETE FROM registration_mirror WHERE id IN "
		"(SELECT m.id FROM registration_mirror m "
		"JOIN registration r ON r.id = m.id "
		"JOIN task t ON t.id = r.task WHERE t.ended_us > 0 "
		"OR t.ends_us <= ?1 OR r.at_us < ?2)",
	[LI_SQL_REG_MIRROR_DROP] =
		"DELETE FROM registration_mirror WHERE id IN "
		"(SELECT id FROM registration WHERE task = ?1)",
	[LI_SQL_SESSION_MIRROR_SET] =
		"INSERT INTO session_mirror (id, state) VALUES (?1, ?2) "
		"ON CONFLICT (id) DO UPDATE SET state = excluded.state",
	[LI_SQL_SESSION_MIRROR_ERASE] =
		"DELETE FROM session_mirror WHERE id = ?1",
	/* The limit keeps the states out of the sorting. */
	[LI_SQL_SESSION_MIRROR_EACH] =
		"SELECT o.id, x.state FROM (SELECT r.id AS id "
		"FROM session_mirror m JOIN session r ON r.id = m.id "
		"ORDER BY r.at_us, r.id LIMIT -1) o "
		"CROSS JOIN session_mirror x ON x.id = o.id",
	[LI_SQL_SESSION_MIRROR_PRUNE] =
		"DELETE FROM session_mirror WHERE id IN "
		"(SELECT m.id FROM session_mirror m "
		"JOIN session r ON r.id = m.id "
		"JOIN stream s ON s.id = r.id "
		"JOIN task t ON t.id = s.task WHERE t.ended_us > 0 "
		"OR t.ends_us <= ?1 OR r.at_us < ?2)",
	[LI_SQL_SESSION_MIRROR_DROP] =
		"DELETE FROM session_mirror WHERE id IN "
		"(SELECT id FROM stream WHERE task = ?1)",

	[LI_SQL_IRI_LAST] = "SELECT coalesce(max(id), 0) FROM iri",
	[LI_SQL_IRI_ADD] =
		"INSERT INTO iri (id, stream, sequence, kind, direction, "
		"at_us, committed_us, waiting, sha256, repeat, "
		"matched_roles, unflagged) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
		"?8, ?9, ?10, ?11, ?12)",
	[LI_SQL_PAYLOAD_ADD] = "INSERT INTO payload (iri, record, handover) "
			       "VALUES (?1, ?2, ?3)",
	[LI_SQL_OUTBOX_ADD] = "INSERT INTO outbox (destination, iri, task) "
			      "VALUES (?1, ?2, ?3)",
	[LI_SQL_CLAIM] = "SELECT o.iri, m.task, i.sequence, p.record, m.id, "
			 "p.handover "
			 "FROM outbox o JOIN iri i ON i.id = o.iri "
			 "JOIN payload p ON p.iri = o.iri "
			 "JOIN stream m ON m.id = i.stream "
			 "WHERE o.destination = ?1 AND o.iri > ?2 "
			 "ORDER BY o.iri LIMIT ?3",
	[LI_SQL_SCAN] = "SELECT iri, task FROM outbox "
			"WHERE destination = ?1 AND iri > ?2 "
			"ORDER BY iri LIMIT ?3",
	[LI_SQL_FETCH] = "SELECT o.iri, m.task, i.sequence, p.record, m.id, "
			 "p.handover "
			 "FROM wanted w CROSS JOIN outbox o ON o.destination = "
			 "?1 AND o.iri = w.id CROSS JOIN iri i ON i.id = w.id "
			 "CROSS JOIN payload p ON p.iri = w.id "
			 "CROSS JOIN stream m ON m.id = i.stream",
	[LI_SQL_DUE] = "SELECT count(*), min(iri), max(iri) FROM "
		       "(SELECT iri FROM outbox WHERE destination = ?1 "
		       "AND iri <= ?2 ORDER BY iri LIMIT ?3)",
	[LI_SQL_DUE_TASK] = "SELECT task FROM outbox WHERE destination = ?1 "
			    "AND iri = ?2",
	[LI_SQL_CONFIRM] =
		"UPDATE iri SET waiting = waiting - 1, sent = sent + ?5, "
		"confirmed_us = "
		"CASE WHEN waiting = 1 THEN ?4 ELSE 0 END WHERE id IN "
		"(SELECT iri FROM outbox WHERE destination = ?1 "
		"AND iri BETWEEN ?2 AND ?3)",
	[LI_SQL_ERASE] =
		"DELETE FROM payload WHERE iri IN (SELECT o.iri FROM outbox o "
		"JOIN iri i ON i.id = o.iri WHERE o.destination = ?1 "
		"AND o.iri BETWEEN ?2 AND ?3 AND i.waiting = 0)",
	[LI_SQL_SENT] =
		"SELECT count(*) FROM outbox o JOIN iri i ON i.id = o.iri "
		"WHERE o.destination = ?1 AND o.iri BETWEEN ?2 AND ?3 "
		"AND i.waiting = 0 "
		"AND i.sent > 0 "
		"AND EXISTS (SELECT 1 FROM destination WHERE silent = 1)",
	[LI_SQL_DESTINATION_DID] = "SELECT did FROM destination WHERE id = ?1",
	[LI_SQL_QUEUED] = "SELECT count(*) FROM outbox WHERE destination = ?1",
	[LI_SQL_DONE] = "DELETE FROM outbox WHERE destination = ?1 "
			"AND iri BETWEEN ?2 AND ?3",
	[LI_SQL_RESET_DONE] = "DELETE FROM cin_reset WHERE destination = ?1 "
			      "AND behind < ?2",
	[LI_SQL_ASIDE] =
		"DELETE FROM outbox WHERE destination = ?1 AND iri = ?2",
	[LI_SQL_ASIDE_IRI] =
		"UPDATE iri SET waiting = waiting - 1 WHERE id = ?1",
	[LI_SQL_ASIDE_ERASE] = "DELETE FROM payload WHERE iri = ?1 AND "
			       "(SELECT waiting FROM iri WHERE id = ?1) = 0",

	/* The last end of those that nothing is delivered of any more. */
	[LI_SQL_ERASING] =
		"SELECT coalesce(max(CASE ended_us WHEN 0 THEN ends_us "
		"ELSE ended_us END), 0) FROM task WHERE erase_at_end = 1 "
		"AND (ended_us > 0 OR ends_us <= ?1)",
	/* A page of the outbox, and which entries are to be erased: not those
	 * of HI4, which say that it has ended. */
	[LI_SQL_WITHDRAW] =
		"SELECT o.destination, o.iri, o.task, "
		"t.erase_at_end = 1 AND (t.ended_us > 0 OR t.ends_us <= ?3) "
		"AND (SELECT kind FROM iri WHERE id = o.iri) <> 8 "
		"FROM outbox o JOIN task t ON t.id = o.task "
		"WHERE (o.destination, o.iri) > (?1, ?2) "
		"ORDER BY o.destination, o.iri LIMIT ?4",

	[LI_SQL_FEED_SET] =
		"INSERT INTO feed (instance, sequence, at_us) "
		"VALUES (?1, ?2, ?3) ON CONFLICT (instance) DO UPDATE "
		"SET sequence = max(sequence, excluded.sequence), "
		"at_us = excluded.at_us",
	[LI_SQL_FEED_GET] = "SELECT sequence FROM feed WHERE instance = ?1",
	[LI_SQL_TALLY_ADD] =
		"UPDATE tally SET iris = iris + ?1, waiting = waiting + ?2, "
		"confirmed = confirmed + ?3",
	[LI_SQL_TALLY_GET] = "SELECT iris, waiting, confirmed FROM tally",

	[LI_SQL_SECURITY_LAST] =
		"SELECT coalesce(max(id), 0) FROM security_events",
	[LI_SQL_SECURITY_ADD] =
		"INSERT INTO security_events (id, rule, severity, source, "
		"event, at_us, since_us, count, threshold, code, subject, "
		"node, peer, server) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
		"?9, ?10, ?11, ?12, ?13, ?14)",
	[LI_SQL_SECURITY_NEXT] =
		"SELECT id, rule, severity, source, event, at_us, since_us, "
		"count, threshold, code, subject, node, peer, server "
		"FROM security_events WHERE id > ?1 ORDER BY id LIMIT 1",

	[LI_SQL_FAULT_FIND] = "SELECT id, issue FROM fault WHERE what = ?1",
	[LI_SQL_FAULT_ADD] =
		"INSERT INTO fault (id, what, issue) VALUES (?1, ?2, ?3)",
	[LI_SQL_FAULT_SET] = "UPDATE fault SET issue = ?3 WHERE id = ?1",
	[LI_SQL_FAULT_DROP] = "DELETE FROM fault WHERE id = ?1",
	[LI_SQL_FAULT_NEXT] = "SELECT id, issue FROM fault WHERE id > ?1 "
			      "ORDER BY id LIMIT 1",
	[LI_SQL_REPORT_FIND] =
		"SELECT id, issue FROM report WHERE what = ?1 AND id > ?2 "
		"ORDER BY id DESC LIMIT 1",
	[LI_SQL_REPORT_ADD] =
		"INSERT INTO report (id, what, issue) VALUES (?1, ?2, ?3)",
	[LI_SQL_REPORT_DROP] = "DELETE FROM report WHERE id = ?1",
	[LI_SQL_REPORT_NEXT] = "SELECT id, issue FROM report WHERE id > ?1 "
			       "ORDER BY id LIMIT 1",
	[LI_SQL_REPORT_COUNT] = "SELECT count(*) FROM report",
	[LI_SQL_LAG_NEXT] =
		"SELECT d.id, d.did, (SELECT i.committed_us FROM outbox o "
		"JOIN iri i ON i.id = o.iri WHERE o.destination = d.id "
		"ORDER BY o.iri LIMIT 1) FROM destination d "
		"WHERE d.id > ?1 AND d.removed_us = 0 ORDER BY d.id LIMIT 1",
	[LI_SQL_TASK_EXPIRED] =
		"SELECT id, xid FROM task WHERE ended_us = 0 "
		"AND ends_us > ?1 AND ends_us <= ?2 AND id > ?3 "
		"ORDER BY id LIMIT 1",
	[LI_SQL_TASK_EXPIRES] = "SELECT coalesce(min(ends_us), 0) FROM task "
				"WHERE ended_us = 0 AND ends_us > ?1",

	[LI_SQL_AUDIT_LAST] =
		"SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1",
	[LI_SQL_AUDIT_ADD] =
		"INSERT INTO audit (id, at_us, actor, via, action, object, "
		"iri_first, iri_last, iri_digest, detail, hash, result, "
		"digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
		"?11, ?12, ?13)",
	[LI_SQL_CHECKPOINT_ADD] =
		"INSERT INTO audit_checkpoint (row, at_us, hash, signature, "
		"root, tree, previous) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[LI_SQL_CHECKPOINT_LAST] =
		"SELECT row, at_us, hash, signature, root, previous, tree "
		"FROM audit_checkpoint ORDER BY row DESC LIMIT 1",
	[LI_SQL_AUDIT_HASHES] =
		"SELECT hash FROM audit WHERE id > ?1 ORDER BY id",
	[LI_SQL_AUDIT_ABOUT] =
		"SELECT 1 FROM audit WHERE object = ?1 AND action = 'task.add'",
	[LI_SQL_AUDIT_VOUCHED] =
		"SELECT digest FROM audit WHERE object = ?1 "
		"AND digest IS NOT NULL ORDER BY id DESC LIMIT 1",
	[LI_SQL_AUDIT_PAGE] =
		"SELECT id, at_us, actor, via, action, object, iri_first, "
		"iri_last, iri_digest, detail, hash, result, digest "
		"FROM audit WHERE id >= ?1 ORDER BY id LIMIT ?2",
	[LI_SQL_IRI_RANGE] =
		"SELECT " LI_IRI_ROW_COLUMNS ", i.confirmed_us, i.waiting, "
		"i.sent FROM iri i LEFT JOIN stream m ON m.id = i.stream "
		"WHERE i.id BETWEEN ?1 AND ?2 ORDER BY i.id",
	LI_SQL_SESSION_TEXTS[LI_SQL_KEY_EACH] =
		"SELECT row, public, signature FROM audit_key ORDER BY row",
	[LI_SQL_KEY_ADD] = "INSERT INTO audit_key (row, public, signature) "
			   "VALUES (?1, ?2, ?3)",
	[LI_SQL_KEY_LAST] =
		"SELECT public FROM audit_key ORDER BY row DESC LIMIT 1",
};

-- SPDX-License-Identifier: BSD-3-Clause
--
-- The views of audit.sql with what is sealed opened: made by lmisf_sql in the
-- auditor's connection, in memory, where they take the place of the others.

CREATE TEMP VIEW audit_tasks AS SELECT
	v.task, v.state,
	lmisf_open('task', 'xid', t.id, t.xid) AS xid,
	lmisf_open('task', 'liid', t.id, t.liid) AS liid,
	(SELECT group_concat(lmisf_open('target', 'identity', id, identity), ' ')
		FROM main.target WHERE task = t.id) AS targets,
	v.scope, v.starts_us, v.starts, v.ends_us, v.ends, v.ended_us, v.ended,
	v.destinations,
	lmisf_open('task', 'operator', t.id, t.operator) AS operator,
	lmisf_open('task', 'warrant', t.id, t.warrant) AS warrant,
	v.added_us, v.added, v.changed_us, v.changed, v.generation, v.services,
	v.location, v.suspended_abroad, v.erase_at_end,
	(SELECT group_concat(lmisf_open('mediation', 'liid', id, liid), ' ')
		FROM main.mediation WHERE task = t.id) AS mediations,
	lmisf_open('task', 'legal_type', t.id, t.legal_type) AS legal_type,
	v.priority, v.emergency,
	lmisf_open('task', 'approver_name', t.id, t.approver_name)
		AS approver_name,
	lmisf_open('task', 'approver_role', t.id, t.approver_role)
		AS approver_role,
	lmisf_open('task', 'approver_ref', t.id, t.approver_ref)
		AS approver_ref,
	v.authorised_us, v.authorised,
	lmisf_open('task', 'entered_by', t.id, t.entered_by) AS entered_by,
	lmisf_open('task', 'released_by', t.id, t.released_by) AS released_by,
	v.released_us, v.released
FROM main.audit_tasks v JOIN main.task t ON t.id = v.task;

CREATE TEMP VIEW audit_authorisations AS SELECT
	v.authorisation, v.state,
	lmisf_open('authorisation', 'object', a.id, a.object) AS object,
	lmisf_open('authorisation', 'reference', a.id, a.reference)
		AS reference,
	lmisf_open('authorisation', 'legal_type', a.id, a.legal_type)
		AS legal_type,
	v.priority, v.emergency, v.starts_us, v.starts, v.ends_us, v.ends,
	v.ended_us, v.ended, v.tasks,
	lmisf_open('authorisation', 'approver_name', a.id, a.approver_name)
		AS approver_name,
	lmisf_open('authorisation', 'approver_role', a.id, a.approver_role)
		AS approver_role,
	lmisf_open('authorisation', 'approver_ref', a.id, a.approver_ref)
		AS approver_ref,
	v.authorised_us, v.authorised,
	lmisf_open('authorisation', 'entered_by', a.id, a.entered_by)
		AS entered_by,
	v.generation, v.added_us, v.added, v.changed_us, v.changed,
	lmisf_open('authorisation', 'owner', a.id, a.owner) AS owner
FROM main.audit_authorisations v
JOIN main.authorisation a ON a.id = v.authorisation;

CREATE TEMP VIEW audit_registrations AS SELECT
	v.registration, v.task,
	lmisf_open('registration', 'impu', r.id, r.impu) AS impu,
	lmisf_open('registration', 'impi', r.id, r.impi) AS impi,
	lmisf_open('registration', 'imei', r.id, r.imei) AS imei,
	lmisf_open('registration', 'contact', r.id, r.contact) AS contact,
	lmisf_open('registration', 'server_name', r.id, r.server_name)
		AS server_name,
	lmisf_open('registration', 'visited_network', r.id, r.visited_network)
		AS visited_network,
	v.state, v.witness, v.expires_us, v.expires, v.at_us, v.at
FROM main.audit_registrations v
	JOIN main.registration r ON r.id = v.registration;

CREATE TEMP VIEW audit_sessions AS SELECT
	v.session, v.task, v.correlation, v.method,
	lmisf_open('session', 'call_id', s.id, s.call_id) AS call_id,
	lmisf_open('session', 'from_uri', s.id, s.from_uri) AS from_uri,
	lmisf_open('session', 'to_uri', s.id, s.to_uri) AS to_uri,
	v.direction, v.state, v.status, v.iris, v.opened_us, v.opened,
	v.at_us, v.at, v.closed_us, v.closed
FROM main.audit_sessions v JOIN main.session s ON s.id = v.session;

CREATE TEMP VIEW audit_iri AS SELECT
	v.iri, v.task, v.correlation, v.sequence, v.kind, v.direction,
	v.at_us, v.at, v.committed_us, v.committed, v.confirmed_us, v.confirmed,
	v.sent_us, v.sent,
	v.waiting, v.sha256,
	CASE WHEN p.iri IS NULL THEN v.summary
		ELSE lmisf_iri_summary(p.iri, p.record) END AS summary,
	CASE WHEN p.iri IS NULL THEN v.matched
		ELSE lmisf_iri_matched(p.iri, p.record) END AS matched,
	CASE WHEN p.iri IS NULL THEN v.record
		ELSE lmisf_iri_text(p.iri, p.record) END AS record,
	CASE WHEN p.iri IS NULL THEN v.hop
		ELSE lmisf_iri_hop(p.iri, p.record) END AS hop,
	v.repeat, v.unflagged, v.roles
FROM main.audit_iri v LEFT JOIN main.payload p ON p.iri = v.iri;

CREATE TEMP VIEW audit_backlog AS SELECT
	v.destination, v.did,
	lmisf_open('destination', 'name', d.id, d.name) AS name,
	lmisf_open('destination', 'host', d.id, d.host) AS host,
	v.port, v.state, v.waiting, v.oldest_us, v.oldest, v.age_s, v.format,
	v.scheme, v.acknowledges
FROM main.audit_backlog v JOIN main.destination d ON d.id = v.destination;

CREATE TEMP VIEW audit_trail AS SELECT
	v.row, v.at_us, v.at,
	CASE WHEN a.actor IS NULL THEN v.actor
		ELSE lmisf_open('audit', 'actor', a.id, a.actor) END AS actor,
	v.via, v.action, v.object,
	lmisf_open('audit', 'detail', a.id, a.detail) AS detail,
	v.hash, v.signed, v.result
FROM main.audit_trail v JOIN main.audit a ON a.id = v.row;

CREATE TEMP VIEW audit_security AS SELECT
	v.security, v.rule, v.severity, v.source, v.event, v.summary, v.count,
	v.threshold, v.code, v.subject,
	lmisf_open('security_events', 'node', e.id, e.node) AS node,
	lmisf_open('security_events', 'peer', e.id, e.peer) AS peer,
	lmisf_open('security_events', 'server', e.id, e.server) AS server,
	v.since_us, v.since, v.at_us, v.at
FROM main.audit_security v JOIN main.security_events e ON e.id = v.security;

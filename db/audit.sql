-- SPDX-License-Identifier: BSD-3-Clause
--
-- Views for auditors. Names and columns are stable. Each time is there twice:
-- NAME_us in microseconds, NAME as UTC text. What is sealed reads 'sealed';
-- with lmisf_sql loaded and the key given, views of the same names and columns
-- (audit_open.sql) take the place of these and show it.

CREATE VIEW audit_tasks AS SELECT
	t.id AS task,
	CASE WHEN t.ended_us > 0 THEN 'ended'
		WHEN t.awaiting = 1 THEN 'awaiting approval'
		WHEN n.now_us < t.starts_us THEN 'pending'
		WHEN n.now_us < t.ends_us THEN 'in force'
		ELSE 'expired' END AS state,
	'sealed' AS xid,
	'sealed' AS liid,
	'sealed' AS targets,
	CASE t.content WHEN 1 THEN 'IRI and content' ELSE 'IRI only' END AS scope,
	t.starts_us,
	strftime('%Y-%m-%dT%H:%M:%S', t.starts_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', t.starts_us % 1000000) AS starts,
	t.ends_us,
	strftime('%Y-%m-%dT%H:%M:%S', t.ends_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', t.ends_us % 1000000) AS ends,
	nullif(t.ended_us, 0) AS ended_us,
	CASE WHEN t.ended_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', t.ended_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', t.ended_us % 1000000) END AS ended,
	(SELECT group_concat(destination, ' ') FROM task_destination
		WHERE task = t.id) AS destinations,
	'sealed' AS operator,
	'sealed' AS warrant,
	t.added_us,
	strftime('%Y-%m-%dT%H:%M:%S', t.added_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', t.added_us % 1000000) AS added,
	t.changed_us,
	strftime('%Y-%m-%dT%H:%M:%S', t.changed_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', t.changed_us % 1000000) AS changed,
	t.generation,
	CASE t.services WHEN 0 THEN 'all' ELSE ltrim(
		iif(t.services & 1, ' voice', '')
		|| iif(t.services & 2, ' messaging', '')
		|| iif(t.services & 4, ' RCS', '')) END AS services,
	CASE t.location WHEN 0 THEN 'all' WHEN 1 THEN 'beginning and end'
		WHEN 2 THEN 'none' END AS location,
	CASE t.home_only WHEN 1 THEN 'yes' ELSE 'no' END AS suspended_abroad,
	CASE t.erase_at_end WHEN 1 THEN 'yes' ELSE 'no' END AS erase_at_end,
	CASE WHEN EXISTS (SELECT 1 FROM mediation WHERE task = t.id)
		THEN 'sealed' END AS mediations,
	CASE WHEN t.legal_type IS NOT NULL THEN 'sealed' END AS legal_type,
	nullif(t.priority, 0) AS priority,
	CASE t.emergency WHEN 1 THEN 'yes' ELSE 'no' END AS emergency,
	CASE WHEN t.approver_name IS NOT NULL THEN 'sealed' END
		AS approver_name,
	CASE WHEN t.approver_role IS NOT NULL THEN 'sealed' END
		AS approver_role,
	CASE WHEN t.approver_ref IS NOT NULL THEN 'sealed' END AS approver_ref,
	nullif(t.authorised_us, 0) AS authorised_us,
	CASE WHEN t.authorised_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', t.authorised_us / 1000000,
			'unixepoch')
		|| printf('.%06dZ', t.authorised_us % 1000000) END AS authorised,
	CASE WHEN t.entered_by IS NOT NULL THEN 'sealed' END AS entered_by,
	CASE WHEN t.released_by IS NOT NULL THEN 'sealed' END AS released_by,
	nullif(t.released_us, 0) AS released_us,
	CASE WHEN t.released_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', t.released_us / 1000000,
			'unixepoch')
		|| printf('.%06dZ', t.released_us % 1000000) END AS released
FROM task t,
	(SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000000 AS now_us) n;

CREATE VIEW audit_authorisations AS SELECT
	a.id AS authorisation,
	CASE WHEN a.ended_us > 0 THEN 'cancelled'
		WHEN a.ends_us <= CAST(strftime('%s', 'now') AS INTEGER) * 1000000
		THEN 'expired' ELSE 'approved' END AS state,
	'sealed' AS object,
	'sealed' AS reference,
	CASE WHEN a.legal_type IS NOT NULL THEN 'sealed' END AS legal_type,
	nullif(a.priority, 0) AS priority,
	CASE a.emergency WHEN 1 THEN 'yes' ELSE 'no' END AS emergency,
	nullif(a.starts_us, 0) AS starts_us,
	CASE WHEN a.starts_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', a.starts_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', a.starts_us % 1000000) END AS starts,
	a.ends_us,
	strftime('%Y-%m-%dT%H:%M:%S', a.ends_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', a.ends_us % 1000000) AS ends,
	nullif(a.ended_us, 0) AS ended_us,
	CASE WHEN a.ended_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', a.ended_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', a.ended_us % 1000000) END AS ended,
	(SELECT group_concat(task, ' ') FROM authorisation_task
		WHERE authorisation = a.id) AS tasks,
	CASE WHEN a.approver_name IS NOT NULL THEN 'sealed' END
		AS approver_name,
	CASE WHEN a.approver_role IS NOT NULL THEN 'sealed' END
		AS approver_role,
	CASE WHEN a.approver_ref IS NOT NULL THEN 'sealed' END AS approver_ref,
	nullif(a.authorised_us, 0) AS authorised_us,
	CASE WHEN a.authorised_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', a.authorised_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', a.authorised_us % 1000000) END AS authorised,
	'sealed' AS entered_by,
	a.generation,
	a.added_us,
	strftime('%Y-%m-%dT%H:%M:%S', a.added_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', a.added_us % 1000000) AS added,
	a.changed_us,
	strftime('%Y-%m-%dT%H:%M:%S', a.changed_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', a.changed_us % 1000000) AS changed,
	CASE WHEN a.owner IS NOT NULL THEN 'sealed' END AS owner
FROM authorisation a;

CREATE VIEW audit_registrations AS SELECT
	r.id AS registration,
	r.task,
	CASE WHEN r.impu IS NOT NULL THEN 'sealed' END AS impu,
	CASE WHEN r.impi IS NOT NULL THEN 'sealed' END AS impi,
	CASE WHEN r.imei IS NOT NULL THEN 'sealed' END AS imei,
	CASE WHEN r.contact IS NOT NULL THEN 'sealed' END AS contact,
	CASE WHEN r.server_name IS NOT NULL THEN 'sealed' END AS server_name,
	CASE WHEN r.visited_network IS NOT NULL THEN 'sealed' END
		AS visited_network,
	CASE r.state WHEN 0 THEN 'none' WHEN 1 THEN 'pending'
		WHEN 2 THEN 'challenged' WHEN 3 THEN 'registered'
		WHEN 4 THEN 'unregistered' END AS state,
	CASE r.witness WHEN 1 THEN 'SIP' WHEN 2 THEN 'Cx' END AS witness,
	nullif(r.expires_us, 0) AS expires_us,
	CASE WHEN r.expires_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', r.expires_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', r.expires_us % 1000000) END AS expires,
	r.at_us,
	strftime('%Y-%m-%dT%H:%M:%S', r.at_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', r.at_us % 1000000) AS at
FROM registration r;

CREATE VIEW audit_sessions AS SELECT
	s.id AS session,
	m.task,
	printf('%llu', m.correlation) AS correlation,
	s.method,
	CASE WHEN s.call_id IS NOT NULL THEN 'sealed' END AS call_id,
	CASE WHEN s.from_uri IS NOT NULL THEN 'sealed' END AS from_uri,
	CASE WHEN s.to_uri IS NOT NULL THEN 'sealed' END AS to_uri,
	CASE s.direction WHEN 1 THEN 'from target' WHEN 2 THEN 'to target'
		WHEN 3 THEN 'combined' WHEN 4 THEN 'indeterminate' END AS direction,
	CASE s.state WHEN 0 THEN 'none' WHEN 1 THEN 'trying'
		WHEN 2 THEN 'early' WHEN 3 THEN 'confirmed'
		WHEN 4 THEN 'releasing' WHEN 5 THEN 'gone' END AS state,
	nullif(s.status, 0) AS status,
	m.next AS iris,
	s.opened_us,
	strftime('%Y-%m-%dT%H:%M:%S', s.opened_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', s.opened_us % 1000000) AS opened,
	s.at_us,
	strftime('%Y-%m-%dT%H:%M:%S', s.at_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', s.at_us % 1000000) AS at,
	nullif(s.closed_us, 0) AS closed_us,
	CASE WHEN s.closed_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', s.closed_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', s.closed_us % 1000000) END AS closed
FROM session s JOIN stream m ON m.id = s.id;

CREATE VIEW audit_iri AS SELECT
	i.id AS iri,
	m.task,
	printf('%llu', m.correlation) AS correlation,
	i.sequence,
	CASE i.kind WHEN 1 THEN 'sip' WHEN 2 THEN 'serving-system'
		WHEN 3 THEN 'registration-termination'
		WHEN 4 THEN 'subscriber-record-change'
		WHEN 5 THEN 'location-information-request'
		WHEN 6 THEN 'start-of-interception'
		WHEN 7 THEN 'registered-target'
		WHEN 8 THEN 'notification'
		WHEN 9 THEN 'media-keys' END AS kind,
	CASE i.direction WHEN 1 THEN 'unknown' WHEN 2 THEN 'to target'
		WHEN 3 THEN 'from target' WHEN 4 THEN 'both'
		WHEN 5 THEN 'none' END AS direction,
	i.at_us,
	strftime('%Y-%m-%dT%H:%M:%S', i.at_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', i.at_us % 1000000) AS at,
	i.committed_us,
	strftime('%Y-%m-%dT%H:%M:%S', i.committed_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', i.committed_us % 1000000) AS committed,
	CASE WHEN i.sent = 0 THEN nullif(i.confirmed_us, 0) END AS confirmed_us,
	CASE WHEN i.sent = 0 AND i.confirmed_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', i.confirmed_us / 1000000,
			'unixepoch')
		|| printf('.%06dZ', i.confirmed_us % 1000000) END AS confirmed,
	-- to all, of whom some never acknowledge
	CASE WHEN i.sent > 0 THEN nullif(i.confirmed_us, 0) END AS sent_us,
	CASE WHEN i.sent > 0 AND i.confirmed_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', i.confirmed_us / 1000000,
			'unixepoch')
		|| printf('.%06dZ', i.confirmed_us % 1000000) END AS sent,
	i.waiting,
	lower(hex(i.sha256)) AS sha256,
	CASE WHEN p.iri IS NULL THEN 'erased' ELSE 'sealed' END AS summary,
	CASE WHEN p.iri IS NULL THEN 'erased' ELSE 'sealed' END AS matched,
	CASE WHEN p.iri IS NULL THEN 'erased' ELSE 'sealed' END AS record,
	CASE WHEN p.iri IS NULL THEN 'erased' ELSE 'sealed' END AS hop,
	CASE i.repeat WHEN 1 THEN 'yes' ELSE 'no' END AS repeat,
	CASE i.unflagged WHEN 0 THEN 'no' ELSE 'yes' END AS unflagged,
	-- enum li_role, in the words of lib/model/roles.c
	ltrim(
		iif(i.matched_roles & 1, '+From', '')
		|| iif(i.matched_roles & 2, '+To', '')
		|| iif(i.matched_roles & 4, '+Request-URI', '')
		|| iif(i.matched_roles & 8, '+PAI', '')
		|| iif(i.matched_roles & 16, '+PPI', '')
		|| iif(i.matched_roles & 32, '+P-Called-Party-ID', '')
		|| iif(i.matched_roles & 64, '+History-Info', '')
		|| iif(i.matched_roles & 128, '+Diversion', '')
		|| iif(i.matched_roles & 256, '+username', '')
		|| iif(i.matched_roles & 512, '+instance', '')
		|| iif(i.matched_roles & 1024, '+P-Associated-URI', '')
		|| iif(i.matched_roles & 2048, '+Public-Identity', '')
		|| iif(i.matched_roles & 4096, '+User-Name', '')
		|| iif(i.matched_roles & 8192, '+User-Data', '')
		|| iif(i.matched_roles & 16384, '+registration', '')
		|| iif(i.matched_roles & 32768, '+dialog', '')
		|| iif(i.matched_roles & 65536, '+SMS originator', '')
		|| iif(i.matched_roles & 131072, '+SMS destination', ''),
		'+') AS roles
FROM iri i JOIN stream m ON m.id = i.stream
	LEFT JOIN payload p ON p.iri = i.id;

CREATE VIEW audit_backlog AS SELECT
	d.id AS destination,
	lower(substr(hex(d.did), 1, 8) || '-' || substr(hex(d.did), 9, 4) || '-'
		|| substr(hex(d.did), 13, 4) || '-' || substr(hex(d.did), 17, 4)
		|| '-' || substr(hex(d.did), 21)) AS did,
	'sealed' AS name,
	'sealed' AS host,
	d.port,
	CASE WHEN d.removed_us > 0 THEN 'removed' ELSE 'in use' END AS state,
	(SELECT count(*) FROM outbox WHERE destination = d.id) AS waiting,
	i.at_us AS oldest_us,
	strftime('%Y-%m-%dT%H:%M:%S', i.at_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', i.at_us % 1000000) AS oldest,
	CAST(strftime('%s', 'now') AS INTEGER) - i.at_us / 1000000 AS age_s,
	-- enum li_format, in the words of lib/model/handover.c
	CASE d.format WHEN 0 THEN 'x2' WHEN 1 THEN 'x2-sip'
		WHEN 2 THEN 'hi2-33128' WHEN 3 THEN 'hi2-33128-r17'
		WHEN 4 THEN 'hi2-ipmm' END AS format,
	CASE WHEN d.format > 1 THEN CASE d.scheme WHEN 0 THEN 'report'
		WHEN 1 THEN 'session' END END AS scheme,
	CASE d.silent WHEN 0 THEN 'yes' ELSE 'no' END AS acknowledges
FROM destination d LEFT JOIN iri i ON i.id =
	(SELECT min(iri) FROM outbox WHERE destination = d.id);

CREATE VIEW audit_trail AS SELECT
	a.id AS row,
	a.at_us,
	strftime('%Y-%m-%dT%H:%M:%S', a.at_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', a.at_us % 1000000) AS at,
	CASE WHEN a.actor IS NULL THEN 'program' ELSE 'sealed' END AS actor,
	a.via,
	a.action,
	a.object,
	CASE WHEN a.detail IS NOT NULL THEN 'sealed' END AS detail,
	lower(hex(a.hash)) AS hash,
	c.row IS NOT NULL AS signed,
	coalesce(a.result, 'done') AS result
FROM audit a LEFT JOIN audit_checkpoint c ON c.row = a.id;

CREATE VIEW audit_checkpoints AS SELECT
	c.row,
	c.at_us,
	strftime('%Y-%m-%dT%H:%M:%S', c.at_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', c.at_us % 1000000) AS at,
	c.previous,
	lower(hex(c.root)) AS root,
	-- as it is handed out, and as lmisf_chain() and lmisf-ctl take it
	CASE WHEN c.root IS NOT NULL THEN 'lmisf2:' || c.row || ':'
		|| c.previous || ':' || c.at_us || ':' || lower(hex(c.hash))
		|| ':' || lower(hex(c.root)) || ':' || lower(hex(c.signature))
		END AS checkpoint
FROM audit_checkpoint c;

CREATE VIEW audit_security AS SELECT
	e.id AS security,
	-- enum li_rule, in the words of lib/model/security.c
	CASE e.rule
		WHEN 1 THEN 'cx-role'
		WHEN 2 THEN 'cx-stranger'
		WHEN 3 THEN 'cx-peer'
		WHEN 4 THEN 'cx-answer'
		WHEN 5 THEN 'cx-server'
		WHEN 10 THEN 'lir-sweep'
		WHEN 11 THEN 'lir-unknown'
		WHEN 12 THEN 'mar-many'
		WHEN 13 THEN 'mar-one'
		WHEN 20 THEN 'sar-unproved'
		WHEN 21 THEN 'auth-failed'
		WHEN 22 THEN 'auth-refused'
		WHEN 23 THEN 'auth-failed-by'
		WHEN 31 THEN 'h1-device'
		WHEN 32 THEN 'h2-shared'
		WHEN 33 THEN 'h3-travel'
		WHEN 34 THEN 'h4-gruu'
		WHEN 35 THEN 'h5-dialog'
		WHEN 36 THEN 'h6-quiet'
		WHEN 37 THEN 'h7-bare'
		WHEN 39 THEN 'h9-imei'
		WHEN 40 THEN 'h10-failed'
		WHEN 50 THEN 'h8-server'
		WHEN 51 THEN 'sip-gone'
		WHEN 52 THEN 'cx-gone'
		WHEN 53 THEN 'not-associated'
		WHEN 54 THEN 'rtr-unanswered' END AS rule,
	CASE e.severity WHEN 1 THEN 'low' WHEN 2 THEN 'medium'
		WHEN 3 THEN 'high' END AS severity,
	CASE e.source WHEN 1 THEN 'SIP' WHEN 2 THEN 'Cx' END AS source,
	nullif(e.event, 0) AS event,
	CASE e.event WHEN 0 THEN 'yes' ELSE 'no' END AS summary,
	e.count,
	nullif(e.threshold, 0) AS threshold,
	CASE e.code WHEN 0 THEN NULL WHEN 300 THEN 'UAR' WHEN 301 THEN 'SAR'
		WHEN 302 THEN 'LIR' WHEN 303 THEN 'MAR' WHEN 304 THEN 'RTR'
		WHEN 305 THEN 'PPR' ELSE CAST(e.code AS TEXT) END AS code,
	CASE WHEN e.subject <> 0 THEN printf('%016x', e.subject) END AS subject,
	CASE WHEN e.node IS NOT NULL THEN 'sealed' END AS node,
	CASE WHEN e.peer IS NOT NULL THEN 'sealed' END AS peer,
	CASE WHEN e.server IS NOT NULL THEN 'sealed' END AS server,
	e.since_us,
	strftime('%Y-%m-%dT%H:%M:%S', e.since_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', e.since_us % 1000000) AS since,
	e.at_us,
	strftime('%Y-%m-%dT%H:%M:%S', e.at_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', e.at_us % 1000000) AS at
FROM security_events e;

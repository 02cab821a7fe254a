-- SPDX-License-Identifier: BSD-3-Clause
--
-- The store of lmisf, at its present version. Only lib/store writes it.
--
-- "sealed"  AES-256-GCM: key number (1 octet), nonce (12), ciphertext, tag (16);
--           associated data is table, column, row and key check, so that a value
--           opens only where it was put. TS 33.126 R6.6-100
-- "blind"   the first 16 octets of HMAC-SHA256 of the canonical value: equal
--           values can be found, nothing can be read.
-- "_us"     microseconds of UTC since 1970. TS 33.126 R6.4-90
--
-- Clear are only numbers, times, words of our own and DIDs. No identity, XID,
-- LIID, Call-ID or URI stands in clear anywhere in the file, its WAL or its
-- shared memory.

PRAGMA application_id = 1280133459; -- "LMIS"

CREATE TABLE installation (
	id            INTEGER PRIMARY KEY CHECK (id = 1),
	uuid          BLOB NOT NULL,    -- drawn once; salt of the sub-keys
	made_us       INTEGER NOT NULL,
	key_check     BLOB NOT NULL,    -- tells the right key file from a wrong one
	audit_public  BLOB NOT NULL,    -- Ed25519, verifies audit_checkpoint
	audit_private BLOB NOT NULL     -- sealed
) STRICT;

-- TS 103 221-1 cl. 6.2.1 TaskDetails; TS 33.128 cl. 5.2; TS 101 331 cl. 4.7
CREATE TABLE task (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	xid_blind  BLOB NOT NULL UNIQUE,
	xid        BLOB NOT NULL,       -- sealed; TS 103 221-1 cl. 6.2.1.2 XID
	liid       BLOB NOT NULL,       -- sealed; TS 103 280 LIID
	starts_us  INTEGER NOT NULL,    -- TS 33.126 R6.5-10
	ends_us    INTEGER NOT NULL,    -- TS 33.126 R6.5-10, mandatory
	ended_us   INTEGER NOT NULL DEFAULT 0, -- ended before its time
	content    INTEGER NOT NULL,    -- 1: content too; TS 103 221-1 DeliveryType
	operator   BLOB NOT NULL,       -- sealed; TS 101 331 cl. 4.7 who asked
	warrant    BLOB NOT NULL,       -- sealed; TS 101 331 cl. 4.7 reference
	added_us   INTEGER NOT NULL,
	changed_us INTEGER NOT NULL
) STRICT;

-- TS 103 221-1 cl. 6.2.1.2 TargetIdentifiers: all of a task must match
CREATE TABLE target (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	task     INTEGER NOT NULL REFERENCES task(id),
	ordinal  INTEGER NOT NULL,      -- order within the task
	kind     INTEGER NOT NULL,      -- 1 IMPU, 2 IMPI, 3 IMEI
	blind    BLOB NOT NULL,
	identity BLOB NOT NULL,         -- sealed; canonical text
	UNIQUE (task, ordinal)
) STRICT;
CREATE INDEX target_blind ON target(blind);

-- TS 103 221-1 cl. 6.2.2 DestinationDetails
CREATE TABLE destination (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	did        BLOB NOT NULL,       -- TS 103 221-1 DID, 16 octets
	name       BLOB NOT NULL,       -- sealed
	host       BLOB NOT NULL,       -- sealed; DeliveryAddress
	port       INTEGER NOT NULL,
	peer       BLOB NOT NULL,       -- sealed; name in the peer's certificate
	added_us   INTEGER NOT NULL,
	removed_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX destination_did ON destination(did) WHERE removed_us = 0;

-- TS 103 221-1 cl. 6.2.1.2 ListOfDIDs
CREATE TABLE task_destination (
	task        INTEGER NOT NULL REFERENCES task(id),
	ordinal     INTEGER NOT NULL,
	destination INTEGER NOT NULL REFERENCES destination(id),
	PRIMARY KEY (task, ordinal)
) STRICT, WITHOUT ROWID;

-- One numbering of IRI. TS 103 221-2 cl. 5.3.9: a counter for each XID and
-- Correlation ID (our NFID and IPID never change, and a record has the same
-- number at every DID), from 0, wrapping after 2^32 - 1.
CREATE TABLE stream (
	id          INTEGER PRIMARY KEY,
	task        INTEGER NOT NULL REFERENCES task(id),
	correlation INTEGER NOT NULL,   -- TS 103 221-2 cl. 5.2.8, 64 bits
	next        INTEGER NOT NULL,   -- sequence number of the next IRI
	UNIQUE (task, correlation)
) STRICT;

-- TS 33.107 cl. 7A.3, cl. 20.1.3.3: mirrored registrations of targets
CREATE TABLE registration (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	task            INTEGER NOT NULL REFERENCES task(id),
	key_blind       BLOB NOT NULL,  -- of the IMPU, or the IMPI without one
	impu            BLOB,           -- sealed; TS 23.003 cl. 13.4
	impi            BLOB,           -- sealed; TS 23.003 cl. 13.3
	imei            BLOB,           -- sealed; TS 23.003 cl. 13.8
	contact         BLOB,           -- sealed; RFC 3261 cl. 10
	server_name     BLOB,           -- sealed; TS 29.229 cl. 6.3.3
	visited_network BLOB,           -- sealed; TS 29.229 cl. 6.3.1
	state           INTEGER NOT NULL, -- 1 pending 2 challenged 3 registered 4 unregistered
	witness         INTEGER NOT NULL, -- who said so last: 1 SIP, 2 Cx
	expires_us      INTEGER NOT NULL DEFAULT 0,
	at_us           INTEGER NOT NULL,
	UNIQUE (task, key_blind)
) STRICT;

-- TS 33.107 cl. 20.1.3.3; RFC 3261 cl. 12: sessions and messages of targets
CREATE TABLE session (
	id        INTEGER PRIMARY KEY REFERENCES stream(id),
	call_id   BLOB,                 -- sealed; RFC 3261 cl. 20.8
	from_uri  BLOB,                 -- sealed; of the opening message
	to_uri    BLOB,                 -- sealed; of the opening message
	method    TEXT NOT NULL,        -- of the opening message
	direction INTEGER NOT NULL,     -- TS 33.128 SessionDirection
	state     INTEGER NOT NULL,     -- 1 trying 2 early 3 confirmed 4 releasing 5 gone
	status    INTEGER NOT NULL,     -- last final response, 0 before
	opened_us INTEGER NOT NULL,
	at_us     INTEGER NOT NULL,
	closed_us INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What stays of each IRI for good. TS 33.126 R6.5-60, R6.5-70
CREATE TABLE iri (
	id           INTEGER PRIMARY KEY, -- rises by one, never reused
	stream       INTEGER NOT NULL,    -- whose task and correlation
	sequence     INTEGER NOT NULL,    -- TS 103 221-2 cl. 5.3.9
	kind         INTEGER NOT NULL,    -- enum li_iri_kind
	direction    INTEGER NOT NULL,    -- TS 103 221-2 cl. 5.2.6
	at_us        INTEGER NOT NULL,    -- TS 103 221-2 cl. 5.3.10, of the event
	committed_us INTEGER NOT NULL,
	confirmed_us INTEGER NOT NULL DEFAULT 0, -- by the last destination
	waiting      INTEGER NOT NULL,    -- destinations that have not confirmed
	sha256       BLOB NOT NULL        -- of the record before sealing
) STRICT;

-- The record itself, until nobody waits for it. TS 33.107 cl. 8 (buffer erased
-- after delivery); a table of its own, so that erased pages serve again.
CREATE TABLE payload (
	iri    INTEGER PRIMARY KEY,
	record BLOB NOT NULL              -- sealed; li_iri_pack()
) STRICT;

-- What waits for which destination, in the order in which it is read.
CREATE TABLE outbox (
	destination INTEGER NOT NULL,
	iri         INTEGER NOT NULL,
	PRIMARY KEY (destination, iri)
) STRICT, WITHOUT ROWID;

-- How far each Cx tap's records are in the store.
CREATE TABLE feed (
	instance BLOB PRIMARY KEY,        -- drawn by the tap at its start
	sequence INTEGER NOT NULL,
	at_us    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Counts for a status line, changed with what they count.
CREATE TABLE tally (
	id        INTEGER PRIMARY KEY CHECK (id = 1),
	iris      INTEGER NOT NULL,
	waiting   INTEGER NOT NULL,       -- rows of outbox
	confirmed INTEGER NOT NULL        -- IRI that every destination confirmed
) STRICT;
INSERT INTO tally VALUES (1, 0, 0, 0);

-- Who did what when. TS 33.126 R6.5-70, R6.6-110; TS 33.127 cl. 8.7;
-- TS 101 331 cl. 4.7. hash = SHA-256(hash of the row before, this row).
CREATE TABLE audit (
	id         INTEGER PRIMARY KEY,   -- from 1 without a gap
	at_us      INTEGER NOT NULL,
	actor      BLOB,                  -- sealed; NULL: the program by itself
	via        TEXT NOT NULL,         -- the way in, a program's name
	action     TEXT NOT NULL,         -- "task.add"
	object     TEXT,                  -- a blind handle: "task 3"
	iri_first  INTEGER,               -- IRI that this row vouches for
	iri_last   INTEGER,
	iri_digest BLOB,                  -- SHA-256 over their rows
	detail     BLOB,                  -- sealed; what, in words
	hash       BLOB NOT NULL
) STRICT;

-- The chain's head, signed now and then: who rewrites the chain needs the key.
CREATE TABLE audit_checkpoint (
	row       INTEGER PRIMARY KEY,    -- of audit
	at_us     INTEGER NOT NULL,
	hash      BLOB NOT NULL,
	signature BLOB NOT NULL           -- Ed25519
) STRICT;

-- Evidence is added to, never changed. TS 33.126 R6.6-110
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint
BEGIN SELECT RAISE(ABORT, 'audit checkpoints are never changed'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint
BEGIN SELECT RAISE(ABORT, 'audit checkpoints are never deleted'); END;
CREATE TRIGGER iri_no_delete BEFORE DELETE ON iri
BEGIN SELECT RAISE(ABORT, 'IRI rows are never deleted'); END;
CREATE TRIGGER iri_no_update BEFORE UPDATE
OF id, stream, sequence, kind, direction, at_us, committed_us, sha256 ON iri
BEGIN SELECT RAISE(ABORT, 'IRI rows are never changed'); END;
CREATE TRIGGER task_no_delete BEFORE DELETE ON task
BEGIN SELECT RAISE(ABORT, 'tasks are ended, never deleted'); END;
-- SPDX-License-Identifier: BSD-3-Clause
--
-- Views for auditors. Names and columns are stable. Each time is there twice:
-- NAME_us in microseconds, NAME as UTC text. What is sealed reads 'sealed';
-- with lmisf_sql loaded and the key given, views of the same names and columns
-- (audit_open.sql) take the place of these and show it.

CREATE VIEW audit_tasks AS SELECT
	t.id AS task,
	CASE WHEN t.ended_us > 0 THEN 'ended'
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
		|| printf('.%06dZ', t.changed_us % 1000000) AS changed
FROM task t,
	(SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000000 AS now_us) n;

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
		WHEN 5 THEN 'location-information-request' END AS kind,
	CASE i.direction WHEN 1 THEN 'unknown' WHEN 2 THEN 'to target'
		WHEN 3 THEN 'from target' WHEN 4 THEN 'both'
		WHEN 5 THEN 'none' END AS direction,
	i.at_us,
	strftime('%Y-%m-%dT%H:%M:%S', i.at_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', i.at_us % 1000000) AS at,
	i.committed_us,
	strftime('%Y-%m-%dT%H:%M:%S', i.committed_us / 1000000, 'unixepoch')
		|| printf('.%06dZ', i.committed_us % 1000000) AS committed,
	nullif(i.confirmed_us, 0) AS confirmed_us,
	CASE WHEN i.confirmed_us > 0 THEN
		strftime('%Y-%m-%dT%H:%M:%S', i.confirmed_us / 1000000,
			'unixepoch')
		|| printf('.%06dZ', i.confirmed_us % 1000000) END AS confirmed,
	i.waiting,
	lower(hex(i.sha256)) AS sha256,
	CASE WHEN p.iri IS NULL THEN 'erased' ELSE 'sealed' END AS summary,
	CASE WHEN p.iri IS NULL THEN 'erased' ELSE 'sealed' END AS matched,
	CASE WHEN p.iri IS NULL THEN 'erased' ELSE 'sealed' END AS record
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
	CAST(strftime('%s', 'now') AS INTEGER) - i.at_us / 1000000 AS age_s
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
	c.row IS NOT NULL AS signed
FROM audit a LEFT JOIN audit_checkpoint c ON c.row = a.id;

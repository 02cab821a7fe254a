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
, keys BLOB) STRICT;
-- keys are those that values are sealed with, sealed with that of the key file;
-- NULL: that one is itself the only one, as in a store from before version 22

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
, services INTEGER NOT NULL DEFAULT 0, location INTEGER NOT NULL DEFAULT 0, home_only INTEGER NOT NULL DEFAULT 0, awaiting INTEGER NOT NULL DEFAULT 0, generation INTEGER NOT NULL DEFAULT 1, priority INTEGER NOT NULL DEFAULT 0, emergency INTEGER NOT NULL DEFAULT 0, authorised_us INTEGER NOT NULL DEFAULT 0, released_us INTEGER NOT NULL DEFAULT 0, legal_type BLOB, approver_name BLOB, approver_role BLOB, approver_ref BLOB, entered_by BLOB, released_by BLOB, product BLOB, locality INTEGER NOT NULL DEFAULT 0, erase_at_end INTEGER NOT NULL DEFAULT 0) STRICT;
-- services are enum li_service bits, 0 for all; location is enum
-- li_location_scope; home_only 1: suspended abroad (TS 103 221-1 annex C).
-- awaiting 1: another operator than entered_by has to release it, who then
-- stands in released_by. generation counts the changes; legal_type, priority,
-- emergency, approver_* and authorised_us say who authorised it (TS 103 120
-- cl. 7). legal_type and what follows is sealed. product, too, is what X2 says in
-- place of the XID, NULL for the XID; locality is enum li_locality. erase_at_end
-- 1: what waits when it ends is erased and not delivered (TS 33.107 cl. 20.3.2.3).
CREATE INDEX task_erase ON task(id) WHERE erase_at_end = 1;

-- TS 103 221-1 table 24: what came of a task since it was created
CREATE TABLE task_amount (
	task   INTEGER PRIMARY KEY REFERENCES task(id),
	since  INTEGER NOT NULL,        -- the last IRI before it was created
	at_us  INTEGER NOT NULL,        -- of the last one of it; 0 for none
	octets INTEGER                  -- that went over X2 and were confirmed
) STRICT;
-- since is for an XID that is used again: what its earlier task has in the
-- outbox is not counted. octets is of all destinations, each record once for
-- each; NULL for a task from before they were counted.

-- TS 103 120 cl. 7.2: what warrants authorise, as it was ordered over HI1
CREATE TABLE authorisation (
	id            INTEGER PRIMARY KEY AUTOINCREMENT,
	object_blind  BLOB NOT NULL UNIQUE,
	object        BLOB NOT NULL,    -- sealed; TS 103 120 ObjectIdentifier
	reference     BLOB NOT NULL,    -- sealed; TS 101 331 cl. 4.7 reference
	legal_type    BLOB,             -- sealed
	priority      INTEGER NOT NULL, -- 1 high, 2 routine, 0 not said
	starts_us     INTEGER NOT NULL, -- TS 33.126 R6.5-10; 0 not said
	ends_us       INTEGER NOT NULL, -- TS 33.126 R6.5-10, mandatory
	ended_us      INTEGER NOT NULL DEFAULT 0, -- cancelled
	approver_name BLOB,             -- sealed
	approver_role BLOB,             -- sealed
	approver_ref  BLOB,             -- sealed
	entered_by    BLOB NOT NULL,    -- sealed; TS 101 331 cl. 4.7 who asked
	authorised_us INTEGER NOT NULL, -- 0 not said
	emergency     INTEGER NOT NULL,
	generation    INTEGER NOT NULL, -- counts the changes
	added_us      INTEGER NOT NULL,
	changed_us    INTEGER NOT NULL
, owner_blind BLOB, owner BLOB) STRICT;
-- owner is sealed: country and name of who ordered it (TS 103 120 cl. 7.1.1),
-- NULL from before it was kept.
CREATE INDEX authorisation_owner ON authorisation(owner_blind);
CREATE TABLE authorisation_task (
	authorisation INTEGER NOT NULL REFERENCES authorisation(id),
	task          INTEGER NOT NULL REFERENCES task(id),
	PRIMARY KEY (authorisation, task)
) STRICT, WITHOUT ROWID;
CREATE INDEX authorisation_of ON authorisation_task(task);

-- TS 103 221-1 annex C MediationDetails: the LIIDs of a task
CREATE TABLE mediation (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	task      INTEGER NOT NULL REFERENCES task(id),
	ordinal   INTEGER NOT NULL,     -- order within the task
	liid      BLOB NOT NULL,        -- sealed; TS 103 280 LIID
	starts_us INTEGER NOT NULL,
	ends_us   INTEGER NOT NULL,
	services  INTEGER NOT NULL,     -- enum li_service bits, 0 for all
	UNIQUE (task, ordinal)
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

-- TS 103 221-1 annex D: how digests of hashed targets were made
CREATE TABLE hash_context (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	context BLOB NOT NULL           -- sealed; li_pack_hash_context()
) STRICT;

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
, format INTEGER NOT NULL DEFAULT 0, scheme INTEGER NOT NULL DEFAULT 0, silent INTEGER NOT NULL DEFAULT 0, authorization_country TEXT, delivery_country TEXT, pins BLOB, second_host BLOB, second_port INTEGER NOT NULL DEFAULT 0, second_peer BLOB) STRICT;
-- format is enum li_format, scheme enum li_scheme; silent 1: it never
-- acknowledges. The countries are ISO 3166-1, NULL where not said. pins are
-- SHA-256 of keys that the peer may have, sealed; NULL: any. second_host,
-- second_port and second_peer are of its secondary address; the texts are sealed
-- and NULL where there is none.
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

-- HI2 numbers the records of a LIID and session by themselves, and begins and
-- ends each once. TS 102 232-1 cl. 5.2.5, cl. 5.2.10
CREATE TABLE numbering (
	stream INTEGER NOT NULL REFERENCES stream(id), -- its id is the CIN
	liid   BLOB NOT NULL,           -- blind
	next   INTEGER NOT NULL,        -- sequence number of the next IRI
	phase  INTEGER NOT NULL,        -- of the session: 0 to begin 1 begun 2 ended
	PRIMARY KEY (stream, liid)
) STRICT, WITHOUT ROWID;

-- Integrity checks of HI2 that are to go, or went and are not confirmed: they are
-- sent again as they were. TS 102 232-1 cl. 6.2.2, 6.3.3, annex J.1
CREATE TABLE checking (
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order that they go
	destination INTEGER NOT NULL REFERENCES destination(id),
	stream      INTEGER NOT NULL REFERENCES stream(id),
	liid        BLOB NOT NULL,      -- blind, with destination and sort
	number      INTEGER NOT NULL,
	said        BLOB NOT NULL,      -- sealed
	UNIQUE (stream, liid, number)
) STRICT;
CREATE INDEX checking_destination ON checking(destination);

-- Numbers of HI2 began anew, as those of a backup were used since: a destination
-- has to be told, and has confirmed nothing behind it yet.
-- TS 102 232-1 cl. 6.3 (cINReset)
CREATE TABLE cin_reset (
	destination INTEGER PRIMARY KEY REFERENCES destination(id),
	behind      INTEGER NOT NULL    -- the last IRI that has an old number
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

-- What the mirror needs to know again after a restart, in its own octets, for as
-- long as the registration or session lives and the task has not ended.
CREATE TABLE registration_mirror (
	id    INTEGER PRIMARY KEY REFERENCES registration(id),
	state BLOB NOT NULL             -- sealed
) STRICT;
CREATE TABLE session_mirror (
	id    INTEGER PRIMARY KEY REFERENCES session(id),
	state BLOB NOT NULL             -- sealed
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
, repeat INTEGER NOT NULL DEFAULT 0, matched_roles INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0, unflagged INTEGER NOT NULL DEFAULT 0) STRICT;
-- repeat is 1 for octets and hop of another; matched_roles are enum li_role bits,
-- where the targets stood: which header, so how far to trust it; sent counts
-- destinations that had it without a word, as they never acknowledge; unflagged
-- those whose format cannot say that something in it was blanked

-- The record itself, until nobody waits for it. TS 33.107 cl. 8 (buffer erased
-- after delivery); a table of its own, so that erased pages serve again.
CREATE TABLE payload (
	iri    INTEGER PRIMARY KEY,
	record BLOB NOT NULL              -- sealed; li_iri_pack()
, handover BLOB) STRICT;
-- handover is sealed, NULL when all goes over X2: the LIIDs, their numbers and
-- IRI types

-- What waits for which destination, in the order in which it is read.
CREATE TABLE outbox (
	destination INTEGER NOT NULL,
	iri         INTEGER NOT NULL, task INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (destination, iri)
) STRICT, WITHOUT ROWID;
-- task is that of the IRI, for who lets tasks take turns: a long queue is looked
-- through without a look at each record

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
, result TEXT, digest BLOB) STRICT;
-- result is NULL for what was done, else why it was refused; digest is SHA-256
-- of the rows of a task or security event, as they are after what the row tells
CREATE INDEX audit_vouched ON audit(object) WHERE digest IS NOT NULL;

-- What looked wrong in the signalling. No identity of a user stands here in any
-- form, of a target as little as of anybody else: `subject` is a one-way number
-- under a key that is drawn at each start of lmisfd and stored nowhere. Each row
-- has one of audit, whose sealed detail says the same. TS 33.127 cl. 8.7
CREATE TABLE security_events (
	id        INTEGER PRIMARY KEY,    -- from 1 without a gap
	rule      INTEGER NOT NULL,       -- enum li_rule
	severity  INTEGER NOT NULL,       -- 1 low 2 medium 3 high
	source    INTEGER NOT NULL,       -- 1 SIP 2 Cx
	event     INTEGER NOT NULL,       -- its number in log lines; 0: a summary
	at_us     INTEGER NOT NULL,
	since_us  INTEGER NOT NULL,       -- from when on was counted
	count     INTEGER NOT NULL,
	threshold INTEGER NOT NULL,       -- 0: one is enough
	code      INTEGER NOT NULL,       -- Cx command or SIP status, 0 none
	subject   INTEGER NOT NULL,       -- which user, within one run; 0 none
	node      BLOB,                   -- sealed; RFC 6733 cl. 6.3 Origin-Host
	peer      BLOB,                   -- sealed; RFC 6733 cl. 2.1
	server    BLOB                    -- sealed; host of a Server-Name
) STRICT;

-- What is wrong now, and what the ADMF has not been told of it yet, in the order
-- in which it is told. A report that waits takes older ones of its kind into it,
-- so that there is never more than one of each state of a thing.
-- TS 103 221-1 cl. 6.5
CREATE TABLE fault (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	what  BLOB NOT NULL UNIQUE,       -- blind; cause, part, XID or DID
	issue BLOB NOT NULL               -- sealed; li_pack_issue()
) STRICT;
CREATE TABLE report (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	what  BLOB NOT NULL,              -- blind; the same and its state
	issue BLOB NOT NULL               -- sealed; li_pack_issue()
) STRICT;
CREATE INDEX report_what ON report(what);

-- The chain's head, signed now and then: who rewrites the chain needs the key.
CREATE TABLE audit_checkpoint (
	row       INTEGER PRIMARY KEY,    -- of audit
	at_us     INTEGER NOT NULL,
	hash      BLOB NOT NULL,
	signature BLOB NOT NULL           -- Ed25519
, root BLOB, tree BLOB, previous INTEGER NOT NULL DEFAULT 0) STRICT;
-- root is that of the Merkle tree over all rows up to this one (RFC 6962), tree
-- what it takes to go on, NULL before there was a tree; previous is the row of
-- the checkpoint before

-- Which key signs checkpoints when it is not that of installation any more.
CREATE TABLE audit_key (
	row       INTEGER PRIMARY KEY,    -- of audit, which says so
	public    BLOB NOT NULL,          -- Ed25519, signs from this row on
	signature BLOB NOT NULL           -- by the key before
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
CREATE TRIGGER audit_key_no_update BEFORE UPDATE ON audit_key
BEGIN SELECT RAISE(ABORT, 'audit keys are never changed'); END;
CREATE TRIGGER audit_key_no_delete BEFORE DELETE ON audit_key
BEGIN SELECT RAISE(ABORT, 'audit keys are never deleted'); END;
CREATE TRIGGER iri_no_delete BEFORE DELETE ON iri
BEGIN SELECT RAISE(ABORT, 'IRI rows are never deleted'); END;
CREATE TRIGGER iri_no_update BEFORE UPDATE
OF id, stream, sequence, kind, direction, at_us, committed_us, sha256, repeat,
	matched_roles, unflagged ON iri
BEGIN SELECT RAISE(ABORT, 'IRI rows are never changed'); END;
CREATE TRIGGER task_no_delete BEFORE DELETE ON task
BEGIN SELECT RAISE(ABORT, 'tasks are ended, never deleted'); END;
CREATE TRIGGER authorisation_no_delete BEFORE DELETE ON authorisation
BEGIN SELECT RAISE(ABORT, 'authorisations are cancelled, never deleted'); END;
CREATE TRIGGER security_events_no_update BEFORE UPDATE ON security_events
BEGIN SELECT RAISE(ABORT, 'security events are never changed'); END;
CREATE TRIGGER security_events_no_delete BEFORE DELETE ON security_events
BEGIN SELECT RAISE(ABORT, 'security events are never deleted'); END;

-- SPDX-License-Identifier: BSD-3-Clause

ALTER TABLE destination ADD COLUMN format INTEGER NOT NULL DEFAULT 0;
ALTER TABLE destination ADD COLUMN scheme INTEGER NOT NULL DEFAULT 0;
ALTER TABLE destination ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE destination ADD COLUMN authorization_country TEXT;
ALTER TABLE destination ADD COLUMN delivery_country TEXT;
ALTER TABLE payload ADD COLUMN handover BLOB;
ALTER TABLE iri ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE iri ADD COLUMN unflagged INTEGER NOT NULL DEFAULT 0;
-- HI2 numbers the records of a LIID and session by themselves, and begins and
-- ends each once. TS 102 232-1 cl. 5.2.5, cl. 5.2.10
CREATE TABLE numbering (
	stream INTEGER NOT NULL REFERENCES stream(id), -- its id is the CIN
	liid   BLOB NOT NULL,           -- blind
	next   INTEGER NOT NULL,        -- sequence number of the next IRI
	phase  INTEGER NOT NULL,        -- of the session: 0 to begin 1 begun 2 ended
	PRIMARY KEY (stream, liid)
) STRICT, WITHOUT ROWID;
DROP TRIGGER iri_no_update;
CREATE TRIGGER iri_no_update BEFORE UPDATE
OF id, stream, sequence, kind, direction, at_us, committed_us, sha256, repeat,
	matched_roles, unflagged ON iri
BEGIN SELECT RAISE(ABORT, 'IRI rows are never changed'); END;

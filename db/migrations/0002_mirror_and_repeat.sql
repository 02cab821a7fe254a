-- SPDX-License-Identifier: BSD-3-Clause

CREATE TABLE registration_mirror (
	id    INTEGER PRIMARY KEY REFERENCES registration(id),
	state BLOB NOT NULL             -- sealed
) STRICT;
CREATE TABLE session_mirror (
	id    INTEGER PRIMARY KEY REFERENCES session(id),
	state BLOB NOT NULL             -- sealed
) STRICT;

ALTER TABLE iri ADD COLUMN repeat INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER iri_no_update;
CREATE TRIGGER iri_no_update BEFORE UPDATE
OF id, stream, sequence, kind, direction, at_us, committed_us, sha256, repeat ON iri
BEGIN SELECT RAISE(ABORT, 'IRI rows are never changed'); END;

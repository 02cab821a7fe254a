-- SPDX-License-Identifier: BSD-3-Clause

ALTER TABLE iri ADD COLUMN matched_roles INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER iri_no_update;
CREATE TRIGGER iri_no_update BEFORE UPDATE
OF id, stream, sequence, kind, direction, at_us, committed_us, sha256, repeat,
	matched_roles ON iri
BEGIN SELECT RAISE(ABORT, 'IRI rows are never changed'); END;

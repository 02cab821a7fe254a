-- SPDX-License-Identifier: BSD-3-Clause

ALTER TABLE audit ADD COLUMN result TEXT;
ALTER TABLE audit ADD COLUMN digest BLOB;
ALTER TABLE audit_checkpoint ADD COLUMN root BLOB;
ALTER TABLE audit_checkpoint ADD COLUMN tree BLOB;
ALTER TABLE audit_checkpoint ADD COLUMN previous INTEGER NOT NULL DEFAULT 0;
CREATE INDEX audit_vouched ON audit(object) WHERE digest IS NOT NULL;
CREATE TABLE audit_key (
	row       INTEGER PRIMARY KEY,    -- of audit, which says so
	public    BLOB NOT NULL,          -- Ed25519, signs from this row on
	signature BLOB NOT NULL           -- by the key before
) STRICT;
CREATE TRIGGER audit_key_no_update BEFORE UPDATE ON audit_key
BEGIN SELECT RAISE(ABORT, 'audit keys are never changed'); END;
CREATE TRIGGER audit_key_no_delete BEFORE DELETE ON audit_key
BEGIN SELECT RAISE(ABORT, 'audit keys are never deleted'); END;

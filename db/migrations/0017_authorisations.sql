-- SPDX-License-Identifier: BSD-3-Clause

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
) STRICT;
CREATE TABLE authorisation_task (
	authorisation INTEGER NOT NULL REFERENCES authorisation(id),
	task          INTEGER NOT NULL REFERENCES task(id),
	PRIMARY KEY (authorisation, task)
) STRICT, WITHOUT ROWID;
CREATE INDEX authorisation_of ON authorisation_task(task);
CREATE TRIGGER authorisation_no_delete BEFORE DELETE ON authorisation
BEGIN SELECT RAISE(ABORT, 'authorisations are cancelled, never deleted'); END;

-- SPDX-License-Identifier: BSD-3-Clause

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

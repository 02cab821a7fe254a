-- SPDX-License-Identifier: BSD-3-Clause

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
CREATE TRIGGER security_events_no_update BEFORE UPDATE ON security_events
BEGIN SELECT RAISE(ABORT, 'security events are never changed'); END;
CREATE TRIGGER security_events_no_delete BEFORE DELETE ON security_events
BEGIN SELECT RAISE(ABORT, 'security events are never deleted'); END;

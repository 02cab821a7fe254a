-- SPDX-License-Identifier: BSD-3-Clause

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

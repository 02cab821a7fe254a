-- SPDX-License-Identifier: BSD-3-Clause

CREATE TABLE cin_reset (
	destination INTEGER PRIMARY KEY REFERENCES destination(id),
	behind      INTEGER NOT NULL    -- the last IRI that has an old number
) STRICT;

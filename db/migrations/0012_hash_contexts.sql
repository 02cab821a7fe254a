-- SPDX-License-Identifier: BSD-3-Clause

-- TS 103 221-1 annex D: how digests of hashed targets were made
CREATE TABLE hash_context (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	context BLOB NOT NULL           -- sealed; li_pack_hash_context()
) STRICT;

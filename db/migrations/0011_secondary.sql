-- SPDX-License-Identifier: BSD-3-Clause

ALTER TABLE destination ADD COLUMN second_host BLOB;
ALTER TABLE destination ADD COLUMN second_port INTEGER NOT NULL DEFAULT 0;
ALTER TABLE destination ADD COLUMN second_peer BLOB;

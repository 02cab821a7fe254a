-- SPDX-License-Identifier: BSD-3-Clause

-- The keys that values are sealed with, sealed with that of the key file, which so
-- can be replaced. NULL: that one is itself the only one.
ALTER TABLE installation ADD COLUMN keys BLOB;

-- SPDX-License-Identifier: BSD-3-Clause

-- TS 103 120 cl. 7.1.1: whose an authorisation is; NULL from before it was kept
ALTER TABLE authorisation ADD COLUMN owner_blind BLOB;
ALTER TABLE authorisation ADD COLUMN owner BLOB;
CREATE INDEX authorisation_owner ON authorisation(owner_blind);

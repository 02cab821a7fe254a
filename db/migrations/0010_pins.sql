-- SPDX-License-Identifier: BSD-3-Clause

ALTER TABLE destination ADD COLUMN pins BLOB;

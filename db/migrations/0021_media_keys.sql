-- SPDX-License-Identifier: BSD-3-Clause

-- audit_iri names a kind more, media-keys: of tables nothing changes, and views are
-- made anew by any step.

-- SPDX-License-Identifier: BSD-3-Clause

-- audit_security names a rule more, h9-imei: of tables nothing changes, and views
-- are made anew by any step.

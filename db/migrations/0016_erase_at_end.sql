-- SPDX-License-Identifier: BSD-3-Clause

-- TS 33.107 cl. 20.3.2.3: what waits when it ends is erased and not delivered
ALTER TABLE task ADD COLUMN erase_at_end INTEGER NOT NULL DEFAULT 0;
CREATE INDEX task_erase ON task(id) WHERE erase_at_end = 1;

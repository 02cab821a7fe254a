-- SPDX-License-Identifier: BSD-3-Clause

ALTER TABLE outbox ADD COLUMN task INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET task = (SELECT m.task FROM iri i
	JOIN stream m ON m.id = i.stream WHERE i.id = outbox.iri);

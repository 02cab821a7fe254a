-- SPDX-License-Identifier: BSD-3-Clause

-- TS 103 221-1 table 24: what came of a task since it was created
CREATE TABLE task_amount (
	task   INTEGER PRIMARY KEY REFERENCES task(id),
	since  INTEGER NOT NULL,        -- the last IRI before it was created
	at_us  INTEGER NOT NULL,        -- of the last one of it; 0 for none
	octets INTEGER                  -- that went over X2 and were confirmed
) STRICT;
-- What went out before it was counted is not known.
INSERT INTO task_amount (task, since, at_us)
SELECT task.id, 0, coalesce(last.at_us, 0) FROM task
LEFT JOIN (SELECT stream.task AS id, max(iri.at_us) AS at_us FROM iri
	CROSS JOIN stream ON stream.id = iri.stream
	CROSS JOIN task AS its ON its.id = stream.task
	WHERE iri.kind <> 8 AND iri.at_us >= its.starts_us
	GROUP BY stream.task) AS last ON last.id = task.id;

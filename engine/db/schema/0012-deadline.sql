-- SPDX-License-Identifier: EUPL-1.2
-- Tasks have deadlines and priorities.

ALTER TABLE task ADD COLUMN priority int NOT NULL DEFAULT 5 CHECK (priority BETWEEN 1 AND 9);
COMMENT ON COLUMN task.due_at IS 'Until when it is to be done; the end of a day is the midnight behind it. infinity: no deadline';
COMMENT ON COLUMN task.priority IS '1, the most urgent, to 9';
DROP INDEX task_office, task_mine;
CREATE INDEX task_office ON task (tenant, office, priority, due_at, opened_at, number, token);
CREATE INDEX task_mine ON task (tenant, assignee, priority, due_at, opened_at, number, token) WHERE assignee IS NOT NULL;
GRANT UPDATE (priority) ON task TO ozg_worker;

CREATE FUNCTION german_due(at timestamptz) RETURNS text STABLE LANGUAGE sql AS $$
	SELECT CASE WHEN at = 'infinity' THEN ''
		WHEN (at AT TIME ZONE 'Europe/Berlin')::time = '00:00'
		THEN to_char(at AT TIME ZONE 'Europe/Berlin' - interval '1 day', 'DD.MM.YYYY')
		ELSE german_time(at) END
$$;
COMMENT ON FUNCTION german_due IS 'The last day, or the moment, until which something is to be done; empty: no deadline';

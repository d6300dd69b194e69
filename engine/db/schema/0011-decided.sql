-- SPDX-License-Identifier: EUPL-1.2
-- The history tells what was decided by which rule of a table.

ALTER TABLE event DROP CONSTRAINT event_kind_check, ADD CONSTRAINT event_kind_check CHECK (kind IN
	('submitted', 'passed', 'opened', 'claimed', 'taken', 'unclaimed', 'completed', 'failed', 'decided', 'status', 'service',
	'ended', 'timer', 'message', 'signal', 'sent', 'repaired', 'migrated'));
COMMENT ON COLUMN event.text IS 'Name of the element, the status, or what was decided and why';

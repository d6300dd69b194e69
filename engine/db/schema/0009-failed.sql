-- SPDX-License-Identifier: EUPL-1.2
-- A caseworker reports an error at a task instead of completing it.

ALTER TABLE event DROP CONSTRAINT event_kind_check, ADD CONSTRAINT event_kind_check CHECK (kind IN
	('submitted', 'passed', 'opened', 'claimed', 'taken', 'unclaimed', 'completed', 'failed', 'status', 'service', 'ended',
	'timer', 'message', 'signal', 'sent', 'repaired', 'migrated'));

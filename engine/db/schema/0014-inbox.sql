-- SPDX-License-Identifier: EUPL-1.2
-- A message is known again by all that it says, and leaves a trace when nobody wanted it.

ALTER TABLE inbox ADD COLUMN hash bytea, ADD COLUMN unheard boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN inbox.hash IS 'SHA-256 of the values as they came: vars are emptied with the delivery. NULL: sent by a case';
COMMENT ON COLUMN inbox.unheard IS 'Its time was over before anybody wanted it; kept for 30 days more';
CREATE POLICY worker_unheard ON inbox FOR UPDATE TO ozg_worker USING (expires_at < now());
GRANT UPDATE (expires_at) ON inbox TO ozg_office;

-- The cases that a migration looks at next.
CREATE INDEX cases_version ON cases (tenant, flow, flow_version, number);

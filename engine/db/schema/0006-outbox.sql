-- SPDX-License-Identifier: EUPL-1.2
-- What must happen outside of the database, written in the transaction of the step that wants it.

CREATE TABLE outbox (
	tenant text NOT NULL,
	id bigint GENERATED ALWAYS AS IDENTITY,
	key text NOT NULL,
	kind text NOT NULL,
	number text NOT NULL,
	payload jsonb NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now(),
	run_at timestamptz NOT NULL DEFAULT now(),
	lease_until timestamptz,
	attempts int NOT NULL DEFAULT 0,
	last_error text,
	dead boolean NOT NULL DEFAULT false,
	PRIMARY KEY (tenant, id),
	UNIQUE (tenant, key)
) WITH (fillfactor = 70);
CREATE INDEX outbox_due ON outbox (run_at) WHERE NOT dead;
COMMENT ON TABLE outbox IS 'Messages to deliver at least once; a delivered one is deleted';
COMMENT ON COLUMN outbox.key IS 'Idempotency key for the receiver: case number, revision, position';
COMMENT ON COLUMN outbox.kind IS '"notify": a message to the applicant';
COMMENT ON COLUMN outbox.payload IS '{"template", "form", "status", "vars": {…}}: status after the step, vars are the variables of the workflow';
COMMENT ON COLUMN outbox.lease_until IS 'A worker has it until then; who dies loses it';
COMMENT ON COLUMN outbox.dead IS 'Given up, refused for good or after too many attempts: shown to the operators';

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON outbox USING (tenant = nullif(current_setting('app.tenant', true), ''));
CREATE POLICY worker_all ON outbox TO ozg_worker USING (true);
GRANT INSERT (tenant, key, kind, number, payload) ON outbox TO ozg_citizen, ozg_office;
GRANT SELECT, UPDATE, DELETE ON outbox TO ozg_worker;

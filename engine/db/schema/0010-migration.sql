-- SPDX-License-Identifier: EUPL-1.2
-- Taking the open cases of a workflow over to another version: admins order it, the worker tries it and does it.

CREATE TABLE migration (
	tenant text NOT NULL REFERENCES tenant,
	flow text NOT NULL,
	rev int NOT NULL DEFAULT 1,
	from_version int NOT NULL,
	to_version int NOT NULL,
	plan jsonb NOT NULL,
	phase text NOT NULL DEFAULT 'trying' CHECK (phase IN ('trying', 'tried', 'moving', 'moved', 'failed')),
	after text NOT NULL DEFAULT '',
	cases int NOT NULL DEFAULT 0,
	moved int NOT NULL DEFAULT 0,
	stays jsonb NOT NULL DEFAULT '[]',
	reason text NOT NULL DEFAULT '',
	ordered_by text NOT NULL,
	at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant, flow)
);
COMMENT ON TABLE migration IS 'The latest order to take open cases over to another version of their workflow: first a dry run, then, when it is confirmed, the move';
COMMENT ON COLUMN migration.rev IS 'Counts the orders: what is confirmed must be what was shown';
COMMENT ON COLUMN migration.plan IS 'Which element becomes which: {"Task_A": "Task_B", "Task_C": null}';
COMMENT ON COLUMN migration.after IS 'Number of the case looked at last';
COMMENT ON COLUMN migration.cases IS 'How many were looked at in this phase; moved is how many of them move or have moved';
COMMENT ON COLUMN migration.stays IS 'Why the others stay: [{"reason", "n", "numbers": [the first of them]}]';
COMMENT ON COLUMN migration.reason IS 'Of failed: what is wrong with the order itself';
COMMENT ON COLUMN migration.at IS 'When it was ordered, then when the worker wrote last';

ALTER TABLE migration ENABLE ROW LEVEL SECURITY;
ALTER TABLE migration FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON migration USING (tenant = nullif(current_setting('app.tenant', true), ''));
CREATE POLICY worker_all ON migration FOR SELECT TO ozg_worker USING (true);
GRANT SELECT, INSERT, UPDATE ON migration TO ozg_admin;
GRANT SELECT, UPDATE ON migration TO ozg_worker;

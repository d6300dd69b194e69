-- SPDX-License-Identifier: EUPL-1.2
-- What cases wait for besides people, the messages on their way to them, and what went wrong on the way.

CREATE TABLE wait (
	tenant text NOT NULL,
	number text NOT NULL,
	token int NOT NULL,
	element text NOT NULL,
	kind text NOT NULL CHECK (kind IN ('timer', 'message', 'signal')),
	name text NOT NULL,
	key text NOT NULL,
	run_at timestamptz NOT NULL,
	opened_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant, number, token)
) WITH (fillfactor = 80);
CREATE INDEX wait_due ON wait (tenant, kind, run_at);
CREATE INDEX wait_for ON wait (tenant, kind, name, key, opened_at) WHERE kind <> 'timer';
COMMENT ON TABLE wait IS 'Timers, messages and signals that open steps wait for; can be rebuilt from instance.state';
COMMENT ON COLUMN wait.name IS 'Of the message or signal; empty for a timer';
COMMENT ON COLUMN wait.key IS 'Correlation: only a message with the same one fits';
COMMENT ON COLUMN wait.run_at IS 'Timer: when it is due. Message: when to look whether one has come before. infinity: not by itself (an incident)';

CREATE TABLE inbox (
	tenant text NOT NULL REFERENCES tenant,
	msg_id text NOT NULL CHECK (msg_id <> '' AND length(msg_id) <= 200),
	kind text NOT NULL CHECK (kind IN ('message', 'signal')),
	name text NOT NULL CHECK (name <> ''),
	key text NOT NULL,
	vars jsonb NOT NULL DEFAULT '{}',
	sender text NOT NULL DEFAULT '',
	target text NOT NULL DEFAULT '',
	sent_at timestamptz NOT NULL DEFAULT now(),
	expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
	run_at timestamptz NOT NULL DEFAULT now(),
	held boolean NOT NULL DEFAULT false,
	consumed_by text,
	PRIMARY KEY (tenant, msg_id)
) WITH (fillfactor = 70);
CREATE INDEX inbox_due ON inbox (tenant, run_at) WHERE consumed_by IS NULL AND NOT held;
CREATE INDEX inbox_for ON inbox (tenant, name, key) WHERE consumed_by IS NULL;
CREATE INDEX inbox_expires ON inbox (expires_at);
COMMENT ON TABLE inbox IS 'Messages and signals to cases: kept until somebody waits for them or their time is over, consumed once';
COMMENT ON COLUMN inbox.msg_id IS 'Given by the sender: the same twice is one message. Of a case: number:revision:position';
COMMENT ON COLUMN inbox.vars IS 'Values for the variables of the workflow that receives it';
COMMENT ON COLUMN inbox.sender IS 'Case that sent it, or empty: from outside';
COMMENT ON COLUMN inbox.target IS 'Only for this case, whatever its key; of a signal the case that gets this copy. Empty: for whoever waits';
COMMENT ON COLUMN inbox.run_at IS 'When to look for a receiver; infinity: when somebody begins to wait';
COMMENT ON COLUMN inbox.held IS 'There is an incident: not delivered until somebody tries again';
COMMENT ON COLUMN inbox.consumed_by IS 'Number of the case that got it; kept until expires_at so that a repetition is recognised';

CREATE TABLE start (
	tenant text NOT NULL REFERENCES tenant,
	flow text NOT NULL,
	element text NOT NULL,
	version int NOT NULL,
	kind text NOT NULL CHECK (kind IN ('timer', 'message', 'signal')),
	name text NOT NULL,
	office text NOT NULL,
	run_at timestamptz NOT NULL,
	fired int NOT NULL DEFAULT 0,
	PRIMARY KEY (tenant, flow, element)
);
CREATE INDEX start_due ON start (tenant, run_at) WHERE kind = 'timer';
COMMENT ON TABLE start IS 'Start events that begin cases without an application, of the current versions; written at their publication';
COMMENT ON COLUMN start.office IS 'Whose cases these are: ozg:office of the start event';
COMMENT ON COLUMN start.run_at IS 'Timer: when it is due; infinity: never again, or not before an incident was repaired';
COMMENT ON COLUMN start.fired IS 'How often this timer has begun a case';

CREATE TABLE incident (
	tenant text NOT NULL,
	number text NOT NULL,
	token int NOT NULL,
	msg_id text NOT NULL,
	kind text NOT NULL CHECK (kind IN ('task', 'timer', 'message', 'signal', 'start')),
	element text NOT NULL,
	reason text NOT NULL,
	first_at timestamptz NOT NULL DEFAULT now(),
	at timestamptz NOT NULL DEFAULT now(),
	times int NOT NULL DEFAULT 1,
	PRIMARY KEY (tenant, number, token, msg_id)
);
COMMENT ON TABLE incident IS 'Steps that could not be done: the case stands as before, until somebody repairs the cause and tries again';
COMMENT ON COLUMN incident.number IS 'The case; empty: one that could not be begun';
COMMENT ON COLUMN incident.token IS 'Of the task or wait that could not go on';
COMMENT ON COLUMN incident.msg_id IS 'The message that could not be delivered, or empty';
COMMENT ON COLUMN incident.reason IS 'German sentence for staff, without what people entered';

DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['wait', 'inbox', 'start', 'incident'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY own ON %I USING (tenant = nullif(current_setting(''app.tenant'', true), ''''))', t);
	END LOOP;
END $$;

-- A step writes what it waits for and what it sends, whoever does it.
GRANT INSERT ON wait TO ozg_citizen;
GRANT SELECT (tenant, number, token, element, opened_at) ON wait TO ozg_admin;
GRANT INSERT (tenant, msg_id, kind, name, key, sender) ON inbox TO ozg_citizen, ozg_office;
GRANT SELECT, INSERT, DELETE, UPDATE (run_at) ON wait TO ozg_office;
GRANT SELECT (tenant, msg_id, kind, name, key, target, sent_at, expires_at, run_at, held, consumed_by), UPDATE (run_at, held)
	ON inbox TO ozg_office;
GRANT SELECT, INSERT, UPDATE, DELETE ON incident TO ozg_office;

-- The worker does the steps that nobody clicks, tenant by tenant like everybody else.
GRANT SELECT, INSERT, UPDATE, DELETE ON wait, inbox, incident TO ozg_worker;
GRANT SELECT, UPDATE ON start TO ozg_worker;
CREATE POLICY worker_all ON start FOR SELECT TO ozg_worker USING (true);
CREATE POLICY worker_all ON wait FOR SELECT TO ozg_worker USING (true);
CREATE POLICY worker_all ON inbox FOR SELECT TO ozg_worker USING (true);
CREATE POLICY worker_expired ON inbox FOR DELETE TO ozg_worker USING (expires_at < now());
GRANT SELECT, UPDATE ON instance TO ozg_worker;
GRANT SELECT, UPDATE (flow_version) ON cases TO ozg_worker;
GRANT SELECT, INSERT, DELETE, UPDATE (element, name, form, not_by) ON task TO ozg_worker;
GRANT SELECT, INSERT ON event TO ozg_worker;
GRANT INSERT (tenant, key, kind, number, payload) ON outbox TO ozg_worker;

-- Cases that nobody has applied for are begun by the worker.
GRANT SELECT (tenant, token), INSERT ON submission TO ozg_worker;
GRANT INSERT ON cases, instance TO ozg_worker;
GRANT SELECT, INSERT, UPDATE ON case_counter TO ozg_worker;
GRANT SELECT, UPDATE (run_at) ON start TO ozg_office;
GRANT SELECT, INSERT, DELETE ON start TO ozg_admin;

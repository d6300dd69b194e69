-- SPDX-License-Identifier: EUPL-1.2
-- From the draft to the decision. Every table begins with the tenant; no foreign key leaves a table that changes with
-- every step, since checking it would lock the row it points to.

CREATE FUNCTION german_time(at timestamptz) RETURNS text STABLE LANGUAGE sql AS $$
	SELECT to_char(at AT TIME ZONE 'Europe/Berlin', 'DD.MM.YYYY, HH24:MI')
$$;
COMMENT ON FUNCTION german_time IS 'As people read it: 01.03.2026, 09:15';

CREATE FUNCTION offices_of(of_tenant text, of_login text) RETURNS SETOF text STABLE LANGUAGE sql AS $$
	SELECT m.office FROM account a JOIN membership m ON m.tenant = a.tenant AND m.account = a.id
	WHERE a.tenant = of_tenant AND a.login = of_login AND NOT a.disabled
$$;
COMMENT ON FUNCTION offices_of IS 'Whose tasks a person may do: every statement that writes a step asks it';

CREATE TABLE draft (
	tenant text NOT NULL REFERENCES tenant,
	key bytea NOT NULL CHECK (length(key) = 32),
	form text NOT NULL,
	form_version int NOT NULL,
	sealed bytea NOT NULL,
	rev int NOT NULL CHECK (rev > 0),
	updated_at timestamptz NOT NULL DEFAULT now(),
	expires_at timestamptz NOT NULL,
	PRIMARY KEY (tenant, key)
) WITH (fillfactor = 70);
CREATE INDEX draft_expires ON draft (expires_at);
COMMENT ON TABLE draft IS 'What a citizen has typed and not sent; nobody else can read it';
COMMENT ON COLUMN draft.key IS 'Derived from the secret in the citizen''s cookie, which is stored nowhere';
COMMENT ON COLUMN draft.sealed IS 'The answers, encrypted with another key derived from that secret';
COMMENT ON COLUMN draft.rev IS 'Counts the saves: a stale page must not overwrite a newer one';

CREATE TABLE consent (
	tenant text NOT NULL,
	number text NOT NULL,
	draft bytea NOT NULL,
	consent text NOT NULL,
	code_hash bytea NOT NULL,
	nonce bytea NOT NULL,
	fingerprint bytea NOT NULL,
	sealed bytea NOT NULL,
	state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'agreed', 'refused')),
	answer bytea,
	answered_at timestamptz,
	expires_at timestamptz NOT NULL,
	asked int NOT NULL DEFAULT 1,
	PRIMARY KEY (tenant, number),
	UNIQUE (tenant, draft, consent),
	FOREIGN KEY (tenant, draft) REFERENCES draft (tenant, key) ON DELETE CASCADE
);
COMMENT ON TABLE consent IS 'Requests to somebody else to agree to a draft; goes with it';
COMMENT ON COLUMN consent.number IS 'Stands in the mail and is no secret';
COMMENT ON COLUMN consent.consent IS 'Which of the form''s consents';
COMMENT ON COLUMN consent.code_hash IS 'SHA-256 of the code that the applicant hands over; derived from the draft''s secret and the nonce';
COMMENT ON COLUMN consent.fingerprint IS 'Of the answers it is a consent to, keyed with the draft''s secret';
COMMENT ON COLUMN consent.sealed IS 'What the other person is shown, encrypted with the code';
COMMENT ON COLUMN consent.answer IS 'Who agreed or refused, encrypted with the code';
COMMENT ON COLUMN consent.asked IS 'How often: mails are not sent without end';

CREATE TABLE submission (
	tenant text NOT NULL REFERENCES tenant,
	token bytea NOT NULL CHECK (length(token) = 32),
	form text NOT NULL,
	form_version int NOT NULL,
	answers jsonb NOT NULL,
	request_hash bytea NOT NULL,
	salt bytea NOT NULL,
	sent_at timestamptz NOT NULL DEFAULT now(),
	fee jsonb,
	consents jsonb,
	PRIMARY KEY (tenant, token)
);
COMMENT ON TABLE submission IS 'What the citizen declared, or what was in the message that began a case; never changed';
COMMENT ON COLUMN submission.token IS 'Derived from the draft: the same draft is submitted once, however often it is sent';
COMMENT ON COLUMN submission.fee IS 'What it costs, as it was shown: {"total", "items": [{"label", "amount", "legal", "hint"}]}; NULL: the form knows no fees';
COMMENT ON COLUMN submission.consents IS 'Who else agreed: [{"id", "label", "name", "at"}]; NULL: nobody had to';
COMMENT ON COLUMN submission.request_hash IS 'SHA-256 of what was sent: the same token with other content is a conflict';
COMMENT ON COLUMN submission.salt IS 'Opens the commitment in the ledger; deleting it makes that worthless';

CREATE TABLE case_counter (
	tenant text NOT NULL REFERENCES tenant,
	year int NOT NULL,
	last int NOT NULL,
	PRIMARY KEY (tenant, year)
) WITH (fillfactor = 20);
COMMENT ON TABLE case_counter IS 'The last case number given out, without gaps';

CREATE TABLE cases (
	tenant text NOT NULL,
	number text NOT NULL,
	token bytea NOT NULL,
	status_hash bytea NOT NULL CHECK (length(status_hash) = 32),
	form text NOT NULL,
	form_version int NOT NULL,
	flow text NOT NULL,
	flow_version int NOT NULL,
	service text NOT NULL,
	ars text NOT NULL,
	office text NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant, number),
	UNIQUE (tenant, token),
	FOREIGN KEY (tenant, token) REFERENCES submission,
	FOREIGN KEY (tenant, office) REFERENCES office
);
CREATE INDEX cases_flow ON cases (tenant, flow, created_at);
COMMENT ON TABLE cases IS 'The office''s work on a submission: what does not change about it';
COMMENT ON COLUMN cases.form IS 'What was filled in; empty: begun by a timer, message or signal';
COMMENT ON COLUMN cases.status_hash IS 'Hash of the secret with which the citizen looks up the status';
COMMENT ON COLUMN cases.office IS 'Responsible office, found by service and region when it was sent';

CREATE TABLE instance (
	tenant text NOT NULL,
	number text NOT NULL,
	rev int NOT NULL,
	state json NOT NULL,
	vars jsonb NOT NULL,
	status text NOT NULL,
	ended boolean NOT NULL,
	updated_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant, number)
) WITH (fillfactor = 70);
COMMENT ON TABLE instance IS 'The workflow of a case, where it stands; no changing column is indexed, so updates stay on their page';
COMMENT ON COLUMN instance.rev IS 'Every command compares and raises it: two at once, and one of them does nothing';
COMMENT ON COLUMN instance.state IS 'Document of the workflow engine, opaque here';
COMMENT ON COLUMN instance.status IS 'What the citizen reads';

CREATE TABLE task (
	tenant text NOT NULL,
	number text NOT NULL,
	token int NOT NULL,
	element text NOT NULL,
	name text NOT NULL,
	form text NOT NULL,
	office text NOT NULL,
	not_by text[] NOT NULL,
	assignee text,
	assignee_name text,
	opened_at timestamptz NOT NULL DEFAULT now(),
	due_at timestamptz NOT NULL DEFAULT 'infinity',
	PRIMARY KEY (tenant, number, token)
) WITH (fillfactor = 80);
CREATE INDEX task_office ON task (tenant, office, due_at, opened_at, number, token);
CREATE INDEX task_mine ON task (tenant, assignee, due_at, opened_at, number, token) WHERE assignee IS NOT NULL;
COMMENT ON TABLE task IS 'Open steps only; can be rebuilt from instance.state';
COMMENT ON COLUMN task.not_by IS 'Four-eyes: who completed one of these elements must not complete this one';
COMMENT ON COLUMN task.assignee IS 'Login of who claimed it';

CREATE TABLE event (
	tenant text NOT NULL,
	number text NOT NULL,
	rev int NOT NULL,
	seq int NOT NULL,
	at timestamptz NOT NULL DEFAULT now(),
	actor text NOT NULL,
	actor_name text NOT NULL,
	kind text NOT NULL CHECK (kind IN
		('submitted', 'passed', 'opened', 'claimed', 'taken', 'unclaimed', 'completed', 'status', 'service', 'ended',
		'timer', 'message', 'signal', 'sent', 'repaired', 'migrated')),
	element text NOT NULL,
	token int,
	text text NOT NULL,
	via text,
	data jsonb,
	salt bytea,
	cmd text,
	PRIMARY KEY (tenant, number, rev, seq)
);
COMMENT ON TABLE event IS 'History of a case, only ever added to';
COMMENT ON COLUMN event.actor IS 'Login of the person; "citizen"; empty: the engine itself';
COMMENT ON COLUMN event.text IS 'Name of the element, or the status';
COMMENT ON COLUMN event.via IS 'Of passed: the sequence flow that led to the element; NULL where a scope begins';
COMMENT ON COLUMN event.data IS 'What was entered into the task form';
COMMENT ON COLUMN event.cmd IS 'Token of the page that was sent: the same command twice is done once';

DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['draft', 'consent', 'submission', 'case_counter', 'cases', 'instance', 'task', 'event'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY own ON %I USING (tenant = nullif(current_setting(''app.tenant'', true), ''''))', t);
	END LOOP;
END $$;

-- Citizens' pool: its drafts, new cases, and of existing ones no more than the status page shows.
GRANT SELECT, INSERT, UPDATE, DELETE ON draft TO ozg_citizen;
GRANT SELECT, INSERT, UPDATE ON consent TO ozg_citizen;
GRANT INSERT ON submission, cases, instance, task, event TO ozg_citizen;
GRANT SELECT (tenant, token, fee, request_hash) ON submission TO ozg_citizen;
GRANT SELECT, INSERT, UPDATE ON case_counter TO ozg_citizen;
GRANT SELECT (tenant, number, token, status_hash, form, form_version, office, created_at) ON cases TO ozg_citizen;
GRANT SELECT (tenant, number, status, ended, updated_at) ON instance TO ozg_citizen;
GRANT SELECT (tenant, number, rev, seq, at, kind, text) ON event TO ozg_citizen;
CREATE POLICY citizen_status ON event AS RESTRICTIVE FOR SELECT TO ozg_citizen USING (kind IN ('submitted', 'status'));

-- Whoever sends an application acts as nobody else.
CREATE POLICY citizen_actor ON event AS RESTRICTIVE FOR INSERT TO ozg_citizen WITH CHECK (actor IN ('citizen', ''));

-- Back office: never a draft; a submission and the history are read and not changed.
GRANT SELECT ON submission, cases TO ozg_office;
GRANT SELECT, UPDATE ON instance TO ozg_office;
GRANT SELECT, INSERT, DELETE ON task TO ozg_office;
GRANT UPDATE (assignee, assignee_name) ON task TO ozg_office;
GRANT SELECT, INSERT ON event TO ozg_office;

-- Admins see where cases wait and which ways they take; not whose they are, who did what, nor what was entered.
GRANT SELECT (tenant, number, flow, flow_version, created_at) ON cases TO ozg_admin;
GRANT SELECT (tenant, number, token, element, opened_at) ON task TO ozg_admin;
GRANT SELECT (tenant, number, rev, seq, at, kind, element, token, via) ON event TO ozg_admin;

-- The worker removes expired drafts of all tenants, unread.
GRANT SELECT (tenant, key, expires_at), DELETE ON draft TO ozg_worker;
CREATE POLICY worker_expired ON draft TO ozg_worker USING (expires_at < now());

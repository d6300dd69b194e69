-- SPDX-License-Identifier: EUPL-1.2
-- What every step writes, whoever does it: the parts that follow the CTEs "step (number, rev, status)", which is empty
-- when the step is refused, and "first", the event that tells why it was done. Included by the statements that send an
-- application, complete a task and do what nobody clicks. Parameters: tenant, office (of the case), tasks, events,
-- messages; closes. What only workflows with timers, messages and signals need stands in parts of its own, so that others
-- do not pay for it: waits, sends; unwaits.

-- The number of a new case, behind the CTE "sent (tenant, token)" that is empty when there is none.
-- part: step_number
counter AS (
	INSERT INTO case_counter AS c (tenant, year, last)
	SELECT tenant, extract(year FROM now() AT TIME ZONE 'Europe/Berlin'), 1 FROM sent
	ON CONFLICT (tenant, year) DO UPDATE SET last = c.last + 1
	RETURNING tenant, year, last
), numbered AS (
	SELECT concat_ws('-', t.case_prefix, c.year, lpad(c.last::text, greatest(6, length(c.last::text)), '0')) AS number
	FROM counter c JOIN tenant t USING (tenant)
),

-- part: step_opens
opened AS (
	INSERT INTO task (tenant, number, token, element, name, form, office, not_by, due_at, priority)
	SELECT :tenant, step.number, t.token, t.element, t.name, t.form,
		coalesce((SELECT o.office FROM office o WHERE o.tenant = :tenant AND o.office = t.office), :office), t.not_by,
		coalesce(timestamptz 'epoch' + t.due * interval '1 microsecond', 'infinity'), t.priority
	FROM step, jsonb_to_recordset(:tasks)
		AS t(token int, element text, name text, form text, office text, not_by text[], due bigint, priority int)
), new_events AS (
	INSERT INTO event (tenant, number, rev, seq, actor, actor_name, kind, element, token, text, data, salt, cmd, via)
	SELECT :tenant, step.number, step.rev, 0, first.actor, first.actor_name, first.kind, first.element, first.token,
		first.text, first.data, first.salt, first.cmd, NULL
	FROM step, first
	UNION ALL
	SELECT :tenant, step.number, step.rev, e.seq, '', '', e.kind, e.element, e.token, e.text, NULL, NULL, NULL, e.via
	FROM step, ROWS FROM (jsonb_to_recordset(:events) AS (kind text, element text, token int, text text, via text))
		WITH ORDINALITY AS e(kind, element, token, text, via, seq)
), new_messages AS (
	INSERT INTO outbox (tenant, key, kind, number, payload)
	SELECT :tenant, concat_ws(':', step.number, step.rev, m.seq), m.kind, step.number,
		m.payload || jsonb_build_object('status', step.status)
	FROM step, ROWS FROM (jsonb_to_recordset(:messages) AS (kind text, payload jsonb))
		WITH ORDINALITY AS m(kind, payload, seq)
),

-- part: step_waits
waiting AS (
	INSERT INTO wait (tenant, number, token, element, kind, name, key, run_at)
	SELECT :tenant, step.number, w.token, w.element, w.kind, w.name, w.key,
		coalesce(timestamptz 'epoch' + w.due * interval '1 microsecond', now())
	FROM step, jsonb_to_recordset(:waits) AS w(token int, element text, kind text, name text, key text, due bigint)
), posted AS (
	INSERT INTO inbox (tenant, msg_id, kind, name, key, vars, sender)
	SELECT :tenant, concat_ws(':', step.number, step.rev, s.seq), s.kind, s.name, s.key, s.vars, step.number
	FROM step, ROWS FROM (jsonb_to_recordset(:sends) AS (kind text, name text, key text, vars jsonb))
		WITH ORDINALITY AS s(kind, name, key, vars, seq)
),

-- part: step_closes
closed AS (
	DELETE FROM task k USING step
	WHERE k.tenant = :tenant AND k.number = step.number AND k.token = ANY (:closes)
),

-- part: step_unwaits
unwaited AS (
	DELETE FROM wait w USING step
	WHERE w.tenant = :tenant AND w.number = step.number AND w.token = ANY (:unwaits)
),

-- What happens by itself: a timer, a message, a signal; and what is repaired. The caller holds the row of the instance.
-- name: case_step (tenant, number, rev::int, actor, actor_name, kind, element, token::int, text, data, salt::bytea, commitment::bytea, state::json, vars::jsonb, status, ended::bool, office, closes::int[], unwaits::int[], tasks::jsonb, waits::jsonb, events::jsonb, messages::jsonb, sends::jsonb)
WITH step AS (
	UPDATE instance i SET rev = i.rev + 1, state = :state, vars = :vars, status = coalesce(nullif(:status, ''), i.status),
		ended = :ended, updated_at = now()
	WHERE i.tenant = :tenant AND i.number = :number AND i.rev = :rev
	RETURNING i.number, i.rev, i.status
),
first AS (
	SELECT :actor AS actor, :actor_name AS actor_name, :kind AS kind, :element AS element, :token AS token, :text AS text,
		nullif(:data, '')::jsonb AS data, :salt AS salt, NULL AS cmd
),
-- use: step_closes
-- use: step_unwaits
-- use: step_opens
-- use: step_waits
logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, :actor, 'case.' || :kind, concat_ws('/', 'case', step.number, :element), step.rev, :commitment
	FROM step
)
SELECT rev FROM step

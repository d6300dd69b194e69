-- SPDX-License-Identifier: EUPL-1.2
-- Steps of a case. Each changes something only while the case has the revision the caller read; two at once, and the
-- second waits for the row, finds another revision and does nothing.

-- Everything a command must know before: where the case stands, the task if it is still open, who completed it if not.
-- name: task_find (tenant, number, token::int, actor, cmd)
SELECT i.rev, i.state, i.vars, c.form, c.office, c.flow, k.element, k.assignee, k.assignee_name,
	(SELECT e.text FROM event e WHERE e.tenant = :tenant AND e.number = :number AND e.kind IN ('completed', 'failed')
		AND e.actor = :actor AND e.element = ANY (k.not_by) ORDER BY e.rev LIMIT 1),
	done.actor_name, done.at, done.cmd = nullif(:cmd, ''), k.office IN (SELECT o FROM offices_of(:tenant, :actor) o),
	(extract(epoch FROM now()) * 1000000)::bigint
FROM instance i JOIN cases c USING (tenant, number)
	LEFT JOIN task k ON k.tenant = :tenant AND k.number = :number AND k.token = :token
	LEFT JOIN LATERAL (SELECT e.actor_name, german_time(e.at) AS at, e.cmd FROM event e
		WHERE e.tenant = :tenant AND e.number = :number AND e.token = :token AND e.kind IN ('completed', 'failed')
		ORDER BY e.rev DESC LIMIT 1) done ON true
WHERE i.tenant = :tenant AND i.number = :number

-- part: complete_head
WITH open AS (
	SELECT k.element, k.name, k.not_by FROM task k
	WHERE k.tenant = :tenant AND k.number = :number AND k.token = :token
		AND k.office IN (SELECT o FROM offices_of(:tenant, :actor) o) AND coalesce(k.assignee, :actor) = :actor
		AND NOT EXISTS (SELECT FROM event e WHERE e.tenant = :tenant AND e.number = :number
			AND e.kind IN ('completed', 'failed') AND e.actor = :actor AND e.element = ANY (k.not_by))
), step AS (
	UPDATE instance i SET rev = i.rev + 1, state = :state, vars = :vars, status = coalesce(nullif(:status, ''), i.status),
		ended = :ended, updated_at = now()
	WHERE i.tenant = :tenant AND i.number = :number AND i.rev = :rev AND EXISTS (SELECT FROM open)
	RETURNING i.number, i.rev, i.status
),
first AS (
	SELECT :actor AS actor, :actor_name AS actor_name, CASE :failure WHEN '' THEN 'completed' ELSE 'failed' END AS kind,
		open.element, :token AS token, concat_ws(': ', open.name, nullif(:failure, '')) AS text, :data AS data, :salt AS salt, nullif(:cmd, '') AS cmd
	FROM open
),

-- part: complete_log
logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, :actor, CASE :failure WHEN '' THEN 'task.complete' ELSE 'task.fail' END, concat_ws('/', 'case', :number, open.element), step.rev,
		:commitment
	FROM step, open
)
SELECT rev FROM step

-- failure: the error that was reported instead; empty: none.
-- name: task_complete (tenant, number, rev::int, token::int, actor, actor_name, office, cmd, failure::text, data::jsonb, salt::bytea, commitment::bytea, state::json, vars::jsonb, status, ended::bool, closes::int[], tasks::jsonb, events::jsonb, messages::jsonb)
-- use: complete_head
-- use: step_closes
-- use: step_opens
-- use: complete_log

-- The same where timers, messages or signals begin or end with it.
-- name: task_complete_waits (tenant, number, rev::int, token::int, actor, actor_name, office, cmd, failure::text, data::jsonb, salt::bytea, commitment::bytea, state::json, vars::jsonb, status, ended::bool, closes::int[], tasks::jsonb, events::jsonb, messages::jsonb, unwaits::int[], waits::jsonb, sends::jsonb)
-- use: complete_head
-- use: step_closes
-- use: step_unwaits
-- use: step_opens
-- use: step_waits
-- use: complete_log

-- See submission_settle.
-- name: task_settle (tenant, number)
UPDATE instance SET updated_at = updated_at WHERE tenant = :tenant AND number = :number

-- By action: claim what nobody has, take what holder has, unclaim what is the actor's own. The first two only what the
-- actor may complete.
-- name: task_assign (tenant, number, rev::int, token::int, actor, actor_name, action::text, holder, salt::bytea, commitment::bytea)
WITH open AS (
	SELECT k.element, k.name FROM task k
	WHERE k.tenant = :tenant AND k.number = :number AND k.token = :token
		AND k.office IN (SELECT o FROM offices_of(:tenant, :actor) o)
		AND k.assignee IS NOT DISTINCT FROM CASE :action WHEN 'take' THEN :holder WHEN 'unclaim' THEN :actor END
		AND NOT (:action <> 'unclaim' AND EXISTS (SELECT FROM event e WHERE e.tenant = :tenant AND e.number = :number
			AND e.kind IN ('completed', 'failed') AND e.actor = :actor AND e.element = ANY (k.not_by)))
), step AS (
	UPDATE instance i SET rev = i.rev + 1, updated_at = now()
	WHERE i.tenant = :tenant AND i.number = :number AND i.rev = :rev AND EXISTS (SELECT FROM open)
	RETURNING i.rev
), assigned AS (
	UPDATE task k SET assignee = CASE WHEN :action <> 'unclaim' THEN :actor END,
		assignee_name = CASE WHEN :action <> 'unclaim' THEN :actor_name END
	FROM step WHERE k.tenant = :tenant AND k.number = :number AND k.token = :token
), new_event AS (
	INSERT INTO event (tenant, number, rev, seq, actor, actor_name, kind, element, token, text, salt)
	SELECT :tenant, :number, step.rev, 0, :actor, :actor_name, CASE :action WHEN 'take' THEN 'taken' ELSE :action || 'ed' END,
		open.element, :token, open.name, :salt
	FROM step, open
), logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, :actor, 'task.' || :action, concat_ws('/', 'case', :number, open.element), step.rev, :commitment
	FROM step, open
)
SELECT rev FROM step

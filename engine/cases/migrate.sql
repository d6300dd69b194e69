-- SPDX-License-Identifier: EUPL-1.2
-- Taking open cases over to another version of their workflow, each in one statement.

-- name: migrate_next (tenant, flow, version::int, after, most::int)
SELECT c.number FROM cases c JOIN instance i USING (tenant, number)
WHERE c.tenant = :tenant AND c.flow = :flow AND c.flow_version = :version AND c.number > :after AND NOT i.ended
ORDER BY c.number LIMIT :most

-- The first of these elements that people have completed.
-- name: migrate_behind (tenant, number, elements::text[])
SELECT element FROM event WHERE tenant = :tenant AND number = :number AND kind IN ('completed', 'failed')
	AND element = ANY (:elements) ORDER BY rev LIMIT 1

-- Who has claimed a task keeps it, a task its deadline, and a timer the time it is due at.
-- name: case_migrate (tenant, number, rev::int, version::int, actor, text, salt::bytea, commitment::bytea, state::json, vars::jsonb, office, tasks::jsonb, waits::jsonb)
WITH step AS (
	UPDATE instance i SET rev = i.rev + 1, state = :state, vars = :vars, updated_at = now()
	WHERE i.tenant = :tenant AND i.number = :number AND i.rev = :rev AND NOT i.ended
	RETURNING i.number, i.rev
), bound AS (
	UPDATE cases c SET flow_version = :version FROM step WHERE c.tenant = :tenant AND c.number = step.number
), want_tasks AS (
	SELECT t.* FROM step, jsonb_to_recordset(:tasks)
		AS t(token int, element text, name text, form text, office text, not_by text[], due bigint, priority int)
), want_waits AS (
	SELECT w.* FROM step, jsonb_to_recordset(:waits)
		AS w(token int, element text, kind text, name text, key text, due bigint)
), tasks_gone AS (
	DELETE FROM task k USING step
	WHERE k.tenant = :tenant AND k.number = step.number AND k.token NOT IN (SELECT token FROM want_tasks)
), tasks_kept AS (
	UPDATE task k SET element = t.element, name = t.name, form = t.form, not_by = t.not_by, priority = t.priority
	FROM step, want_tasks t WHERE k.tenant = :tenant AND k.number = step.number AND k.token = t.token
), tasks_new AS (
	INSERT INTO task (tenant, number, token, element, name, form, office, not_by, due_at, priority)
	SELECT :tenant, step.number, t.token, t.element, t.name, t.form,
		coalesce((SELECT o.office FROM office o WHERE o.tenant = :tenant AND o.office = t.office), :office), t.not_by,
		coalesce(timestamptz 'epoch' + t.due * interval '1 microsecond', 'infinity'), t.priority
	FROM step, want_tasks t
	WHERE NOT EXISTS (SELECT FROM task k WHERE k.tenant = :tenant AND k.number = step.number AND k.token = t.token)
), waits_gone AS (
	DELETE FROM wait x USING step
	WHERE x.tenant = :tenant AND x.number = step.number AND x.token NOT IN (SELECT token FROM want_waits)
), waits_kept AS (
	UPDATE wait x SET element = w.element, name = w.name, key = w.key
	FROM step, want_waits w WHERE x.tenant = :tenant AND x.number = step.number AND x.token = w.token
), waits_new AS (
	INSERT INTO wait (tenant, number, token, element, kind, name, key, run_at)
	SELECT :tenant, step.number, w.token, w.element, w.kind, w.name, w.key,
		coalesce(timestamptz 'epoch' + w.due * interval '1 microsecond', now())
	FROM step, want_waits w
	WHERE NOT EXISTS (SELECT FROM wait x WHERE x.tenant = :tenant AND x.number = step.number AND x.token = w.token)
), noted AS (
	INSERT INTO event (tenant, number, rev, seq, actor, actor_name, kind, element, text, salt)
	SELECT :tenant, step.number, step.rev, 0, :actor, :actor, 'migrated', '', :text, :salt FROM step
), logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, :actor, 'case.migrate', 'case/' || step.number, step.rev, :commitment FROM step
)
SELECT rev FROM step

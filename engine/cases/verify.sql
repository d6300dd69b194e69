-- SPDX-License-Identifier: EUPL-1.2
-- Do the index tables say what the states of the cases say? Judged case by case, while nobody can change it.

-- Open cases behind the one looked at last.
-- name: verify_next (tenant, after)
SELECT number FROM instance WHERE tenant = :tenant AND number > :after AND NOT ended ORDER BY number LIMIT 500

-- Begins with the columns of a claim.
-- name: verify_lock (tenant, number)
SELECT :number, 0, '', i.rev, i.state, i.vars, c.flow, c.flow_version, c.form, c.office,
	(extract(epoch FROM now()) * 1000000)::bigint, i.ended
FROM instance i JOIN cases c USING (tenant, number)
WHERE i.tenant = :tenant AND i.number = :number FOR UPDATE OF i

-- The rows that should be there and those that are, where they differ. A timer that an incident holds is due at infinity.
-- name: verify_case (tenant, number, tasks::jsonb, waits::jsonb)
WITH want AS (
	SELECT t.token, 'task' AS kind, t.element, concat_ws(' ', t.element, t.form, t.name, t.not_by::text,
		coalesce(timestamptz 'epoch' + t.due * interval '1 microsecond', 'infinity'), t.priority) AS text
	FROM jsonb_to_recordset(:tasks)
		AS t(token int, element text, name text, form text, not_by text[], due bigint, priority int)
	UNION ALL
	SELECT w.token, w.kind, w.element, concat_ws(' ', w.element, w.name, w.key,
		timestamptz 'epoch' + w.due * interval '1 microsecond')
	FROM jsonb_to_recordset(:waits) AS w(token int, element text, kind text, name text, key text, due bigint)
), have AS (
	SELECT k.token, 'task' AS kind, k.element, concat_ws(' ', k.element, k.form, k.name, k.not_by::text, k.due_at,
		k.priority) AS text
	FROM task k WHERE k.tenant = :tenant AND k.number = :number
	UNION ALL
	SELECT w.token, w.kind, w.element, CASE
		WHEN w.kind <> 'timer' THEN concat_ws(' ', w.element, w.name, w.key)
		WHEN w.run_at = 'infinity' AND EXISTS (SELECT FROM incident x WHERE x.tenant = :tenant AND x.number = :number
			AND x.token = w.token) THEN (SELECT text FROM want WHERE want.token = w.token)
		ELSE concat_ws(' ', w.element, w.name, w.key, w.run_at) END
	FROM wait w WHERE w.tenant = :tenant AND w.number = :number
)
SELECT token, coalesce(want.kind, have.kind), coalesce(want.element, have.element),
	CASE WHEN have.kind IS NULL THEN 'missing' WHEN want.kind IS NULL THEN 'surplus' ELSE 'different' END
FROM want FULL JOIN have USING (token)
WHERE (want.kind, want.text) IS DISTINCT FROM (have.kind, have.text) ORDER BY token

-- Rows of cases that are over, or that are not there at all.
-- name: verify_stray (tenant)
SELECT x.number, x.token, x.kind, x.element FROM (
	SELECT number, token, 'task' AS kind, element FROM task WHERE tenant = :tenant
	UNION ALL SELECT number, token, kind, element FROM wait WHERE tenant = :tenant) x
WHERE NOT EXISTS (SELECT FROM instance i WHERE i.tenant = :tenant AND i.number = x.number AND NOT i.ended)
ORDER BY x.number, x.token

-- name: verify_remove (tenant, number, token::int)
WITH tasks AS (
	DELETE FROM task WHERE tenant = :tenant AND number = :number AND token = :token
)
DELETE FROM wait WHERE tenant = :tenant AND number = :number AND token = :token

-- name: verify_add (tenant, number, token::int, office, tasks::jsonb, waits::jsonb)
WITH opened AS (
	INSERT INTO task (tenant, number, token, element, name, form, office, not_by, due_at, priority)
	SELECT :tenant, :number, t.token, t.element, t.name, t.form,
		coalesce((SELECT o.office FROM office o WHERE o.tenant = :tenant AND o.office = t.office), :office), t.not_by,
		coalesce(timestamptz 'epoch' + t.due * interval '1 microsecond', 'infinity'), t.priority
	FROM jsonb_to_recordset(:tasks) AS t(token int, element text, name text, form text, office text, not_by text[], due bigint, priority int)
	WHERE t.token = :token
)
INSERT INTO wait (tenant, number, token, element, kind, name, key, run_at)
SELECT :tenant, :number, w.token, w.element, w.kind, w.name, w.key,
	coalesce(timestamptz 'epoch' + w.due * interval '1 microsecond', now())
FROM jsonb_to_recordset(:waits) AS w(token int, element text, kind text, name text, key text, due bigint)
WHERE w.token = :token

-- What somebody has to know who was working on it.
-- name: verify_log (tenant, object, commitment::bytea)
INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
VALUES (:tenant, '', 'flow.repair', :object, 0, :commitment)

-- SPDX-License-Identifier: EUPL-1.2
-- Steps that could not be done: seen by those who see the case, repaired and tried again.

-- part: incident_open
SELECT x.number, x.token, x.msg_id, x.kind, x.element, x.reason, german_time(x.first_at), german_time(x.at), x.times,
	coalesce(c.form, ''), coalesce(c.form_version, 0), coalesce(o.name, '')
FROM incident x LEFT JOIN cases c USING (tenant, number) LEFT JOIN office o ON o.tenant = c.tenant AND o.office = c.office
WHERE x.tenant = :tenant
	AND (x.kind = 'start'
		OR EXISTS (SELECT FROM task k WHERE k.tenant = :tenant AND k.number = x.number AND k.token = x.token)
		OR EXISTS (SELECT FROM wait w WHERE w.tenant = :tenant AND w.number = x.number AND w.token = x.token))

-- One whose task or wait has gone meanwhile is none any more; see incident_forget.
-- name: incident_list (tenant, actor)
-- use: incident_open
	AND (x.kind = 'start' OR c.office IN (SELECT o FROM offices_of(:tenant, :actor) o)
		OR EXISTS (SELECT FROM task k WHERE k.tenant = :tenant AND k.number = x.number
			AND k.office IN (SELECT o FROM offices_of(:tenant, :actor) o)))
ORDER BY x.first_at, x.number, x.token, x.msg_id

-- name: incident_list_all (tenant)
-- use: incident_open
ORDER BY x.first_at, x.number, x.token, x.msg_id

-- Begins with the columns of a claim. Whoever repairs it holds the row of the instance.
-- name: incident_case (tenant, number)
SELECT :number, 0, '', i.rev, i.state, i.vars, c.flow, c.flow_version, c.form, c.office,
	(extract(epoch FROM now()) * 1000000)::bigint
FROM instance i JOIN cases c USING (tenant, number)
WHERE i.tenant = :tenant AND i.number = :number FOR UPDATE OF i

-- name: incident_retry (tenant, number, token::int, msg_id, actor, commitment::bytea)
WITH gone AS (
	DELETE FROM incident WHERE tenant = :tenant AND number = :number AND token = :token AND msg_id = :msg_id
	RETURNING element
), message AS (
	UPDATE inbox SET held = false, run_at = now(), expires_at = greatest(expires_at, now() + interval '30 days')
	WHERE tenant = :tenant AND msg_id = :msg_id AND EXISTS (SELECT FROM gone)
), timer AS (
	UPDATE wait SET run_at = now() WHERE tenant = :tenant AND number = :number AND token = :token AND kind = 'timer'
		AND run_at = 'infinity' AND EXISTS (SELECT FROM gone)
), begin AS (
	UPDATE start SET run_at = now() WHERE tenant = :tenant AND concat_ws(':', 'start', flow, element) = :msg_id
		AND run_at = 'infinity' AND EXISTS (SELECT FROM gone)
), logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, :actor, 'incident.retry', concat_ws('/', 'incident', :number, element), 0, :commitment FROM gone
)
SELECT element FROM gone

-- Whose task or wait has gone: nobody can repair it any more. A message that it held is there for whoever waits next.
-- name: incident_forget (tenant)
WITH gone AS (
	DELETE FROM incident x
	WHERE x.tenant = :tenant AND x.kind <> 'start'
		AND NOT EXISTS (SELECT FROM task k WHERE k.tenant = :tenant AND k.number = x.number AND k.token = x.token)
		AND NOT EXISTS (SELECT FROM wait w WHERE w.tenant = :tenant AND w.number = x.number AND w.token = x.token)
	RETURNING x.msg_id
)
UPDATE inbox m SET held = false, run_at = now() FROM gone
WHERE m.tenant = :tenant AND m.msg_id = gone.msg_id AND m.consumed_by IS NULL

-- A person wanted a step that is impossible.
-- name: incident_task (tenant, number, token::int, element, reason)
INSERT INTO incident (tenant, number, token, msg_id, kind, element, reason)
VALUES (:tenant, :number, :token, '', 'task', :element, :reason)
ON CONFLICT (tenant, number, token, msg_id)
	DO UPDATE SET reason = excluded.reason, element = excluded.element, at = now(), times = incident.times + 1

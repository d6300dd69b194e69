-- SPDX-License-Identifier: EUPL-1.2
-- Reading cases: for the citizen by number and secret, for staff by office.

-- name: case_tenant (prefix)
SELECT tenant FROM tenant WHERE case_prefix = :prefix

-- name: case_status (tenant, number, status_hash::bytea)
SELECT c.form, c.form_version, german_time(c.created_at), i.status, i.ended, o.name, o.email, o.phone, o.address,
	s.fee
FROM cases c JOIN instance i USING (tenant, number) JOIN office o USING (tenant, office)
	JOIN submission s USING (tenant, token)
WHERE c.tenant = :tenant AND c.number = :number AND c.status_hash = :status_hash

-- name: case_status_history (tenant, number)
SELECT german_time(at), text FROM event
WHERE tenant = :tenant AND number = :number AND kind IN ('submitted', 'status') ORDER BY rev, seq

-- Staff see a case of their offices, one that has a task for them, and one they worked on.
-- name: case_find (tenant, number, actor)
SELECT c.form, c.form_version, c.flow, c.flow_version, c.service, c.ars, c.office, o.name, german_time(c.created_at),
	i.rev, i.status, i.ended, i.state, i.vars, s.answers, c.created_at, s.fee, s.consents
FROM cases c JOIN instance i USING (tenant, number) JOIN office o USING (tenant, office)
	JOIN submission s USING (tenant, token)
WHERE c.tenant = :tenant AND c.number = :number AND (c.office IN (SELECT o FROM offices_of(:tenant, :actor) o)
	OR EXISTS (SELECT FROM task k WHERE k.tenant = :tenant AND k.number = :number
		AND k.office IN (SELECT o FROM offices_of(:tenant, :actor) o))
	OR EXISTS (SELECT FROM event e WHERE e.tenant = :tenant AND e.number = :number AND e.actor = :actor))

-- name: case_tasks (tenant, number, actor)
SELECT k.token, k.element, k.name, k.form, k.office, coalesce(o.name, k.office), k.assignee, k.assignee_name,
	german_time(k.opened_at), k.office IN (SELECT o FROM offices_of(:tenant, :actor) o),
	(SELECT e.text FROM event e WHERE e.tenant = :tenant AND e.number = :number AND e.kind IN ('completed', 'failed')
		AND e.actor = :actor AND e.element = ANY (k.not_by) ORDER BY e.rev LIMIT 1),
	german_due(k.due_at), k.due_at <= now()
FROM task k LEFT JOIN office o USING (tenant, office)
WHERE k.tenant = :tenant AND k.number = :number ORDER BY k.token

-- What it waits for besides people.
-- name: case_waits (tenant, number)
SELECT w.kind, w.element, w.name, w.key, german_time(w.run_at), x.number IS NOT NULL
FROM wait w LEFT JOIN incident x ON x.tenant = w.tenant AND x.number = w.number AND x.token = w.token AND x.msg_id = ''
WHERE w.tenant = :tenant AND w.number = :number ORDER BY w.run_at, w.token

-- name: case_history (tenant, number)
SELECT german_time(at), kind, actor, actor_name, element, text, data, via, floor(extract(epoch FROM at))::bigint FROM event
WHERE tenant = :tenant AND number = :number ORDER BY rev, seq

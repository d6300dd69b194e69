-- SPDX-License-Identifier: EUPL-1.2
-- The queue. Each office is read along its index up to the page size and the pages are merged: what it costs does not
-- grow with the number of tasks, and the next page begins behind the last row of this one, not at an offset.

-- name: worklist_page (tenant, actor, view, priority::int, due::timestamptz, opened::timestamptz, number, token::int, n::int)
SELECT k.number, k.token, k.name, c.form, c.form_version, i.status, k.office, w.name, k.assignee, k.assignee_name,
	german_time(k.opened_at), german_time(c.created_at), k.due_at, k.opened_at,
	EXISTS (SELECT FROM event e WHERE e.tenant = :tenant AND e.number = k.number AND e.kind IN ('completed', 'failed')
		AND e.actor = :actor AND e.element = ANY (k.not_by)), k.priority, german_due(k.due_at), k.due_at <= now()
FROM offices_of(:tenant, :actor) o
	CROSS JOIN LATERAL (SELECT * FROM task t
		WHERE t.tenant = :tenant AND t.office = o AND CASE :view WHEN 'mine' THEN t.assignee = :actor WHEN 'free' THEN t.assignee IS NULL
				WHEN 'overdue' THEN t.due_at <= now() ELSE true END
			AND (t.priority, t.due_at, t.opened_at, t.number, t.token) > (:priority, :due, :opened, :number, :token)
		ORDER BY t.priority, t.due_at, t.opened_at, t.number, t.token LIMIT :n) k
	JOIN cases c ON c.tenant = :tenant AND c.number = k.number
	JOIN instance i ON i.tenant = :tenant AND i.number = k.number
	JOIN office w ON w.tenant = :tenant AND w.office = k.office
ORDER BY k.priority, k.due_at, k.opened_at, k.number, k.token LIMIT :n

-- Counted up to a thousand each: nobody needs to know more, and it stays quick.
-- name: worklist_counts (tenant, actor)
SELECT
	(SELECT count(*) FROM (SELECT FROM offices_of(:tenant, :actor) o CROSS JOIN LATERAL (SELECT FROM task t
		WHERE t.tenant = :tenant AND t.office = o LIMIT 1000) x LIMIT 1000) y),
	(SELECT count(*) FROM (SELECT FROM task t WHERE t.tenant = :tenant AND t.assignee = :actor
		AND t.office IN (SELECT o FROM offices_of(:tenant, :actor) o) LIMIT 1000) y),
	(SELECT count(*) FROM (SELECT FROM offices_of(:tenant, :actor) o CROSS JOIN LATERAL (SELECT FROM task t
		WHERE t.tenant = :tenant AND t.office = o AND t.assignee IS NULL LIMIT 1000) x LIMIT 1000) y),
	(SELECT count(*) FROM (SELECT FROM offices_of(:tenant, :actor) o CROSS JOIN LATERAL (SELECT FROM task t
		WHERE t.tenant = :tenant AND t.office = o AND t.due_at <= now() LIMIT 1000) x LIMIT 1000) y)

-- SPDX-License-Identifier: EUPL-1.2
-- Where cases wait and which ways they take: counts and times only, nothing about persons. How long is in seconds. What
-- has been is looked up for the newest cases of a workflow, so that the page takes no longer when there are millions.

-- What is open, by workflow and element: a task waits for people, the rest for time, messages or signals. Where more is open
-- than a municipality can have, a part of it. OFFSET 0: case by case, or PostgreSQL reads all that have ever been.
-- name: figures_waiting (tenant, most::int)
SELECT c.flow, x.element, count(*), floor(percentile_cont(0.5) WITHIN GROUP (ORDER BY x.secs))::bigint,
	floor(percentile_cont(0.9) WITHIN GROUP (ORDER BY x.secs))::bigint, floor(max(x.secs))::bigint
FROM (
	(SELECT number, element, extract(epoch FROM now() - opened_at)::float AS secs FROM task WHERE tenant = :tenant LIMIT :most)
	UNION ALL
	(SELECT number, element, extract(epoch FROM now() - opened_at)::float FROM wait WHERE tenant = :tenant LIMIT :most)
) x CROSS JOIN LATERAL (SELECT flow FROM cases WHERE tenant = :tenant AND number = x.number OFFSET 0) c
GROUP BY c.flow, x.element
ORDER BY c.flow, count(*) DESC, x.element

-- name: figures_any (tenant)
SELECT EXISTS (SELECT FROM task WHERE tenant = :tenant) OR EXISTS (SELECT FROM wait WHERE tenant = :tenant)

-- Tasks of the newest cases that are done: from opening to completion.
-- name: figures_done (tenant, flow)
WITH recent AS (
	SELECT number FROM cases WHERE tenant = :tenant AND flow = :flow ORDER BY created_at DESC LIMIT 2000
), done AS (
	SELECT o.element, extract(epoch FROM d.at - o.at)::float AS secs
	FROM recent r
		JOIN event o ON o.tenant = :tenant AND o.number = r.number AND o.kind = 'opened'
		JOIN event d ON d.tenant = :tenant AND d.number = r.number AND d.kind IN ('completed', 'failed') AND d.token = o.token
)
SELECT element, count(*), floor(percentile_cont(0.5) WITHIN GROUP (ORDER BY secs))::bigint,
	floor(percentile_cont(0.9) WITHIN GROUP (ORDER BY secs))::bigint, floor(max(secs))::bigint
FROM done GROUP BY element

-- name: figures_ways (tenant, flow)
WITH recent AS (
	SELECT number FROM cases WHERE tenant = :tenant AND flow = :flow ORDER BY created_at DESC LIMIT 2000
)
SELECT e.via, count(*) FROM recent r
	JOIN event e ON e.tenant = :tenant AND e.number = r.number AND e.kind = 'passed'
WHERE e.via <> '' GROUP BY e.via

-- name: figures_cases (tenant, flow)
SELECT count(*) FROM (SELECT FROM cases WHERE tenant = :tenant AND flow = :flow ORDER BY created_at DESC LIMIT 2000) x

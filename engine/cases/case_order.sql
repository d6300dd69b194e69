-- SPDX-License-Identifier: EUPL-1.2
-- The order to take open cases over to another version of their workflow.

-- Which versions open cases run. A case is open where somebody or something is waited for.
-- name: migration_open (tenant, flow)
SELECT c.flow_version, count(*)
FROM (SELECT number FROM task WHERE tenant = :tenant UNION SELECT number FROM wait WHERE tenant = :tenant) x
	CROSS JOIN LATERAL (SELECT flow, flow_version FROM cases WHERE tenant = :tenant AND number = x.number OFFSET 0) c
WHERE c.flow = :flow GROUP BY c.flow_version ORDER BY c.flow_version

-- name: migration_get (tenant, flow)
SELECT rev, from_version, to_version, plan, phase, cases, moved, stays, reason, ordered_by, german_time(at)
FROM migration WHERE tenant = :tenant AND flow = :flow

-- A dry run takes the place of whatever was ordered before. No row: cases are moving now.
-- name: migration_try (tenant, flow, from_version::int, to_version::int, plan::jsonb, actor)
INSERT INTO migration (tenant, flow, from_version, to_version, plan, ordered_by)
VALUES (:tenant, :flow, :from_version, :to_version, :plan, :actor)
ON CONFLICT (tenant, flow) DO UPDATE SET rev = migration.rev + 1, from_version = excluded.from_version,
	to_version = excluded.to_version, plan = excluded.plan, ordered_by = excluded.ordered_by, phase = 'trying',
	after = '', cases = 0, moved = 0, stays = '[]', reason = '', at = now()
WHERE migration.phase <> 'moving'
RETURNING rev

-- Only what was tried, by the plan and beside the versions that were there then.
-- name: migration_go (tenant, flow, rev::int, actor, commitment::bytea)
WITH go AS (
	UPDATE migration m SET rev = rev + 1, phase = 'moving', ordered_by = :actor, after = '', cases = 0, moved = 0,
		stays = '[]', at = now()
	WHERE m.tenant = :tenant AND m.flow = :flow AND m.rev = :rev AND m.phase = 'tried' AND m.moved > 0
		AND NOT EXISTS (SELECT FROM definition d WHERE d.tenant IN (:tenant, '_') AND d.kind = 'flow' AND d.id = :flow
			AND d.published_at > m.at)
	RETURNING m.to_version
), logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, :actor, 'flow.migrate', 'flow/' || :flow, to_version, :commitment FROM go
)
SELECT to_version FROM go

-- Of several workers one has it.
-- name: migration_claim (tenant)
SELECT flow, from_version, to_version, plan, phase = 'trying', after, cases, moved, stays, ordered_by
FROM migration WHERE tenant = :tenant AND phase IN ('trying', 'moving')
ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED

-- name: migration_store (tenant, flow, phase, after, cases::int, moved::int, stays::jsonb, reason)
UPDATE migration SET phase = :phase, after = :after, cases = :cases, moved = :moved, stays = :stays, reason = :reason,
	at = now()
WHERE tenant = :tenant AND flow = :flow

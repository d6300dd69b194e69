-- SPDX-License-Identifier: EUPL-1.2
-- The outbox as the worker sees it: all tenants. A message is claimed for a minute, delivered outside of any
-- transaction, then deleted; who dies in between leaves it to be delivered again under the same key.

-- name: outbox_claim ()
UPDATE outbox o SET lease_until = now() + interval '1 minute', attempts = o.attempts + 1
FROM (
	SELECT tenant, id FROM outbox
	WHERE NOT dead AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())
	ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) due
WHERE o.tenant = due.tenant AND o.id = due.id
RETURNING o.tenant, o.id, o.key, o.kind, o.number, o.payload, o.attempts, extract(epoch FROM o.created_at)::bigint,
	(SELECT t.name FROM tenant t WHERE t.tenant = o.tenant)

-- Only by whom it was claimed last.
-- name: outbox_done (tenant, id::bigint, attempts::integer)
DELETE FROM outbox WHERE tenant = :tenant AND id = :id AND attempts = :attempts

-- Again after 30 s, 1 min, 2 min … at most 6 h, a little earlier or later so that not all come at once: sixteen attempts
-- take about two days.
-- name: outbox_failed (tenant, id::bigint, attempts::integer, reason, dead::boolean)
UPDATE outbox SET lease_until = NULL, last_error = :reason, dead = :dead,
	run_at = now() + least(interval '30 seconds' * 2 ^ (attempts - 1), interval '6 hours') * (0.9 + 0.2 * random())
WHERE tenant = :tenant AND id = :id AND attempts = :attempts
RETURNING dead

-- name: outbox_dead_list ()
SELECT tenant, id, number, attempts, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), last_error
FROM outbox WHERE dead ORDER BY tenant, id

-- name: outbox_revive (tenant, id::bigint)
UPDATE outbox SET dead = false, attempts = 0, run_at = now(), lease_until = NULL
WHERE tenant = :tenant AND id = :id AND dead RETURNING true

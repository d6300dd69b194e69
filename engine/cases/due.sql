-- SPDX-License-Identifier: EUPL-1.2
-- What happens by itself. A worker claims rows by locking them for the time of one transaction, which also does the
-- step: nothing is lost or done twice whenever it dies, and several workers pass over what another one has.

-- Municipalities for which something is due. Asked once a second; the one index probe each finds the earliest row.
-- name: due_tenants ()
SELECT tenant FROM tenant t
WHERE EXISTS (SELECT FROM wait w WHERE w.tenant = t.tenant AND w.kind = 'timer' AND w.run_at <= now())
	OR EXISTS (SELECT FROM wait w WHERE w.tenant = t.tenant AND w.kind = 'message' AND w.run_at <= now())
	OR EXISTS (SELECT FROM inbox m WHERE m.tenant = t.tenant AND m.consumed_by IS NULL AND NOT m.held
		AND m.run_at <= now())
	OR EXISTS (SELECT FROM start s WHERE s.tenant = t.tenant AND s.kind = 'timer' AND s.run_at <= now())
	OR EXISTS (SELECT FROM migration m WHERE m.tenant = t.tenant AND m.phase IN ('trying', 'moving'))
ORDER BY tenant

-- The instance is locked first and the ledger last, as every step does: nobody waits in a circle.
-- name: timer_claim (tenant, most::int)
SELECT w.number, w.token, w.element, i.rev, i.state, i.vars, c.flow, c.flow_version, c.form, c.office,
	(extract(epoch FROM now()) * 1000000)::bigint
FROM wait w JOIN instance i USING (tenant, number) JOIN cases c USING (tenant, number)
WHERE w.tenant = :tenant AND w.kind = 'timer' AND w.run_at <= now()
ORDER BY w.run_at LIMIT :most
FOR UPDATE OF i, w SKIP LOCKED

-- The case stays as it is, and what could not be done is not tried again by itself.
-- name: incident_wait (tenant, number, token::int, kind, element, reason)
WITH held AS (
	UPDATE wait SET run_at = 'infinity' WHERE tenant = :tenant AND number = :number AND token = :token
)
INSERT INTO incident (tenant, number, token, msg_id, kind, element, reason)
VALUES (:tenant, :number, :token, '', :kind, :element, :reason)
ON CONFLICT (tenant, number, token, msg_id)
	DO UPDATE SET reason = excluded.reason, element = excluded.element, at = now(), times = incident.times + 1

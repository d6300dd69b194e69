-- SPDX-License-Identifier: EUPL-1.2
-- Messages and signals on their way to cases. Rows are locked in this order: message, instance, wait, ledger.

-- Nothing comes back when there is one of this id already.
-- name: inbox_put (tenant, msg_id, kind, name, key, vars::jsonb, hash::bytea, target, days::int)
INSERT INTO inbox (tenant, msg_id, kind, name, key, vars, hash, target, expires_at)
VALUES (:tenant, :msg_id, :kind, :name, :key, :vars, :hash, :target, now() + :days * interval '1 day')
ON CONFLICT (tenant, msg_id) DO NOTHING
RETURNING msg_id

-- name: inbox_find (tenant, msg_id)
SELECT m.kind, m.name, m.key, m.target, m.consumed_by, to_char(m.expires_at AT TIME ZONE 'Europe/Berlin', 'DD.MM.YYYY'),
	m.expires_at <= now(), m.held, (SELECT i.reason FROM incident i WHERE i.tenant = :tenant AND i.msg_id = :msg_id LIMIT 1),
	m.hash
FROM inbox m WHERE m.tenant = :tenant AND m.msg_id = :msg_id

-- Messages that came before anybody waited are looked at again when somebody begins to. Whoever of message and wait is
-- committed last finds the other one. The waits are marked behind the messages (see the order of locks).
-- name: inbox_wake (tenant)
WITH fresh AS (
	SELECT number, token, name, key FROM wait
	WHERE tenant = :tenant AND kind = 'message' AND run_at <= now() ORDER BY run_at LIMIT 1000
), woken AS (
	UPDATE inbox m SET run_at = now() FROM fresh f
	WHERE m.tenant = :tenant AND m.name = f.name AND m.consumed_by IS NULL AND m.kind = 'message'
		AND (m.target = f.number OR (m.target = '' AND m.key = f.key))
	RETURNING 1
)
UPDATE wait w SET run_at = 'infinity' FROM fresh f
WHERE w.tenant = :tenant AND w.number = f.number AND w.token = f.token AND (SELECT count(*) FROM woken) >= 0

-- The next one, or that of this id.
-- name: inbox_claim (tenant, msg_id)
SELECT msg_id, kind, name, key, vars, sender, target FROM inbox
WHERE tenant = :tenant AND consumed_by IS NULL AND NOT held AND run_at <= now() AND expires_at > now()
	AND (:msg_id = '' OR msg_id = :msg_id)
ORDER BY run_at LIMIT 1
FOR UPDATE SKIP LOCKED

-- Who has waited longest for it. The wait is locked too, behind its instance: it may have ended while we waited for that.
-- name: inbox_receiver (tenant, kind, name, key, target)
SELECT w.number, w.token, w.element, i.rev, i.state, i.vars, c.flow, c.flow_version, c.form, c.office,
	(extract(epoch FROM now()) * 1000000)::bigint
FROM wait w JOIN instance i USING (tenant, number) JOIN cases c USING (tenant, number)
WHERE w.tenant = :tenant AND w.kind = :kind AND w.name = :name
	AND (w.number = :target OR (:target = '' AND w.key = :key))
ORDER BY w.opened_at, w.number, w.token LIMIT 1
FOR UPDATE OF i, w

-- Delivered; what was in it is now with the case.
-- name: inbox_consume (tenant, msg_id, number)
UPDATE inbox SET consumed_by = :number, vars = '{}' WHERE tenant = :tenant AND msg_id = :msg_id

-- Nobody waits for it, so far.
-- name: inbox_park (tenant, msg_id)
UPDATE inbox SET run_at = 'infinity' WHERE tenant = :tenant AND msg_id = :msg_id

-- A signal is for everybody who listens at that moment but its sender: each gets a copy of its own.
-- name: signal_spread (tenant, msg_id)
WITH signal AS (
	UPDATE inbox SET consumed_by = '' WHERE tenant = :tenant AND msg_id = :msg_id RETURNING name, sender, vars, sent_at, expires_at
)
INSERT INTO inbox (tenant, msg_id, kind, name, key, vars, sender, target, expires_at)
SELECT :tenant, :msg_id || '>' || w.number, 'signal', s.name, '', s.vars, s.sender, w.number, s.expires_at
FROM signal s, LATERAL (SELECT DISTINCT number FROM wait w WHERE w.tenant = :tenant AND w.kind = 'signal'
	AND w.name = s.name AND w.opened_at <= s.sent_at AND w.number <> s.sender) w

-- name: incident_message (tenant, number, token::int, msg_id, kind, element, reason)
WITH held AS (
	UPDATE inbox SET held = true WHERE tenant = :tenant AND msg_id = :msg_id
)
INSERT INTO incident (tenant, number, token, msg_id, kind, element, reason)
VALUES (:tenant, :number, :token, :msg_id, :kind, :element, :reason)
ON CONFLICT (tenant, number, token, msg_id)
	DO UPDATE SET reason = excluded.reason, element = excluded.element, at = now(), times = incident.times + 1

-- Messages whose time is over and that nobody has had. Held ones are the business of whoever sees the incident.
-- name: inbox_unheard (most::int)
UPDATE inbox m SET unheard = true, vars = '{}', run_at = 'infinity' FROM (
	SELECT tenant, msg_id FROM inbox WHERE expires_at < now() AND consumed_by IS NULL AND NOT held AND NOT unheard
	LIMIT :most FOR UPDATE SKIP LOCKED) x
WHERE m.tenant = x.tenant AND m.msg_id = x.msg_id
RETURNING m.tenant, m.msg_id

-- How long a message is kept: a delivered one too, so that its repetition is known, and an unheard one 30 days longer.
-- name: inbox_expire (most::int)
DELETE FROM inbox WHERE (tenant, msg_id) IN (SELECT tenant, msg_id FROM inbox
	WHERE expires_at < now() AND (consumed_by IS NOT NULL OR (unheard AND expires_at < now() - interval '30 days'))
	LIMIT :most)
RETURNING true

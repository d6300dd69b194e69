-- SPDX-License-Identifier: EUPL-1.2
-- Cases that nobody has applied for: begun by a timer, a message or a signal.

-- The same token begins one case. Nobody can look up its status: there is no applicant.
-- name: case_begin (tenant, token::bytea, salt::bytea, commitment::bytea, answers::jsonb, kind, element, text, flow, flow_version::int, state::json, vars::jsonb, status, ended::bool, office, tasks::jsonb, waits::jsonb, events::jsonb, messages::jsonb, sends::jsonb)
WITH sent AS (
	INSERT INTO submission (tenant, token, form, form_version, answers, request_hash, salt)
	VALUES (:tenant, :token, '', 0, :answers, :token, :salt)
	ON CONFLICT (tenant, token) DO NOTHING
	RETURNING tenant, token
),
-- use: step_number
new_case AS (
	INSERT INTO cases (tenant, number, token, status_hash, form, form_version, flow, flow_version, service, ars, office)
	SELECT :tenant, number, :token, sha256(:salt), '', 0, :flow, :flow_version, '', '', :office FROM numbered
	RETURNING number
), step AS (
	INSERT INTO instance (tenant, number, rev, state, vars, status, ended)
	SELECT :tenant, number, 1, :state, :vars, coalesce(nullif(:status, ''), 'Begonnen'), :ended FROM new_case
	RETURNING number, 1 AS rev, status
),
first AS (
	SELECT '' AS actor, '' AS actor_name, :kind AS kind, :element AS element, NULL::int AS token, :text AS text,
		NULL::jsonb AS data, NULL::bytea AS salt, NULL AS cmd
),
-- use: step_opens
-- use: step_waits
logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, '', 'case.begin', 'case/' || number, 1, :commitment FROM new_case
)
SELECT number FROM new_case

-- The workflow that a message begins, or all that a signal does.
-- name: start_find (tenant, kind, name)
SELECT flow, version, element, office, (extract(epoch FROM now()) * 1000000)::bigint FROM start
WHERE tenant = :tenant AND kind = :kind AND name = :name ORDER BY flow, element

-- name: start_claim (tenant)
SELECT flow, version, element, office, (extract(epoch FROM now()) * 1000000)::bigint,
	(extract(epoch FROM run_at) * 1000000)::bigint, fired
FROM start WHERE tenant = :tenant AND kind = 'timer' AND run_at <= now() ORDER BY run_at, flow, element LIMIT 1
FOR UPDATE SKIP LOCKED

-- due 0: never again.
-- name: start_next (tenant, flow, element, due::bigint, fired::int)
UPDATE start SET fired = :fired,
	run_at = CASE :due WHEN 0 THEN 'infinity' ELSE timestamptz 'epoch' + :due * interval '1 microsecond' END
WHERE tenant = :tenant AND flow = :flow AND element = :element

-- name: incident_start (tenant, msg_id, element, reason)
INSERT INTO incident (tenant, number, token, msg_id, kind, element, reason)
VALUES (:tenant, '', 0, :msg_id, 'start', :element, :reason)
ON CONFLICT (tenant, number, token, msg_id) DO UPDATE SET reason = excluded.reason, at = now(), times = incident.times + 1

-- SPDX-License-Identifier: EUPL-1.2
-- Sending an application: one statement, so that accepted means committed.

-- Sent is the draft as it was read: saved since, or sent, also at the same moment, and the first CTE waits for that,
-- finds nothing, and none of the others does anything.
-- name: submission_send (tenant, token::bytea, form, form_version::int, answers::jsonb, request_hash::bytea, salt::bytea, commitment::bytea, status_hash::bytea, draft::bytea, rev::int, service, ars, office, flow, flow_version::int, state::json, vars::jsonb, status, ended::bool, tasks::jsonb, events::jsonb, messages::jsonb)
WITH unchanged AS (
	SELECT FROM draft WHERE tenant = :tenant AND key = :draft AND rev = :rev FOR UPDATE
), sent AS (
	INSERT INTO submission (tenant, token, form, form_version, answers, request_hash, salt)
	SELECT :tenant, :token, :form, :form_version, :answers, :request_hash, :salt FROM unchanged
	ON CONFLICT (tenant, token) DO NOTHING
	RETURNING tenant, token
), counter AS (
	INSERT INTO case_counter AS c (tenant, year, last)
	SELECT tenant, extract(year FROM now() AT TIME ZONE 'Europe/Berlin'), 1 FROM sent
	ON CONFLICT (tenant, year) DO UPDATE SET last = c.last + 1
	RETURNING tenant, year, last
), new_case AS (
	INSERT INTO cases (tenant, number, token, status_hash, form, form_version, flow, flow_version, service, ars, office)
	SELECT :tenant, concat_ws('-', t.case_prefix, c.year, lpad(c.last::text, greatest(6, length(c.last::text)), '0')),
		:token, :status_hash, :form, :form_version, :flow, :flow_version, :service, :ars, :office
	FROM counter c JOIN tenant t USING (tenant)
	RETURNING number
), new_instance AS (
	INSERT INTO instance (tenant, number, rev, state, vars, status, ended)
	SELECT :tenant, number, 1, :state, :vars, coalesce(nullif(:status, ''), 'Eingegangen'), :ended FROM new_case
	RETURNING number, status
), new_tasks AS (
	INSERT INTO task (tenant, number, token, element, name, form, office, not_by)
	SELECT :tenant, c.number, t.token, t.element, t.name, t.form,
		coalesce((SELECT o.office FROM office o WHERE o.tenant = :tenant AND o.office = t.office), :office), t.not_by
	FROM new_case c, jsonb_to_recordset(:tasks)
		AS t(token int, element text, name text, form text, office text, not_by text[])
), new_events AS (
	INSERT INTO event (tenant, number, rev, seq, actor, actor_name, kind, element, token, text)
	SELECT :tenant, number, 1, 0, 'citizen', '', 'submitted', '', NULL, 'Eingegangen' FROM new_case
	UNION ALL
	SELECT :tenant, c.number, 1, e.seq, '', '', e.kind, e.element, e.token, e.text
	FROM new_case c, ROWS FROM (jsonb_to_recordset(:events) AS (kind text, element text, token int, text text))
		WITH ORDINALITY AS e(kind, element, token, text, seq)
), new_messages AS (
	INSERT INTO outbox (tenant, key, kind, number, payload)
	SELECT :tenant, concat_ws(':', i.number, 1, m.seq), m.kind, i.number,
		m.payload || jsonb_build_object('status', i.status)
	FROM new_instance i, ROWS FROM (jsonb_to_recordset(:messages) AS (kind text, payload jsonb))
		WITH ORDINALITY AS m(kind, payload, seq)
), gone AS (
	DELETE FROM draft WHERE tenant = :tenant AND key = :draft AND EXISTS (SELECT FROM new_case)
), logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, 'citizen', 'submission.send', 'case/' || number, 1, :commitment FROM new_case
)
SELECT number FROM new_case

-- name: submission_find (tenant, token::bytea)
SELECT c.number, s.request_hash FROM submission s JOIN cases c USING (tenant, token)
WHERE s.tenant = :tenant AND s.token = :token

-- A row that waits for the standby is visible before it is safe. This changes nothing but is a commit of its own, and
-- when that is safe, so is everything before it.
-- name: submission_settle (tenant)
UPDATE case_counter SET last = last WHERE tenant = :tenant

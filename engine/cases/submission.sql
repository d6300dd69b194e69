-- SPDX-License-Identifier: EUPL-1.2
-- Sending an application: one statement, so that accepted means committed.

-- Sent is the draft as it was read: saved since, or sent, also at the same moment, and the first CTE waits for that,
-- finds nothing, and none of the others does anything.
-- part: send_head
WITH file AS (
	SELECT decode(id, 'hex') AS id, path, document, name, type, decode(sha256, 'hex') AS sha256, decode(key, 'hex') AS key
	FROM jsonb_to_recordset(:files) AS f(id text, path text, document text, name text, type text, sha256 text, key text)
), unchanged AS (
	SELECT FROM draft WHERE tenant = :tenant AND key = :draft AND rev = :rev
		AND (SELECT count(*) FROM file) = (SELECT count(*) FROM file JOIN attachment t USING (id)
			WHERE t.tenant = :tenant AND t.draft = :draft)
	FOR UPDATE
), sent AS (
	INSERT INTO submission (tenant, token, form, form_version, answers, fee, consents, request_hash, salt)
	SELECT :tenant, :token, :form, :form_version, :answers, :fee, :consents, :request_hash, :salt FROM unchanged
	ON CONFLICT (tenant, token) DO NOTHING
	RETURNING tenant, token
),

-- part: send_case
new_case AS (
	INSERT INTO cases (tenant, number, token, status_hash, form, form_version, flow, flow_version, service, ars, office)
	SELECT :tenant, number, :token, :status_hash, :form, :form_version, :flow, :flow_version, :service, :ars, :office
	FROM numbered
	RETURNING number
), step AS (
	INSERT INTO instance (tenant, number, rev, state, vars, status, ended)
	SELECT :tenant, number, 1, :state, :vars, coalesce(nullif(:status, ''), 'Eingegangen'), :ended FROM new_case
	RETURNING number, 1 AS rev, status
),
first AS (
	SELECT 'citizen' AS actor, '' AS actor_name, 'submitted' AS kind, '' AS element, NULL::int AS token,
		'Eingegangen' AS text, NULL::jsonb AS data, NULL::bytea AS salt, NULL AS cmd
),

-- part: send_end
attached AS (
	UPDATE attachment t SET draft = NULL, token = :token, expires_at = 'infinity', path = file.path,
		document = file.document, name = file.name, type = file.type, sha256 = file.sha256, key = file.key
	FROM file, new_case WHERE t.tenant = :tenant AND t.draft = :draft AND t.id = file.id
), left_over AS (
	DELETE FROM attachment t WHERE t.tenant = :tenant AND t.draft = :draft AND t.id NOT IN (SELECT id FROM file)
		AND EXISTS (SELECT FROM new_case)
), gone AS (
	DELETE FROM draft WHERE tenant = :tenant AND key = :draft AND EXISTS (SELECT FROM new_case)
), logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, 'citizen', 'submission.send', 'case/' || number, 1, :commitment FROM new_case
)
SELECT number FROM new_case

-- name: submission_send (tenant, token::bytea, form, form_version::int, answers::jsonb, fee::jsonb, consents::jsonb, request_hash::bytea, salt::bytea, commitment::bytea, status_hash::bytea, draft::bytea, rev::int, service, ars, office, flow, flow_version::int, state::json, vars::jsonb, status, ended::bool, tasks::jsonb, events::jsonb, messages::jsonb, files::jsonb)
-- use: send_head
-- use: step_number
-- use: send_case
-- use: step_opens
-- use: send_end

-- The same where the workflow begins with timers, messages or signals.
-- name: submission_send_waits (tenant, token::bytea, form, form_version::int, answers::jsonb, fee::jsonb, consents::jsonb, request_hash::bytea, salt::bytea, commitment::bytea, status_hash::bytea, draft::bytea, rev::int, service, ars, office, flow, flow_version::int, state::json, vars::jsonb, status, ended::bool, tasks::jsonb, events::jsonb, messages::jsonb, files::jsonb, waits::jsonb, sends::jsonb)
-- use: send_head
-- use: step_number
-- use: send_case
-- use: step_opens
-- use: step_waits
-- use: send_end

-- name: submission_find (tenant, token::bytea)
SELECT c.number, s.request_hash FROM submission s JOIN cases c USING (tenant, token)
WHERE s.tenant = :tenant AND s.token = :token

-- A row that waits for the standby is visible before it is safe. This changes nothing but is a commit of its own, and
-- when that is safe, so is everything before it.
-- name: submission_settle (tenant)
UPDATE case_counter SET last = last WHERE tenant = :tenant

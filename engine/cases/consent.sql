-- SPDX-License-Identifier: EUPL-1.2
-- Somebody else agrees to an application before it is sent.

-- Of a draft there is one request for each consent; a new one replaces it. No row: no draft, or asked too often.
-- name: consent_ask (tenant, draft::bytea, consent, form::text, random::text, code_hash::bytea, nonce::bytea, fingerprint::bytea, sealed::bytea, days::int, most::int, mail::text)
WITH asked AS (
	INSERT INTO consent AS c (tenant, number, draft, consent, code_hash, nonce, fingerprint, sealed, expires_at)
	SELECT :tenant, concat_ws('-', t.case_prefix, 'Z', :random), d.key, :consent, :code_hash, :nonce, :fingerprint,
		:sealed, now() + make_interval(days => :days)
	FROM draft d JOIN tenant t USING (tenant)
	WHERE d.tenant = :tenant AND d.key = :draft AND d.expires_at > now()
	ON CONFLICT (tenant, draft, consent) DO UPDATE SET
		number = excluded.number, code_hash = excluded.code_hash, nonce = excluded.nonce,
		fingerprint = excluded.fingerprint, sealed = excluded.sealed, expires_at = excluded.expires_at,
		state = 'open', answer = NULL, answered_at = NULL, asked = c.asked + 1
	WHERE c.asked < :most
	RETURNING number
), mailed AS (
	INSERT INTO outbox (tenant, key, kind, number, payload)
	SELECT :tenant, number, 'notify', number, jsonb_build_object('template', 'zustimmung', 'form', :form,
		'vars', jsonb_build_object('email', :mail))
	FROM asked
)
SELECT number FROM asked

-- name: consent_draft (tenant, draft::bytea)
SELECT FROM draft WHERE tenant = :tenant AND key = :draft AND expires_at > now()

-- name: consent_list (tenant, draft::bytea)
SELECT consent, number, nonce, fingerprint, state, answer, german_time(answered_at), german_time(expires_at),
	expires_at <= now()
FROM consent WHERE tenant = :tenant AND draft = :draft ORDER BY consent

-- name: consent_open (tenant, number, code_hash::bytea)
SELECT sealed, state, german_time(expires_at), expires_at <= now() FROM consent
WHERE tenant = :tenant AND number = :number AND code_hash = :code_hash

-- name: consent_answer (tenant, number, code_hash::bytea, state, answer::bytea)
UPDATE consent SET state = :state, answer = :answer, answered_at = now()
WHERE tenant = :tenant AND number = :number AND code_hash = :code_hash AND state = 'open' AND expires_at > now()
RETURNING true

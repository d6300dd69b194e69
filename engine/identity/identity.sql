-- SPDX-License-Identifier: EUPL-1.2
-- Accounts, sessions and the limit on attempts to sign in.

-- One more attempt for this bucket: a row when it is allowed, none when ten are open already.
-- name: login_attempt (bucket::bytea)
INSERT INTO login_limit (bucket, free_at) VALUES ($1, now() + interval '90 seconds')
ON CONFLICT (bucket) DO UPDATE SET free_at = greatest(login_limit.free_at, now()) + interval '90 seconds'
	WHERE login_limit.free_at <= now() + interval '810 seconds'
RETURNING true;

-- Seconds until the next attempt is allowed.
-- name: login_wait (bucket::bytea)
SELECT greatest(1, ceil(extract(epoch FROM free_at - now()) - 810))::bigint FROM login_limit WHERE bucket = $1;

-- name: login_forget (bucket::bytea)
DELETE FROM login_limit WHERE bucket = $1;

-- The attempt that succeeded does not count against its address.
-- name: login_give_back (bucket::bytea)
UPDATE login_limit SET free_at = free_at - interval '90 seconds' WHERE bucket = $1;

-- name: login_expire ()
DELETE FROM login_limit WHERE free_at < now();

-- name: account_find (tenant, login)
SELECT id, password, disabled FROM account WHERE tenant = $1 AND login = $2;

-- name: account_insert (tenant, login, name, password, is_admin::boolean)
INSERT INTO account (tenant, login, name, password, is_admin) VALUES ($1, $2, $3, $4, $5) RETURNING id;

-- name: account_password (tenant, login, password)
UPDATE account SET password = $3 WHERE tenant = $1 AND login = $2 RETURNING id;

-- name: account_disabled (tenant, login, disabled::boolean)
UPDATE account SET disabled = $3 WHERE tenant = $1 AND login = $2 RETURNING id;

-- name: membership_insert (tenant, account::bigint, office)
INSERT INTO membership (tenant, account, office) VALUES ($1, $2, $3);

-- name: session_insert (tenant, token_hash::bytea, account::bigint)
INSERT INTO session (tenant, token_hash, account) VALUES ($1, $2, $3);

-- name: session_find (tenant, token_hash::bytea)
SELECT a.id, a.login, a.name, a.is_admin, s.seen_at < now() - interval '1 minute' AS stale,
	(SELECT coalesce(string_agg(m.office, ' ' ORDER BY m.office), '')
	 FROM membership m WHERE m.tenant = a.tenant AND m.account = a.id) AS offices
FROM session s JOIN account a ON a.tenant = s.tenant AND a.id = s.account
WHERE s.tenant = $1 AND s.token_hash = $2 AND NOT a.disabled
	AND s.seen_at >= now() - interval '30 minutes' AND s.created_at >= now() - interval '12 hours';

-- name: session_touch (tenant, token_hash::bytea)
UPDATE session SET seen_at = now() WHERE tenant = $1 AND token_hash = $2;

-- name: session_delete (tenant, token_hash::bytea)
DELETE FROM session WHERE tenant = $1 AND token_hash = $2;

-- name: session_delete_account (tenant, account::bigint)
DELETE FROM session WHERE tenant = $1 AND account = $2;

-- For the worker, which sees no other sessions (policy "expired").
-- name: session_expire ()
DELETE FROM session WHERE seen_at < now() - interval '30 minutes' OR created_at < now() - interval '12 hours';

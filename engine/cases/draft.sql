-- SPDX-License-Identifier: EUPL-1.2
-- Drafts: sealed answers under a key that only the citizen's cookie gives.

-- name: draft_load (tenant, key::bytea)
SELECT form, form_version, sealed, rev FROM draft
WHERE tenant = :tenant AND key = :key AND expires_at > now()

-- No row comes back when the page was stale: somebody has saved since it was loaded, or sent it, or deleted it. rev 0
-- begins a draft.
-- Documents that its answers name (files, 32 hex digits each) live as long; others an hour more, for another window that
-- is about to save them.
-- name: draft_save (tenant, key::bytea, form, form_version::int, sealed::bytea, rev::int, days::int, files::text[])
WITH saved AS (
	UPDATE draft SET form = :form, form_version = :form_version, sealed = :sealed, rev = rev + 1, updated_at = now(),
		expires_at = now() + make_interval(days => :days)
	WHERE tenant = :tenant AND key = :key AND rev = :rev
	RETURNING rev
), begun AS (
	INSERT INTO draft AS d (tenant, key, form, form_version, sealed, rev, expires_at)
	SELECT :tenant, :key, :form, :form_version, :sealed, 1, now() + make_interval(days => :days) WHERE :rev = 0
	ON CONFLICT (tenant, key) DO UPDATE SET
		form = excluded.form, form_version = excluded.form_version, sealed = excluded.sealed, rev = excluded.rev,
		updated_at = now(), expires_at = excluded.expires_at
	WHERE d.expires_at <= now()
	RETURNING rev
), done AS (
	SELECT rev FROM saved UNION ALL SELECT rev FROM begun
), kept AS (
	UPDATE attachment SET expires_at = CASE WHEN encode(id, 'hex') = ANY (:files) THEN now() + make_interval(days => :days)
		ELSE least(expires_at, now() + interval '1 hour') END
	WHERE tenant = :tenant AND draft = :key AND EXISTS (SELECT FROM done)
)
SELECT rev FROM done

-- name: draft_delete (tenant, key::bytea)
WITH documents AS (
	DELETE FROM attachment WHERE tenant = :tenant AND draft = :key
)
DELETE FROM draft WHERE tenant = :tenant AND key = :key

-- By the worker, of all tenants.
-- name: draft_expire (most::int)
DELETE FROM draft WHERE (tenant, key) IN (SELECT tenant, key FROM draft WHERE expires_at < now() LIMIT :most)
RETURNING true

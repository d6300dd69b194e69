-- SPDX-License-Identifier: EUPL-1.2
-- Drafts: sealed answers under a key that only the citizen's cookie gives.

-- name: draft_load (tenant, key::bytea)
SELECT form, form_version, sealed, rev FROM draft
WHERE tenant = :tenant AND key = :key AND expires_at > now()

-- No row comes back when the page was stale: somebody has saved since it was loaded.
-- name: draft_save (tenant, key::bytea, form, form_version::int, sealed::bytea, rev::int, days::int)
INSERT INTO draft AS d (tenant, key, form, form_version, sealed, rev, expires_at)
VALUES (:tenant, :key, :form, :form_version, :sealed, :rev + 1, now() + make_interval(days => :days))
ON CONFLICT (tenant, key) DO UPDATE SET
	form = excluded.form, form_version = excluded.form_version, sealed = excluded.sealed, rev = excluded.rev,
	updated_at = now(), expires_at = excluded.expires_at
WHERE d.rev = :rev OR d.expires_at <= now()
RETURNING rev

-- name: draft_delete (tenant, key::bytea)
DELETE FROM draft WHERE tenant = :tenant AND key = :key

-- By the worker, of all tenants.
-- name: draft_expire ()
DELETE FROM draft WHERE expires_at < now()

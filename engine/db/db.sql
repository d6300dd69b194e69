-- SPDX-License-Identifier: EUPL-1.2
-- Statements of the connection itself and of the schema patches.

-- name: tx_begin ()
BEGIN

-- name: tx_commit ()
COMMIT

-- name: tx_rollback ()
ROLLBACK

-- Seen by every row-level policy; true: only until the end of the transaction.
-- name: tx_tenant (tenant)
SELECT set_config('app.tenant', :tenant, true)

-- Is the server there, and whom does the transaction see?
-- name: ping ()
SELECT nullif(current_setting('app.tenant', true), '') AS tenant

-- name: patch_table ()
CREATE TABLE IF NOT EXISTS schema_patch (
	name text PRIMARY KEY,
	sha256 bytea NOT NULL,
	applied_at timestamptz NOT NULL DEFAULT now()
)

-- Two installers at once: the second waits here until the first is done.
-- name: patch_lock ()
LOCK TABLE schema_patch IN EXCLUSIVE MODE

-- Has the patch been applied, and was it the same text?
-- name: patch_find (name, source)
SELECT sha256 = sha256(convert_to(:source, 'UTF8')) AS same FROM schema_patch WHERE name = :name

-- name: patch_add (name, source)
INSERT INTO schema_patch (name, sha256) VALUES (:name, sha256(convert_to(:source, 'UTF8')))

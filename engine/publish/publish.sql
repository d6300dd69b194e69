-- SPDX-License-Identifier: EUPL-1.2
-- Definitions as a tenant sees them: its own and those of the library. The rules about numbers stand in publish.h.

-- name: definition_current (tenant, kind, id)
SELECT version FROM definition WHERE tenant IN (:tenant, '_') AND kind = :kind AND id = :id
ORDER BY tenant = '_', version DESC LIMIT 1

-- What was current at that time; the newest when there was nothing yet.
-- name: definition_at (tenant, kind, id, at::timestamptz)
SELECT version FROM definition WHERE tenant IN (:tenant, '_') AND kind = :kind AND id = :id
ORDER BY published_at <= :at DESC, tenant = '_', version DESC LIMIT 1

-- name: definition_source (tenant, kind, id, version::integer)
SELECT source, published_at FROM definition WHERE tenant IN (:tenant, '_') AND kind = :kind AND id = :id AND version = :version
ORDER BY tenant = '_' LIMIT 1

-- name: definition_owner (tenant, kind, id, version::integer)
SELECT tenant FROM definition WHERE tenant IN (:tenant, '_') AND kind = :kind AND id = :id AND version = :version
ORDER BY tenant = '_' LIMIT 1

-- name: definition_list (tenant)
SELECT DISTINCT ON (kind, id) kind, id, version, tenant = :tenant AS own,
	to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS published_at, published_by
FROM definition WHERE tenant IN (:tenant, '_')
ORDER BY kind, id, tenant = '_', version DESC

-- name: definition_list_drafts (tenant)
SELECT kind, id, to_char(uploaded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS draft_at, uploaded_by
FROM definition_draft WHERE tenant = :tenant ORDER BY kind, id

-- name: definition_versions (tenant, kind, id)
SELECT DISTINCT ON (version) version, tenant = :tenant AS own,
	to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS published_at,
	published_by, encode(sha256, 'hex') AS sha256
FROM definition WHERE tenant IN (:tenant, '_') AND kind = :kind AND id = :id
ORDER BY version DESC, tenant = '_'

-- name: definition_draft_source (tenant, kind, id)
SELECT source FROM definition_draft WHERE tenant = :tenant AND kind = :kind AND id = :id

-- No row: there is a draft by somebody else that was not to be replaced.
-- name: definition_draft_put (tenant, kind, id, source, actor, replace::boolean)
INSERT INTO definition_draft (tenant, kind, id, source, uploaded_by) VALUES (:tenant, :kind, :id, :source, :actor)
ON CONFLICT (tenant, kind, id)
	DO UPDATE SET source = excluded.source, uploaded_by = excluded.uploaded_by, uploaded_at = now()
	WHERE :replace OR definition_draft.uploaded_by = excluded.uploaded_by
RETURNING true

-- name: form_origin_put (tenant, mark, source)
INSERT INTO form_origin (tenant, mark, source) VALUES (:tenant, :mark, :source) ON CONFLICT DO NOTHING

-- name: form_origin (tenant, mark)
SELECT source FROM form_origin WHERE tenant IN (:tenant, '_') AND mark = :mark ORDER BY tenant = '_' LIMIT 1

-- Gone only when it is still the text that was checked.
-- name: definition_draft_delete (tenant, kind, id, source)
DELETE FROM definition_draft WHERE tenant = :tenant AND kind = :kind AND id = :id AND source = :source RETURNING true

-- Whoever publishes this id, for any tenant, one after the other: numbers of owner and library must not meet.
-- name: definition_lock (kind, id)
SELECT pg_advisory_xact_lock(hashtextextended(:kind || ' ' || :id, 0))

-- The owner's current version, when it has this very text and nothing it uses (a JSON list of kind and id) is newer.
-- name: definition_same (tenant, kind, id, source, uses)
SELECT version FROM (
	SELECT version, source, published_at FROM definition WHERE tenant = :tenant AND kind = :kind AND id = :id
	ORDER BY version DESC LIMIT 1) latest
WHERE source = :source AND NOT EXISTS (
	SELECT 1 FROM definition d WHERE d.tenant IN (:tenant, '_')
	AND (d.kind, d.id) IN (SELECT u->>0, u->>1 FROM jsonb_array_elements(:uses::text::jsonb) u) AND d.published_at > latest.published_at)

-- name: definition_publish (tenant, kind, id, source, actor)
INSERT INTO definition (tenant, kind, id, version, sha256, source, published_by)
SELECT :tenant, :kind, :id, coalesce(max(version), 0) + 1, sha256(convert_to(:source, 'UTF8')), :source, :actor
FROM definition WHERE tenant IN (:tenant, '_') AND kind = :kind AND id = :id
RETURNING version, sha256

-- Start events that begin cases by themselves, of the version that is current now.
-- What was there comes back.
-- name: start_clear (tenant, flow)
DELETE FROM start WHERE tenant = :tenant AND flow = :flow
RETURNING element, name, CASE WHEN isfinite(run_at) THEN (extract(epoch FROM run_at) * 1000000)::bigint ELSE 0 END, fired

-- due 0: never (again).
-- name: start_put (tenant, flow, element, version::int, kind, name, office, due::bigint, fired::int)
INSERT INTO start (tenant, flow, element, version, kind, name, office, fired, run_at)
VALUES (:tenant, :flow, :element, :version, :kind, :name, :office, :fired,
	CASE :due WHEN 0 THEN 'infinity' ELSE timestamptz 'epoch' + :due * interval '1 microsecond' END)

-- name: start_office (tenant, office)
SELECT name FROM office WHERE tenant = :tenant AND office = :office

-- name: start_now ()
SELECT (extract(epoch FROM now()) * 1000000)::bigint

-- SPDX-License-Identifier: EUPL-1.2
-- Documents: uploaded to a draft, bound to the submission when that is sent (submission_send), read by the office.

-- Documents of one draft, for the limits on them: those its answers name, and all, with those that were replaced in the
-- last hour.
-- name: attachment_total (tenant, draft::bytea)
SELECT count(*) FILTER (WHERE named), coalesce(sum(size) FILTER (WHERE named), 0)::bigint, coalesce(sum(size), 0)::bigint
FROM (SELECT size, expires_at > now() + interval '2 hours' AS named FROM attachment
	WHERE tenant = :tenant AND draft = :draft AND expires_at > now()) t

-- Until the draft that names it is saved, it is nobody's.
-- name: attachment_add (tenant, id::bytea, draft::bytea, size::bigint, head::bytea)
INSERT INTO attachment (tenant, id, draft, size, head, expires_at)
VALUES (:tenant, :id, :draft, :size, :head, now() + interval '1 hour')

-- name: attachment_add_chunk (tenant, id::bytea, seq::int, data::bytea)
INSERT INTO attachment_chunk (tenant, id, seq, data) VALUES (:tenant, :id, :seq, :data)

-- name: attachment_chunk (tenant, id::bytea, seq::int)
SELECT data FROM attachment_chunk WHERE tenant = :tenant AND id = :id AND seq = :seq

-- name: attachment_of_draft (tenant, draft::bytea)
SELECT id, size, head FROM attachment WHERE tenant = :tenant AND draft = :draft

-- The documents of a case, for whoever may see the case (case_find).
-- name: attachment_list (tenant, number)
SELECT encode(t.id, 'hex'), t.document, t.name, t.type, t.size, t.path
FROM attachment t JOIN cases c USING (tenant, token) WHERE c.tenant = :tenant AND c.number = :number
ORDER BY t.path, t.id

-- One of them, with its key, and an entry in the ledger that says who opened it.
-- name: attachment_open (tenant, number, id::bytea, actor)
WITH found AS (
	SELECT t.name, t.type, t.size, t.sha256, t.key, t.head, encode(t.id, 'hex') AS id, i.rev
	FROM attachment t JOIN cases c USING (tenant, token) JOIN instance i USING (tenant, number)
	WHERE c.tenant = :tenant AND c.number = :number AND t.id = :id
), logged AS (
	INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
	SELECT :tenant, :actor, 'attachment.open', concat_ws('/', 'case', :number, found.id), found.rev, found.sha256 FROM found
)
SELECT name, type, size, sha256, key, head FROM found

-- By the worker, of all tenants.
-- name: attachment_expire (most::int)
DELETE FROM attachment WHERE (tenant, id) IN (SELECT tenant, id FROM attachment WHERE expires_at < now() LIMIT :most)
RETURNING true

-- SPDX-License-Identifier: EUPL-1.2
-- The tamper-evident log. Position, time, hashes and role are filled in by the table itself (schema 0005).

-- name: ledger_add (tenant, actor, action, object, revision::bigint, commitment::bytea)
INSERT INTO ledger (tenant, actor, action, object, revision, commitment)
VALUES (:tenant, :actor, :action, :object, :revision, :commitment)

-- The next thousand entries behind seq.
-- name: ledger_page (tenant, seq::bigint)
SELECT seq, at, actor, role, action, object, revision, encode(commitment, 'hex'), encode(prev, 'hex'),
	encode(leaf, 'hex')
FROM ledger WHERE tenant = :tenant AND seq > :seq ORDER BY seq LIMIT 1000

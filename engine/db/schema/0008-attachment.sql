-- SPDX-License-Identifier: EUPL-1.2
-- Documents that citizens attach. The bytes are encrypted from the first moment with a key of their own, which lies in the
-- sealed draft until the application is sent and is handed over in that very statement: nothing is written twice, and
-- deleting the key deletes the document, in every backup too.

CREATE TABLE attachment (
	tenant text NOT NULL REFERENCES tenant,
	id bytea NOT NULL CHECK (length(id) = 16),
	draft bytea CHECK (length(draft) = 32),
	token bytea,
	size bigint NOT NULL CHECK (size > 0),
	head bytea NOT NULL,
	expires_at timestamptz NOT NULL,
	path text,
	document text,
	name text,
	type text,
	sha256 bytea CHECK (length(sha256) = 32),
	key bytea CHECK (length(key) = 32),
	PRIMARY KEY (tenant, id),
	FOREIGN KEY (tenant, token) REFERENCES submission,
	CHECK ((draft IS NULL) <> (token IS NULL)),
	CHECK (token IS NULL OR num_nulls(path, document, name, type, sha256, key) = 0)
);
CREATE INDEX attachment_draft ON attachment (tenant, draft) WHERE draft IS NOT NULL;
CREATE INDEX attachment_token ON attachment (tenant, token) WHERE token IS NOT NULL;
CREATE INDEX attachment_expires ON attachment (expires_at);
COMMENT ON TABLE attachment IS 'A document: of a draft unread and nameless, of a submission with name, kind, hash and key';
COMMENT ON COLUMN attachment.draft IS 'Key of the draft it was uploaded to; NULL once that was sent';
COMMENT ON COLUMN attachment.head IS 'Of the encrypted stream (XChaCha20-Poly1305, libsodium secretstream)';
COMMENT ON COLUMN attachment.expires_at IS 'With its draft, or soon when no answer names it any more; never once sent';
COMMENT ON COLUMN attachment.sha256 IS 'Of the bytes; it stands in the answers too, which the ledger commits to';

CREATE TABLE attachment_chunk (
	tenant text NOT NULL,
	id bytea NOT NULL,
	seq int NOT NULL CHECK (seq >= 0),
	data bytea NOT NULL,
	PRIMARY KEY (tenant, id, seq),
	FOREIGN KEY (tenant, id) REFERENCES attachment ON DELETE CASCADE
);
ALTER TABLE attachment_chunk ALTER data SET STORAGE EXTERNAL;
COMMENT ON TABLE attachment_chunk IS 'The encrypted bytes of a document, 256 KiB each';

DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['attachment', 'attachment_chunk'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY own ON %I USING (tenant = nullif(current_setting(''app.tenant'', true), ''''))', t);
	END LOOP;
END $$;

-- Citizens' pool: changes documents of drafts only (which draft is theirs, the cookie says), and hands over a key but reads
-- none.
GRANT SELECT (tenant, id, draft, token, size, head, expires_at), INSERT, UPDATE, DELETE ON attachment TO ozg_citizen;
GRANT SELECT, INSERT ON attachment_chunk TO ozg_citizen;
CREATE POLICY citizen_change ON attachment AS RESTRICTIVE FOR UPDATE TO ozg_citizen USING (draft IS NOT NULL) WITH CHECK (true);
CREATE POLICY citizen_delete ON attachment AS RESTRICTIVE FOR DELETE TO ozg_citizen USING (draft IS NOT NULL);

-- Back office: what was sent.
GRANT SELECT ON attachment, attachment_chunk TO ozg_office;
CREATE POLICY office_sent ON attachment AS RESTRICTIVE FOR SELECT TO ozg_office USING (token IS NOT NULL);

-- The worker removes what nobody needs, of all tenants, unread.
GRANT SELECT (tenant, id, expires_at), DELETE ON attachment TO ozg_worker;
CREATE POLICY worker_expired ON attachment TO ozg_worker USING (expires_at < now());

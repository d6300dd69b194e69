-- SPDX-License-Identifier: EUPL-1.2
-- What forms were when they came from the catalogue: a newer version of theirs is held against it, so that what the
-- municipality changed and what the catalogue changed can be told apart.

CREATE TABLE form_origin (
	tenant  text        NOT NULL REFERENCES tenant,
	mark    text        NOT NULL CHECK (mark ~ '^[0-9a-f]{32}$'),
	source  text        NOT NULL CHECK (octet_length(source) <= 4194304),
	kept_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant, mark)
);
COMMENT ON TABLE form_origin IS 'Native texts as an import made them. A definition names its own by the attribute origin: so it goes along with drafts, versions and copies of the text. Insert only.';
COMMENT ON COLUMN form_origin.mark IS 'Of the content (SHA-256, the first half, without the attribute itself).';

ALTER TABLE form_origin ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_origin FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON form_origin USING (tenant = nullif(current_setting('app.tenant', true), ''));
CREATE POLICY library ON form_origin FOR SELECT USING (tenant = '_');
GRANT SELECT, INSERT ON form_origin TO ozg_admin;

-- SPDX-License-Identifier: EUPL-1.2
-- Forms, workflows and decisions: one draft for each, and published versions that nobody can change.

CREATE TABLE definition_draft (
	tenant      text        NOT NULL REFERENCES tenant,
	kind        text        NOT NULL CHECK (kind IN ('form', 'flow', 'decision')),
	id          text        NOT NULL CHECK (id ~ '^[A-Za-z_][A-Za-z0-9_.-]{0,99}$'),
	source      text        NOT NULL CHECK (octet_length(source) <= 4194304),
	uploaded_at timestamptz NOT NULL DEFAULT now(),
	uploaded_by text        NOT NULL,
	PRIMARY KEY (tenant, kind, id)
);
COMMENT ON TABLE definition_draft IS 'The uploaded, checked, not yet published text of a form, workflow or decision; at most one each.';
COMMENT ON COLUMN definition_draft.tenant IS 'Owner; _ is the library that every tenant offers.';
COMMENT ON COLUMN definition_draft.uploaded_by IS 'Login; empty: ozgctl.';

CREATE TABLE definition (
	tenant       text        NOT NULL REFERENCES tenant,
	kind         text        NOT NULL CHECK (kind IN ('form', 'flow', 'decision')),
	id           text        NOT NULL CHECK (id ~ '^[A-Za-z_][A-Za-z0-9_.-]{0,99}$'),
	version      integer     NOT NULL CHECK (version > 0),
	sha256       bytea       NOT NULL CHECK (length(sha256) = 32),
	source       text        NOT NULL CHECK (octet_length(source) <= 4194304),
	published_at timestamptz NOT NULL DEFAULT now(),
	published_by text        NOT NULL,
	PRIMARY KEY (tenant, kind, id, version)
);
COMMENT ON TABLE definition IS 'Published versions. The highest version is the current one; drafts and cases keep theirs. Insert only: nobody is granted UPDATE or DELETE.';
COMMENT ON COLUMN definition.tenant IS 'Owner; _ is the library that every tenant offers. A definition of the tenant itself wins over one of the same id there.';
COMMENT ON COLUMN definition.published_by IS 'Login; empty: ozgctl.';

ALTER TABLE definition_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE definition_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON definition_draft USING (tenant = nullif(current_setting('app.tenant', true), ''));

ALTER TABLE definition ENABLE ROW LEVEL SECURITY;
ALTER TABLE definition FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON definition USING (tenant = nullif(current_setting('app.tenant', true), ''));
CREATE POLICY library ON definition FOR SELECT USING (tenant = '_');

GRANT SELECT ON definition TO ozg_citizen, ozg_office, ozg_admin, ozg_worker;
GRANT INSERT ON definition TO ozg_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON definition_draft TO ozg_admin;

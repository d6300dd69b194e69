-- SPDX-License-Identifier: EUPL-1.2
-- Staff: accounts, the offices they work for, their sessions, and the limit on attempts to sign in.

CREATE TABLE account (
	tenant     text        NOT NULL REFERENCES tenant,
	id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
	login      text        NOT NULL CHECK (login ~ '^[a-z][a-z0-9.-]{0,99}$'),
	name       text        NOT NULL CHECK (name <> ''),
	password   text        NOT NULL CHECK (password LIKE '$argon2id$%'),
	is_admin   boolean     NOT NULL DEFAULT false,
	disabled   boolean     NOT NULL DEFAULT false,
	created_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant, id),
	UNIQUE (tenant, login),
	CHECK (CASE WHEN tenant = '_' THEN login NOT LIKE '%.%' ELSE login LIKE '%.' || tenant END)
);
COMMENT ON TABLE account IS 'People who sign in to /office/ and /admin/.';
COMMENT ON COLUMN account.tenant IS 'The municipality the person works for; _ is the installation itself.';
COMMENT ON COLUMN account.login IS 'NAME.TENANT; without a dot for tenant _.';
COMMENT ON COLUMN account.password IS 'Argon2id in the PHC text format, as crypto_pwhash_str writes it.';

CREATE TABLE membership (
	tenant  text   NOT NULL,
	account bigint NOT NULL,
	office  text   NOT NULL,
	PRIMARY KEY (tenant, account, office),
	FOREIGN KEY (tenant, account) REFERENCES account ON DELETE CASCADE,
	FOREIGN KEY (tenant, office) REFERENCES office
);
COMMENT ON TABLE membership IS 'Whose tasks a person sees and may do.';

CREATE TABLE session (
	tenant     text        NOT NULL,
	token_hash bytea       NOT NULL CHECK (length(token_hash) = 32),
	account    bigint      NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now(),
	seen_at    timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant, token_hash),
	FOREIGN KEY (tenant, account) REFERENCES account ON DELETE CASCADE
);
COMMENT ON TABLE session IS 'Signed-in browsers: end after 30 minutes without a request and after 12 hours in any case.';
COMMENT ON COLUMN session.token_hash IS 'BLAKE2b-256 of the token in the cookie; the token itself is stored nowhere.';
COMMENT ON COLUMN session.seen_at IS 'Last request, exact to a minute.';
CREATE INDEX session_account ON session (tenant, account);
CREATE INDEX session_seen ON session (seen_at);

CREATE TABLE login_limit (
	bucket  bytea       PRIMARY KEY,
	free_at timestamptz NOT NULL
);
COMMENT ON TABLE login_limit IS 'Attempts to sign in that have not succeeded, for each login name and each address. Belongs to the installation, not to a tenant: who guesses may guess anywhere.';
COMMENT ON COLUMN login_limit.bucket IS 'Hash of a login name, or keyed hash of an address block.';
COMMENT ON COLUMN login_limit.free_at IS 'When all attempts are forgotten. Each pushes it on by 90 seconds; 15 minutes ahead (10 attempts) is the limit.';

ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE account FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON account USING (tenant = nullif(current_setting('app.tenant', true), ''));
ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON membership USING (tenant = nullif(current_setting('app.tenant', true), ''));
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE session FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON session TO ozg_office, ozg_admin, ozg_owner
	USING (tenant = nullif(current_setting('app.tenant', true), ''));
-- The worker clears up for all tenants and sees nothing but what is over.
CREATE POLICY expired ON session TO ozg_worker
	USING (seen_at < now() - interval '30 minutes' OR created_at < now() - interval '12 hours');

GRANT SELECT ON account, membership TO ozg_office, ozg_admin;
GRANT INSERT, UPDATE (name, password, is_admin, disabled) ON account TO ozg_admin;
GRANT INSERT, DELETE ON membership TO ozg_admin;
GRANT SELECT, INSERT, UPDATE (seen_at), DELETE ON session TO ozg_office, ozg_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON login_limit TO ozg_office, ozg_admin;
GRANT SELECT (seen_at, created_at), DELETE ON session TO ozg_worker;
GRANT SELECT (free_at), DELETE ON login_limit TO ozg_worker;

-- SPDX-License-Identifier: EUPL-1.2
-- Municipalities, their offices, what these are responsible for, and the places of the country.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ozg_citizen, ozg_office, ozg_admin, ozg_worker;
GRANT SELECT ON schema_patch TO ozg_citizen, ozg_office, ozg_admin, ozg_worker;
COMMENT ON TABLE schema_patch IS 'Which patches of the schema were applied, and their text by hash';

CREATE TABLE tenant (
	tenant text PRIMARY KEY CHECK (tenant ~ '^([a-z][a-z0-9-]{0,62}|_)$' AND tenant NOT IN
		('office', 'admin', 'status', 'api', 'static', 'healthz', 'metrics')),
	name text NOT NULL CHECK (name <> ''),
	case_prefix text NOT NULL UNIQUE CHECK (case_prefix ~ '^[A-Z]{2,6}$'),
	land text NOT NULL DEFAULT '' CHECK (land ~ '^([0-9]{2})?$')
);
COMMENT ON TABLE tenant IS 'A municipality or association with its own data and users; "_" is the installation itself';
COMMENT ON COLUMN tenant.case_prefix IS 'First part of its case numbers: OCH-2026-000123';
COMMENT ON COLUMN tenant.land IS 'Two digits of the federal state, for holidays and law; empty for "_"';

CREATE TABLE office (
	tenant text NOT NULL REFERENCES tenant,
	office text NOT NULL CHECK (office ~ '^[a-z][a-z0-9-]{0,62}$'),
	name text NOT NULL CHECK (name <> ''),
	email text NOT NULL DEFAULT '',
	phone text NOT NULL DEFAULT '',
	address text NOT NULL DEFAULT '',
	intake boolean NOT NULL DEFAULT false,
	PRIMARY KEY (tenant, office)
);
COMMENT ON TABLE office IS 'Organisational unit that works on cases; public information';
COMMENT ON COLUMN office.intake IS 'Gets what no place and no service leads to another office';

CREATE TABLE responsibility (
	tenant text NOT NULL,
	office text NOT NULL,
	service text NOT NULL CHECK (service ~ '^[0-9]{14}$'),
	ars text NOT NULL CHECK (ars ~ '^[0-9]*$' AND length(ars) IN (0, 2, 3, 5, 9, 12)),
	PRIMARY KEY (tenant, service, ars, office),
	FOREIGN KEY (tenant, office) REFERENCES office
);
CREATE INDEX responsibility_service ON responsibility (service, ars);
COMMENT ON TABLE responsibility IS 'Which office is responsible for a service in a region; the longest prefix decides';
COMMENT ON COLUMN responsibility.service IS 'Leistungsschlüssel, 14 digits';
COMMENT ON COLUMN responsibility.ars IS 'Prefix of the Amtlicher Regionalschlüssel; empty: everywhere';

CREATE TABLE place (
	postcode text NOT NULL CHECK (postcode ~ '^[0-9]{5}$'),
	ars text NOT NULL CHECK (ars ~ '^[0-9]{12}$'),
	name text NOT NULL CHECK (name <> ''),
	PRIMARY KEY (postcode, ars)
);
COMMENT ON TABLE place IS 'Municipalities by postcode; a postcode may have several';

-- Public information is read by all and written by the owner only (ozgctl).
DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['tenant', 'office', 'responsibility'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY own ON %I USING (tenant = nullif(current_setting(''app.tenant'', true), ''''))', t);
		EXECUTE format('CREATE POLICY public ON %I FOR SELECT USING (true)', t);
		EXECUTE format('GRANT SELECT ON %I TO ozg_citizen, ozg_office, ozg_admin, ozg_worker', t);
	END LOOP;
END $$;
GRANT SELECT ON place TO ozg_citizen, ozg_office, ozg_admin, ozg_worker;

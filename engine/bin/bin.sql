-- SPDX-License-Identifier: EUPL-1.2
-- Master data, written by ozgctl as owner of the schema.

-- name: tenant_put (tenant, name, case_prefix, land)
INSERT INTO tenant (tenant, name, case_prefix, land) VALUES (:tenant, :name, :case_prefix, :land)
ON CONFLICT (tenant) DO UPDATE SET name = excluded.name, case_prefix = excluded.case_prefix, land = excluded.land

-- name: tenant_list ()
SELECT tenant, name, case_prefix, land FROM tenant ORDER BY tenant

-- name: office_put (tenant, office, name, email, phone, address, intake::boolean)
INSERT INTO office (tenant, office, name, email, phone, address, intake)
VALUES (:tenant, :office, :name, :email, :phone, :address, :intake)
ON CONFLICT (tenant, office) DO UPDATE
	SET name = excluded.name, email = excluded.email, phone = excluded.phone, address = excluded.address,
		intake = excluded.intake

-- name: responsibility_clear (tenant)
DELETE FROM responsibility WHERE tenant = :tenant

-- name: responsibility_put (tenant, service, ars, office)
INSERT INTO responsibility (tenant, service, ars, office) VALUES (:tenant, :service, :ars, :office)

-- name: places_put (postcodes::text[], ars::text[], names::text[])
INSERT INTO place (postcode, ars, name)
SELECT DISTINCT ON (p, a) p, a, n FROM unnest(:postcodes, :ars, :names) AS line (p, a, n)
ON CONFLICT (postcode, ars) DO UPDATE SET name = excluded.name

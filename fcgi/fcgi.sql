-- SPDX-License-Identifier: EUPL-1.2
-- What the web pages show about municipalities themselves.

-- All municipalities of the installation, for the home page.
-- name: web_tenants ()
SELECT tenant, name FROM tenant WHERE tenant <> '_' ORDER BY name

-- name: web_tenant (tenant)
SELECT name FROM tenant WHERE tenant = :tenant AND tenant <> '_'

-- Whom to ask.
-- name: web_office (tenant, office)
SELECT name, address, phone, email FROM office WHERE tenant = :tenant AND office = :office

-- name: web_place (ars)
SELECT name FROM place WHERE ars = :ars LIMIT 1

-- name: web_offices (tenant, offices::text[])
SELECT string_agg(name, ', ' ORDER BY name) FROM office WHERE tenant = :tenant AND office = ANY (:offices)

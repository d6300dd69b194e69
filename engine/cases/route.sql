-- SPDX-License-Identifier: EUPL-1.2
-- Places and responsible offices, over all tenants.

-- name: places_find (postcode)
SELECT ars, name FROM place WHERE postcode = :postcode ORDER BY name, ars

-- Where an application without a place goes: to the office that answers for the service anywhere, to the one that takes
-- in everything else, to the first. The municipality is the one whose site it was made on.
-- name: route_intake (tenant, service)
SELECT o.tenant, o.office, t.name, o.name FROM office o JOIN tenant t USING (tenant)
WHERE o.tenant = :tenant
ORDER BY EXISTS (SELECT FROM responsibility r WHERE r.tenant = o.tenant AND r.office = o.office AND r.service = :service) DESC,
	o.intake DESC, o.office
LIMIT 1

-- name: route_find (service, ars)
SELECT r.tenant, r.office, r.service, r.ars, t.name, o.name
FROM responsibility r JOIN tenant t USING (tenant) JOIN office o USING (tenant, office)
WHERE r.service = :service AND r.ars IN ('', left(:ars, 2), left(:ars, 3), left(:ars, 5), left(:ars, 9), :ars)
ORDER BY r.tenant, r.office

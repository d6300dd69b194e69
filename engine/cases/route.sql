-- SPDX-License-Identifier: EUPL-1.2
-- Places and responsible offices, over all tenants.

-- name: places_find (postcode)
SELECT ars, name FROM place WHERE postcode = :postcode ORDER BY name, ars

-- name: route_find (service, ars)
SELECT r.tenant, r.office, r.service, r.ars, t.name, o.name
FROM responsibility r JOIN tenant t USING (tenant) JOIN office o USING (tenant, office)
WHERE r.service = :service AND r.ars IN ('', left(:ars, 2), left(:ars, 3), left(:ars, 5), left(:ars, 9), :ars)
ORDER BY r.tenant, r.office

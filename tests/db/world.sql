-- SPDX-License-Identifier: EUPL-1.2
-- Two municipalities and their staff, for the tests; run by the superuser.
INSERT INTO tenant (tenant, name, case_prefix) VALUES
	('ochsenfurt', 'Stadt Ochsenfurt', 'OCH'), ('marktbreit', 'VG Marktbreit', 'MAR');
INSERT INTO office (tenant, office, name, email) VALUES
	('ochsenfurt', 'steueramt', 'Steueramt', 'steueramt@ochsenfurt.example'),
	('ochsenfurt', 'kaemmerei', 'Kämmerei', ''),
	('marktbreit', 'steueramt', 'Steuerstelle', '');
INSERT INTO responsibility (tenant, office, service, ars) VALUES
	('ochsenfurt', 'steueramt', '99102013000000', '096790170170'),
	('marktbreit', 'steueramt', '99102013000000', '096755618'),
	('ochsenfurt', 'steueramt', '99102013000000', '096750141141'),
	('marktbreit', 'steueramt', '99102013000000', '096750141141');
INSERT INTO place (postcode, ars, name) VALUES
	('97340', '096755618166', 'Segnitz'), ('97340', '096755618147', 'Marktbreit'), ('97199', '096790170170', 'Ochsenfurt');
INSERT INTO account (tenant, login, name, password, disabled) VALUES
	('ochsenfurt', 'anna.ochsenfurt', 'Anna Albrecht', '$argon2id$x', false),
	('ochsenfurt', 'bernd.ochsenfurt', 'Bernd Böhm', '$argon2id$x', false),
	('ochsenfurt', 'karla.ochsenfurt', 'Karla Kern', '$argon2id$x', false),
	('ochsenfurt', 'fritz.ochsenfurt', 'Fritz Fort', '$argon2id$x', true),
	('marktbreit', 'anna.marktbreit', 'Anna Maurer', '$argon2id$x', false);
INSERT INTO membership (tenant, account, office)
SELECT tenant, id, CASE login WHEN 'karla.ochsenfurt' THEN 'kaemmerei' ELSE 'steueramt' END FROM account;

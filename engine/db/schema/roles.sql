-- SPDX-License-Identifier: EUPL-1.2
-- Run by a superuser with psql, once per cluster and as often as you like: the owner of the schema and one login role
-- per pool of processes. None may pass by row-level security. What each may do is granted in the patches.
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', name)
FROM unnest(ARRAY['ozg_owner', 'ozg_citizen', 'ozg_office', 'ozg_admin', 'ozg_worker']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec
SELECT format('ALTER ROLE %I SET %s', name, setting)
FROM unnest(ARRAY['ozg_citizen', 'ozg_office', 'ozg_admin', 'ozg_worker']) AS name,
	unnest(ARRAY['synchronous_commit = on', 'statement_timeout = ''8s''',
		'idle_in_transaction_session_timeout = ''30s''']) AS setting
\gexec

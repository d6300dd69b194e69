-- SPDX-License-Identifier: EUPL-1.2
-- The tamper-evident log: a chain of hashes per tenant, written in the transaction of the step it records.
-- A program only inserts who did what; position, time, hashes and the pool it speaks for are filled in here, so that none
-- of them can be forged by a program that was taken over, and no statement can forget them.

CREATE TABLE ledger (
	tenant text NOT NULL,
	seq bigint NOT NULL,
	at bigint NOT NULL,
	actor text NOT NULL,
	role text NOT NULL,
	action text NOT NULL,
	object text NOT NULL,
	revision bigint NOT NULL,
	commitment bytea NOT NULL CHECK (length(commitment) = 32),
	prev bytea NOT NULL,
	leaf bytea NOT NULL,
	PRIMARY KEY (tenant, seq)
);
COMMENT ON TABLE ledger IS 'Who did what to which object, in an order that cannot be changed unnoticed';
COMMENT ON COLUMN ledger.at IS 'UTC, microseconds since 1970, never earlier than the entry before';
COMMENT ON COLUMN ledger.actor IS 'Login, "citizen", or empty for the engine';
COMMENT ON COLUMN ledger.role IS 'Pool it was done through: who was connected. citizen, office, admin, worker, owner';
COMMENT ON COLUMN ledger.commitment IS 'SHA-256 of salt and payload; the salt stands with the payload and is deleted with it';
COMMENT ON COLUMN ledger.leaf IS 'ledger_leaf() of this entry; prev is that of the entry before, 32 zero bytes at first';

CREATE TABLE ledger_head (
	tenant text PRIMARY KEY,
	seq bigint NOT NULL,
	at bigint NOT NULL,
	prev bytea NOT NULL,
	leaf bytea NOT NULL
) WITH (fillfactor = 20);
COMMENT ON TABLE ledger_head IS 'The last entry of each chain; its row lock puts the entries of a tenant in order';

-- SHA-256 of 0x00 and all parts, each behind its length in four bytes, integers as eight bytes (all big-endian). Not more
-- than STABLE, as convert_to() is: only then it is inlined, and costs a tenth.
CREATE FUNCTION ledger_leaf(prev bytea, tenant text, seq bigint, at bigint, actor text, role text, action text,
	object text, revision bigint, commitment bytea) RETURNS bytea STABLE LANGUAGE sql AS $$
	SELECT sha256('\x00'::bytea
		|| int4send(length(prev)) || prev
		|| int4send(octet_length(tenant)) || convert_to(tenant, 'UTF8')
		|| int4send(8) || int8send(seq)
		|| int4send(8) || int8send(at)
		|| int4send(octet_length(actor)) || convert_to(actor, 'UTF8')
		|| int4send(octet_length(role)) || convert_to(role, 'UTF8')
		|| int4send(octet_length(action)) || convert_to(action, 'UTF8')
		|| int4send(octet_length(object)) || convert_to(object, 'UTF8')
		|| int4send(8) || int8send(revision)
		|| int4send(length(commitment)) || commitment)
$$;

CREATE FUNCTION ledger_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	zero CONSTANT bytea := decode(repeat('00', 32), 'hex');
	now_us CONSTANT bigint := extract(epoch FROM clock_timestamp()) * 1000000;
BEGIN
	NEW.role := regexp_replace(session_user, '^ozg_', '');
	INSERT INTO ledger_head VALUES (NEW.tenant, 0, 0, zero, zero) ON CONFLICT DO NOTHING;
	UPDATE ledger_head h SET
		seq = h.seq + 1,
		at = greatest(h.at, now_us),
		prev = h.leaf,
		leaf = ledger_leaf(h.leaf, NEW.tenant, h.seq + 1, greatest(h.at, now_us), NEW.actor, NEW.role, NEW.action,
			NEW.object, NEW.revision, NEW.commitment)
	WHERE h.tenant = NEW.tenant
	RETURNING h.seq, h.at, h.prev, h.leaf INTO NEW.seq, NEW.at, NEW.prev, NEW.leaf;
	RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_chain();

-- Second line behind the missing rights: not even the owner changes an entry by mistake.
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the ledger is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON ledger USING (tenant = nullif(current_setting('app.tenant', true), ''));
ALTER TABLE ledger_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_head FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON ledger_head USING (tenant = nullif(current_setting('app.tenant', true), ''));
CREATE POLICY citizen_actor ON ledger AS RESTRICTIVE FOR INSERT TO ozg_citizen WITH CHECK (actor IN ('citizen', ''));
REVOKE ALL ON FUNCTION ledger_chain() FROM PUBLIC;
GRANT INSERT (tenant, actor, action, object, revision, commitment) ON ledger
	TO ozg_citizen, ozg_office, ozg_admin, ozg_worker;

-- Whose signatures a tenant believes.

grant usage on schema supply_chain to flotilla_app;

-- Public keys as the log tells them; a private key never comes here.
create table signing_keys (
  tenant_id uuid not null,
  key_id text not null,
  name text not null,
  role text not null,
  algorithm text not null,
  public_key_pem text not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  added_at timestamptz not null,
  added_by text not null,
  successor_id text,
  revoked_at timestamptz,
  revoke_reason text,
  primary key (tenant_id, key_id)
);
alter table signing_keys enable row level security;
alter table signing_keys force row level security;
create policy tenant on signing_keys using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on signing_keys to flotilla_app;

-- How many different keys of a role must sign. A role without a row has the default of `signing-key.ts`.
create table signing_thresholds (
  tenant_id uuid not null,
  role text not null,
  threshold integer not null,
  primary key (tenant_id, role)
);
alter table signing_thresholds enable row level security;
alter table signing_thresholds force row level security;
create policy tenant on signing_thresholds using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on signing_thresholds to flotilla_app;

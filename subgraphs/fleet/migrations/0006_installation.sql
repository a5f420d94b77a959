-- What belongs to the installation, and what tenants show to strangers.

-- The root of device certificates: one row. The private key is sealed by the key store; the table is visible only to
-- work on behalf of all tenants.
create table certificate_authorities (
  id smallint primary key check (id = 1),
  certificate_pem text not null,
  sealed_key text not null,
  created_at timestamptz not null default now()
);
alter table certificate_authorities enable row level security;
alter table certificate_authorities force row level security;
create policy installation on certificate_authorities using ((select current_setting('flotilla.tenant', true)) = '*');
grant select, insert on certificate_authorities to flotilla_app;

-- Tenants whose counts anyone may see.
create table status_boards (
  tenant_id uuid primary key,
  published_at timestamptz not null
);
alter table status_boards enable row level security;
alter table status_boards force row level security;
create policy tenant on status_boards using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on status_boards to flotilla_app;

-- Names of tenants, from the facts of access; for the status board.
create table tenant_names (
  tenant_id uuid primary key,
  name text not null
);
alter table tenant_names enable row level security;
alter table tenant_names force row level security;
create policy tenant on tenant_names using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on tenant_names to flotilla_app;

-- Service accounts: one row per machine that may call the API. The secret itself is nowhere; its SHA-256 is.

create table service_accounts (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  scopes text[] not null,
  secret_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
-- A service account is looked up before its tenant is known.
create unique index service_accounts_by_id on service_accounts (id);

alter table service_accounts enable row level security;
alter table service_accounts force row level security;
create policy tenant on service_accounts using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));
grant select, insert, update, delete on service_accounts to flotilla_app;

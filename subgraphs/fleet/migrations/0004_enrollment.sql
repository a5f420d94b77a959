-- How devices come in: one-use tokens, and rules that approve without a person.

-- Tokens as the log tells them.
create table enrollment_tokens (
  tenant_id uuid not null,
  id uuid not null,
  domain_id uuid not null,
  location_id uuid,
  labels jsonb not null,
  channel text not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  redeemed_at timestamptz,
  redeemed_by uuid,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create index enrollment_tokens_by_age on enrollment_tokens (tenant_id, created_at desc, id desc);
alter table enrollment_tokens enable row level security;
alter table enrollment_tokens force row level security;
create policy tenant on enrollment_tokens using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on enrollment_tokens to flotilla_app;

-- SHA-256 of each token's secret. Beside the log and not in it: no fact holds a secret or anything made from one.
create table enrollment_secrets (
  tenant_id uuid not null,
  token_id uuid not null,
  secret_hash text not null unique,
  primary key (tenant_id, token_id)
);
alter table enrollment_secrets enable row level security;
alter table enrollment_secrets force row level security;
create policy tenant on enrollment_secrets using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on enrollment_secrets to flotilla_app;

-- Rules that approve pending devices with all of their labels, in a domain's subtree or everywhere.
create table auto_approval_rules (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  labels jsonb not null,
  domain_id uuid,
  created_at timestamptz not null,
  created_by text not null,
  disabled_at timestamptz,
  primary key (tenant_id, id)
);
create unique index auto_approval_rules_name_is_unique on auto_approval_rules (tenant_id, name) where disabled_at is null;
alter table auto_approval_rules enable row level security;
alter table auto_approval_rules force row level security;
create policy tenant on auto_approval_rules using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on auto_approval_rules to flotilla_app;

-- How often somebody showed a token that another key had redeemed: a security signal. `unreported` has not been told to
-- the log yet.
create table token_reuse (
  tenant_id uuid not null,
  token_id uuid not null,
  attempts bigint not null,
  unreported bigint not null,
  last_at timestamptz not null default now(),
  reported_at timestamptz not null default '-infinity',
  primary key (tenant_id, token_id)
);
create index token_reuse_unreported on token_reuse (reported_at) where unreported > 0;
alter table token_reuse enable row level security;
alter table token_reuse force row level security;
create policy tenant on token_reuse using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on token_reuse to flotilla_app;

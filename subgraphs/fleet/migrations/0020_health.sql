-- What the health of each domain was, minute by minute: its own measures, without those below, so that any scope is
-- the sum of its domains. The row with the zero domain is the tenant's. Kept for a day.
create table health_minutes (
  tenant_id uuid not null,
  at timestamptz not null,
  domain_id uuid not null,
  measures jsonb not null,
  primary key (tenant_id, at, domain_id)
);
alter table health_minutes enable row level security;
alter table health_minutes force row level security;
create policy tenant on health_minutes using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on health_minutes to flotilla_app;

-- How each signal of each scope stands, and since when. The zero domain is the whole tenant.
create table health_states (
  tenant_id uuid not null,
  domain_id uuid not null,
  signal text not null,
  state text not null,
  since timestamptz not null,
  primary key (tenant_id, domain_id, signal)
);
alter table health_states enable row level security;
alter table health_states force row level security;
create policy tenant on health_states using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on health_states to flotilla_app;

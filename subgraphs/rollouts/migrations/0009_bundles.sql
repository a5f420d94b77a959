-- Several artifacts that belong together, and the rollouts that bring them one after the other.
create table bundles (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  items jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (tenant_id, id)
);
create unique index bundles_by_name on bundles (tenant_id, name);
create index rollouts_by_chain on rollouts (tenant_id, (plan -> 'chain' ->> 'chainId')) where plan ? 'chain';

alter table bundles enable row level security;
alter table bundles force row level security;
create policy tenant on bundles using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on bundles to flotilla_app;

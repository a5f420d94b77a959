-- What domains set themselves of how their devices are judged; the rest is inherited down the tree.
create table domain_settings (
  tenant_id uuid not null,
  domain_id uuid not null,
  settings jsonb not null,
  version integer not null,
  changed_at timestamptz not null,
  primary key (tenant_id, domain_id)
);
alter table domain_settings enable row level security;
alter table domain_settings force row level security;
create policy tenant on domain_settings using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on domain_settings to flotilla_app;

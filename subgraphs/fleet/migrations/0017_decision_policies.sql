-- What the devices of domains may decide on their own; null inherits.
create table decision_policies (
  tenant_id uuid not null,
  domain_id uuid not null,
  allowed text[],
  changed_at timestamptz not null,
  primary key (tenant_id, domain_id)
);
alter table decision_policies enable row level security;
alter table decision_policies force row level security;
create policy tenant on decision_policies using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on decision_policies to flotilla_app;

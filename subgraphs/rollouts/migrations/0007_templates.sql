-- Plans without an artifact, kept under a name to be used again.
create table templates (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  plan jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (tenant_id, id)
);
create unique index templates_by_name on templates (tenant_id, name);

alter table templates enable row level security;
alter table templates force row level security;
create policy tenant on templates using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on templates to flotilla_app;

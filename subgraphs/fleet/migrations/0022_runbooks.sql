-- Versions of runbooks, as the log tells them.
create table runbook_versions (
  tenant_id uuid not null,
  runbook_id uuid not null,
  version integer not null,
  name text not null,
  definition jsonb not null,
  content_hash text not null,
  signature text not null,
  stage text not null,
  author text not null,
  registered_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  retired_at timestamptz,
  retire_reason text,
  primary key (tenant_id, runbook_id, version)
);
create index runbook_versions_by_name on runbook_versions (tenant_id, name, version desc);
-- One runbook has one name, which all its versions carry; the first version takes it.
create unique index runbooks_name_is_unique on runbook_versions (tenant_id, name) where version = 1;
alter table runbook_versions enable row level security;
alter table runbook_versions force row level security;
create policy tenant on runbook_versions using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on runbook_versions to flotilla_app;

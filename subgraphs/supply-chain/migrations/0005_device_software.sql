-- What devices run, as far as their updates tell: one row per device and name of software.
create table device_software (
  tenant_id uuid not null,
  device_id uuid not null,
  name text not null,
  version text not null,
  digest text not null,
  -- When the device said so.
  since timestamptz not null,
  rollout_id uuid not null,
  primary key (tenant_id, device_id, name)
);
create index device_software_by_digest on device_software (tenant_id, digest);
alter table device_software enable row level security;
alter table device_software force row level security;
create policy tenant on device_software using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_software to flotilla_app;

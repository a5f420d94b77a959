-- Whom telemetry believes: a copy of what the fleet's facts say of each device, kept by telemetry's own projection.

grant usage on schema telemetry to flotilla_app;

-- One device: may it take part, and which certificates speak for it.
create table device_trust (
  tenant_id uuid not null,
  device_id uuid not null,
  trust text not null,
  fingerprints text[] not null,
  primary key (tenant_id, device_id)
);
alter table device_trust enable row level security;
alter table device_trust force row level security;
create policy tenant on device_trust using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_trust to flotilla_app;

-- The newest update of each device that rollouts permitted and that began, as rollouts tell of it: a device is UPDATING
-- while it is open.
create table update_leases (
  tenant_id uuid not null,
  device_id uuid not null,
  -- Rises with every permission of the device.
  fence integer not null,
  rollout_id uuid not null,
  lease_id uuid not null,
  -- How it ended; null while the device is at work.
  outcome text,
  primary key (tenant_id, device_id)
) with (fillfactor = 80);
create index update_leases_open on update_leases (tenant_id, device_id) where outcome is null;
create index devices_updating on devices (tenant_id, id) where phase = 'UPDATING';
alter table update_leases enable row level security;
alter table update_leases force row level security;
create policy tenant on update_leases using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on update_leases to flotilla_app;

-- Which permission to update each device was last given: told with every heartbeat, so that a device whose updater is
-- not running starts it.
create table update_hints (
  tenant_id uuid not null,
  device_id uuid not null,
  -- Rises with every permission of the device.
  generation integer not null,
  primary key (tenant_id, device_id)
) with (fillfactor = 80);
alter table update_hints enable row level security;
alter table update_hints force row level security;
create policy tenant on update_hints using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on update_hints to flotilla_app;

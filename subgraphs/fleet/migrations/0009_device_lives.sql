-- What people and rules did with the life of a device, beside the row that lists it: one row from the first such fact on.
create table device_lives (
  tenant_id uuid not null,
  device_id uuid not null,
  quarantined_at timestamptz,
  quarantine_reason text,
  quarantine_cause text,
  quarantine_evidence text,
  reasons jsonb not null default '[]',
  renew_until timestamptz,
  decommission_started_at timestamptz,
  decommission_reason text,
  decommission_steps jsonb not null default '[]',
  retired_at timestamptz,
  retention_class text,
  retain_until timestamptz,
  archive jsonb,
  primary key (tenant_id, device_id)
);
create index device_lives_leaving on device_lives (tenant_id, device_id)
  where decommission_started_at is not null and retired_at is null;
alter table device_lives enable row level security;
alter table device_lives force row level security;
create policy tenant on device_lives using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_lives to flotilla_app;

-- When a device that was put out was told so by a refused call: the agent clears its state then. No fact, only a note.
create table device_farewells (
  tenant_id uuid not null,
  device_id uuid not null,
  told_at timestamptz not null,
  primary key (tenant_id, device_id)
);
alter table device_farewells enable row level security;
alter table device_farewells force row level security;
create policy tenant on device_farewells using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_farewells to flotilla_app;

-- A retired device is counted and shown apart: it leaves every list that does not ask for it.
alter table devices alter column display_state set expression as (
  case when phase = 'RETIRED' then 'RETIRED' when trust = 'TRUSTED' then mode else trust end
);
create index devices_degraded on devices (tenant_id, id) where phase = 'DEGRADED';

-- What was last wanted to be measured of each wave, and what was answered: rollouts ask, telemetry measures.
create table wave_health (
  tenant_id uuid not null,
  rollout_id uuid not null,
  wave integer not null,
  -- Rises with every question of the wave.
  question integer not null,
  asked_at timestamptz not null,
  -- The question that was answered last; null before the first answer.
  answered integer,
  -- Up to when the devices of the answer were measured, how many of the wave, and what it came to.
  measured_until timestamptz,
  measured_devices integer,
  measures jsonb,
  primary key (tenant_id, rollout_id, wave)
);
alter table wave_health enable row level security;
alter table wave_health force row level security;
create policy tenant on wave_health using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on wave_health to flotilla_app;

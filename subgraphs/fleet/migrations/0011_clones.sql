-- The agents that were seen to use one identity: one row for each run of a device that another one followed or met.
-- Written when something unusual happens and not by every heartbeat.
create table device_instances (
  tenant_id uuid not null,
  device_id uuid not null,
  boot_id text not null,
  epoch bigint not null,
  seq bigint not null,
  arrivals integer not null,
  lates integer not null,
  regressions integer not null,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  rejected_at timestamptz,
  primary key (tenant_id, device_id, boot_id, epoch)
);
alter table device_instances enable row level security;
alter table device_instances force row level security;
create policy tenant on device_instances using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_instances to flotilla_app;

-- The newest suspicion that a device was cloned, and what a person decided.
create table clone_cases (
  tenant_id uuid not null,
  device_id uuid not null,
  suspected_at timestamptz not null,
  instances jsonb not null,
  resolved_at timestamptz,
  kept_boot_id text,
  primary key (tenant_id, device_id)
);
alter table clone_cases enable row level security;
alter table clone_cases force row level security;
create policy tenant on clone_cases using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on clone_cases to flotilla_app;

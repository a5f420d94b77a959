-- What quarantined devices sent, kept apart until a person decides on it. None of it is a fact of the fleet.
create table quarantined_items (
  tenant_id uuid not null,
  id uuid not null,
  seq bigint generated always as identity,
  device_id uuid not null,
  kind text not null,
  payload jsonb not null,
  bytes integer not null,
  diverted_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index quarantined_items_by_device on quarantined_items (tenant_id, device_id, seq);
alter table quarantined_items enable row level security;
alter table quarantined_items force row level security;
create policy tenant on quarantined_items using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on quarantined_items to flotilla_app;

-- How often each device tried, what is kept of it, and what did not fit. The store of a device is bounded; what is over
-- is counted here and nowhere kept. `unreported_…` has not been told to the log yet.
create table quarantine_counts (
  tenant_id uuid not null,
  device_id uuid not null,
  reports bigint not null default 0,
  events bigint not null default 0,
  held_items integer not null default 0,
  held_bytes bigint not null default 0,
  overflow_items bigint not null default 0,
  overflow_bytes bigint not null default 0,
  unreported_reports bigint not null default 0,
  unreported_events bigint not null default 0,
  reported_at timestamptz not null default '-infinity',
  primary key (tenant_id, device_id)
);
create index quarantine_counts_unreported on quarantine_counts (reported_at)
  where unreported_reports > 0 or unreported_events > 0;
alter table quarantine_counts enable row level security;
alter table quarantine_counts force row level security;
create policy tenant on quarantine_counts using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on quarantine_counts to flotilla_app;

-- Attempts with telemetry, as telemetry told them; its own store keeps the batches.
create table quarantine_telemetry (
  tenant_id uuid not null,
  device_id uuid not null,
  attempts bigint not null,
  primary key (tenant_id, device_id)
);
alter table quarantine_telemetry enable row level security;
alter table quarantine_telemetry force row level security;
create policy tenant on quarantine_telemetry using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on quarantine_telemetry to flotilla_app;

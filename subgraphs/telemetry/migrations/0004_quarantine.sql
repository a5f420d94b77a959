-- Telemetry of quarantined devices, kept apart until a person decides on it. None of it is a measurement of the fleet.

-- One push, encoded as it would have gone to the journal, with what a person needs to decide on it.
create table quarantined_batches (
  tenant_id uuid not null,
  id uuid not null,
  place bigint generated always as identity,
  device_id uuid not null,
  epoch bigint not null,
  from_seq bigint not null,
  to_seq bigint not null,
  records integer not null,
  series text[] not null,
  first_at timestamptz,
  last_at timestamptz,
  bytes integer not null,
  samples bytea not null,
  kernel_events bytea not null,
  losses bytea not null,
  diverted_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index quarantined_batches_by_device on quarantined_batches (tenant_id, device_id, place);

-- How often each device tried, what is kept of it, and what did not fit into its bounded store.
create table quarantine_counts (
  tenant_id uuid not null,
  device_id uuid not null,
  attempts bigint not null default 0,
  held_items integer not null default 0,
  held_bytes bigint not null default 0,
  overflow_items bigint not null default 0,
  overflow_bytes bigint not null default 0,
  unreported bigint not null default 0,
  reported_at timestamptz not null default '-infinity',
  primary key (tenant_id, device_id)
);
create index quarantine_counts_unreported on quarantine_counts (reported_at) where unreported > 0;

do $$ declare name text; begin
  foreach name in array array['quarantined_batches', 'quarantine_counts'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($p$create policy tenant on %I using (
      (select current_setting('flotilla.tenant', true)) = '*'
      or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
    )$p$, name);
    execute format('grant select, insert, update, delete on %I to flotilla_app', name);
  end loop;
end $$;

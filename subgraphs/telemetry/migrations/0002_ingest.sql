-- What has been accepted from devices, and what of it is still on its way to the metrics database.

-- How far each life of a device's queue has been accepted: every sequence number up to acknowledged_seq, each once.
-- Free space in the pages keeps the frequent updates in place.
create table watermarks (
  tenant_id uuid not null,
  device_id uuid not null,
  epoch bigint not null,
  acknowledged_seq bigint not null check (acknowledged_seq >= 0),
  run_key text not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, device_id, epoch)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Accepted rows that the metrics database has not confirmed, in its binary format. An entry is given to exactly one
-- block, and a block is inserted under its id as deduplication token until it is confirmed, by whichever process.
create table journal (
  tenant_id uuid not null,
  id uuid not null,
  block_id uuid,
  samples bytea not null,
  kernel_events bytea not null,
  losses bytea not null,
  recorded_at timestamptz not null default now(),
  refusal text,
  primary key (tenant_id, id)
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
create index journal_by_block on journal (block_id, recorded_at);
-- The rows live for about a second: compressing them would cost more than it saves.
alter table journal alter column samples set storage external;
alter table journal alter column kernel_events set storage external;
alter table journal alter column losses set storage external;

-- Series outside the catalogue that a device has sent, counted against its and its tenant's budget.
create table custom_series (
  tenant_id uuid not null,
  device_id uuid not null,
  name text not null,
  first_seen_at timestamptz not null default now(),
  primary key (tenant_id, device_id, name)
);

do $$ declare name text; begin
  foreach name in array array['watermarks', 'journal', 'custom_series'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($p$create policy tenant on %I using (
      (select current_setting('flotilla.tenant', true)) = '*'
      or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
    )$p$, name);
    execute format('grant select, insert, update, delete on %I to flotilla_app', name);
  end loop;
end $$;

-- What lists of devices are found by, so that a filter costs the same in a small fleet and in a large one.

-- Devices that changed since the marks were last brought up to date, written by whoever changes one, in the same
-- transaction. A list asks these devices themselves and the marks for all others, so it is exact at any moment.
create table device_touches (
  tenant_id uuid not null,
  id bigint generated always as identity,
  device_id uuid not null,
  primary key (tenant_id, id)
);
alter table device_touches enable row level security;
alter table device_touches force row level security;
create policy tenant on device_touches using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_touches to flotilla_app;

-- The narrow half of a device: its ordinal, which is the place of its bit, and what it is sorted by. Ordinals are
-- given out without gaps in each tenant and never change.
create table device_marks (
  tenant_id uuid not null,
  id uuid not null,
  ordinal integer not null,
  name_key text collate "C" not null,
  display_state text collate "C" not null,
  state_since timestamptz not null,
  enrolled_at timestamptz not null,
  primary key (tenant_id, id)
) with (fillfactor = 80);
create unique index device_marks_by_ordinal on device_marks (tenant_id, ordinal);
create index device_marks_by_name on device_marks (tenant_id, name_key, id);
alter table device_marks enable row level security;
alter table device_marks force row level security;
create policy tenant on device_marks using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_marks to flotilla_app;

-- The terms under which a device's bit is set, so that a change flips only what differs.
create table device_terms (
  tenant_id uuid not null,
  ordinal integer not null,
  terms text[] collate "C" not null,
  primary key (tenant_id, ordinal)
) with (fillfactor = 80);
alter table device_terms enable row level security;
alter table device_terms force row level security;
create policy tenant on device_terms using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_terms to flotilla_app;

-- One bit for each device that a term fits, 2,048 devices to a row; chunks without any are not there, so a label
-- that only one device has costs one row.
create table device_bits (
  tenant_id uuid not null,
  term text collate "C" not null,
  chunk integer not null,
  bits bit(2048) not null,
  primary key (tenant_id, term, chunk)
) with (fillfactor = 60);
alter table device_bits enable row level security;
alter table device_bits force row level security;
create policy tenant on device_bits using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_bits to flotilla_app;

-- Health is the one thing lists are found by that heartbeats write without a fact. It rarely changes, and the
-- condition keeps the trigger away from every heartbeat that says the same as the one before.
create function note_health() returns trigger language plpgsql as $$
begin
  insert into device_touches (tenant_id, device_id) values (new.tenant_id, new.device_id);
  return null;
end
$$;
create trigger note_health after update of health on device_liveness
  for each row when (old.health is distinct from new.health) execute function note_health();

grant maintain on device_touches, device_marks, device_terms, device_bits to flotilla_app;

-- Devices that are there already get their marks by the first rounds of housekeeping.
select set_config('flotilla.tenant', '*', true);
insert into device_touches (tenant_id, device_id) select tenant_id, id from devices;

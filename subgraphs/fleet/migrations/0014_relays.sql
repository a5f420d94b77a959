-- What is remembered of a connection from one call to the next, and where a device said it is. Calls that change nothing
-- of the memory do not write it.
alter table device_liveness
  add column declared text,
  add column run smallint not null default 0,
  add column lates smallint not null default 0,
  add column shortest_late_ms float8,
  add column longest_late_ms float8,
  add column journal_epoch bigint,
  add column journal_seq bigint,
  add column relay_id uuid;

-- Devices that carry other devices' traffic. `health` is what the log tells of the path through them.
create table relays (
  tenant_id uuid not null,
  id uuid not null,
  registered_at timestamptz not null,
  health text not null default 'UP',
  health_since timestamptz not null,
  primary key (tenant_id, id)
);
alter table relays enable row level security;
alter table relays force row level security;
create policy tenant on relays using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on relays to flotilla_app;

-- Which devices are reached through which relay; a device that is reached straight has no row.
create table device_routes (
  tenant_id uuid not null,
  device_id uuid not null,
  relay_id uuid not null,
  since timestamptz not null,
  primary key (tenant_id, device_id)
);
create index device_routes_by_relay on device_routes (tenant_id, relay_id, device_id);
alter table device_routes enable row level security;
alter table device_routes force row level security;
create policy tenant on device_routes using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_routes to flotilla_app;

-- Places that are dark as a whole, and the devices whose absence that explains. Both follow from rows, are looked at
-- every few seconds, and are no facts.
create table dark_scopes (
  tenant_id uuid not null,
  kind text not null,
  id uuid not null,
  since timestamptz not null default now(),
  primary key (tenant_id, kind, id)
);
alter table dark_scopes enable row level security;
alter table dark_scopes force row level security;
create policy tenant on dark_scopes using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on dark_scopes to flotilla_app;

create table device_folds (
  tenant_id uuid not null,
  device_id uuid not null,
  kind text not null,
  id uuid not null,
  since timestamptz not null default now(),
  primary key (tenant_id, device_id)
);
alter table device_folds enable row level security;
alter table device_folds force row level security;
create policy tenant on device_folds using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_folds to flotilla_app;

-- Devices as the log tells them, one row each, and what is listed, sorted and filtered by.

-- What the facts say. `display_state` is the bucket a device is counted and shown in: its connectivity, unless trust
-- keeps it out. Sort keys compare by code point, so that a page boundary means the same everywhere.
create table devices (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  name_key text collate "C" not null generated always as (lower(name)) stored,
  kind text not null,
  labels jsonb not null,
  channel text not null,
  domain_id uuid not null,
  location_id uuid,
  trust text not null,
  phase text not null,
  mode text not null,
  mode_since timestamptz not null,
  display_state text collate "C" not null generated always as (case trust when 'TRUSTED' then mode else trust end) stored,
  state_since timestamptz not null,
  state_reason text,
  enrolled_at timestamptz not null,
  approved_at timestamptz,
  approved_by text,
  authority_changed_at timestamptz not null,
  agent_version text not null,
  public_key text not null,
  current_fingerprint text,
  next_fingerprint text,
  inventory_hash text,
  primary key (tenant_id, id)
) with (fillfactor = 80);
create index devices_by_name on devices (tenant_id, name_key, id);
create index devices_by_state on devices (tenant_id, display_state, name_key, id);
create index devices_by_since on devices (tenant_id, state_since, id);
create index devices_by_enrolled on devices (tenant_id, enrolled_at, id);
create index devices_by_domain on devices (tenant_id, domain_id, name_key, id);
create index devices_by_location on devices (tenant_id, location_id) where location_id is not null;
alter table devices enable row level security;
alter table devices force row level security;
create policy tenant on devices using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on devices to flotilla_app;

-- The labels again, one row each: equality on text is an index condition that row-level security lets through, which
-- containment in a jsonb column is not.
create table device_labels (
  tenant_id uuid not null,
  key text collate "C" not null,
  value text collate "C" not null,
  device_id uuid not null,
  primary key (tenant_id, key, value, device_id)
);
create index device_labels_by_device on device_labels (tenant_id, device_id);
alter table device_labels enable row level security;
alter table device_labels force row level security;
create policy tenant on device_labels using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_labels to flotilla_app;

-- Certificates that are accepted or were until their successor came. Superseded ones are only in the log.
create table device_certificates (
  tenant_id uuid not null,
  fingerprint text not null,
  device_id uuid not null,
  serial text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  pem text not null,
  public_key text not null,
  primary key (tenant_id, fingerprint)
);
create index device_certificates_by_device on device_certificates (tenant_id, device_id);
alter table device_certificates enable row level security;
alter table device_certificates force row level security;
create policy tenant on device_certificates using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_certificates to flotilla_app;

-- What each device last said it is made of.
create table device_inventories (
  tenant_id uuid not null,
  device_id uuid not null,
  inventory jsonb not null,
  changed_at timestamptz not null,
  primary key (tenant_id, device_id)
);
alter table device_inventories enable row level security;
alter table device_inventories force row level security;
create policy tenant on device_inventories using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_inventories to flotilla_app;

-- What each device and domain was at any moment of the past, as intervals: made from the log alone, so that a rebuild
-- makes the same. An interval counts from `from_at` on and until before `to_at`; the open one ends at infinity.
create table device_history (
  tenant_id uuid not null,
  device_id uuid not null,
  machine text not null,
  state text not null,
  value jsonb,
  reason text,
  from_at timestamptz not null,
  to_at timestamptz not null default 'infinity',
  -- Place of the fact in the tenant's log.
  position bigint not null,
  primary key (tenant_id, device_id, machine, from_at, position)
) with (fillfactor = 90);
create unique index device_history_open on device_history (tenant_id, device_id, machine) where to_at = 'infinity';
alter table device_history enable row level security;
alter table device_history force row level security;
create policy tenant on device_history using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_history to flotilla_app;

-- The same of domains: who held the authority over them.
create table domain_history (
  tenant_id uuid not null,
  domain_id uuid not null,
  machine text not null,
  state text not null,
  value jsonb,
  reason text,
  from_at timestamptz not null,
  to_at timestamptz not null default 'infinity',
  position bigint not null,
  primary key (tenant_id, domain_id, machine, from_at, position)
);
create unique index domain_history_open on domain_history (tenant_id, domain_id, machine) where to_at = 'infinity';
alter table domain_history enable row level security;
alter table domain_history force row level security;
create policy tenant on domain_history using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on domain_history to flotilla_app;

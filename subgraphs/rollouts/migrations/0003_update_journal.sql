-- What each device was told and how that went, one row per intent and per lease, for whoever looks back.

alter table leases add column code text;
alter table leases add column detail text;
-- The device's own journal of it: a list of { state, at }.
alter table leases add column steps jsonb;

alter table intents add column refused_at timestamptz;

-- Every intent there was; `intents` keeps the newest of each device.
create table intent_history (
  tenant_id uuid not null,
  device_id uuid not null,
  generation integer not null,
  intent_id uuid not null,
  rollout_id uuid not null,
  direction text not null,
  artifact jsonb not null,
  intended_at timestamptz not null,
  refused_at timestamptz,
  refused_code text,
  refused_detail text,
  -- The lease that was taken back for it.
  refused_lease_id uuid,
  primary key (tenant_id, device_id, generation)
);

create index leases_by_device on leases (tenant_id, device_id, granted_at desc, id desc);

alter table intent_history enable row level security;
alter table intent_history force row level security;
create policy tenant on intent_history using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on intent_history to flotilla_app;

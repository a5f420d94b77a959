-- Actions on many devices, as the log tells them.
create table batches (
  tenant_id uuid not null,
  id uuid not null,
  stage text not null,
  plan jsonb not null,
  planned_by text not null,
  planned_at timestamptz not null,
  expires_at timestamptz not null,
  reason text,
  started_by text,
  approved_by text,
  started_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  primary key (tenant_id, id)
);
create index batches_by_time on batches (tenant_id, planned_at desc, id desc);
create index batches_running on batches (tenant_id, id) where stage = 'RUNNING';
alter table batches enable row level security;
alter table batches force row level security;
create policy tenant on batches using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on batches to flotilla_app;

-- The devices of a started batch and how far each is: the list whoever carries it out works on. No projection: a fact
-- and the place it ticks off are written in one transaction.
create table batch_targets (
  tenant_id uuid not null,
  batch_id uuid not null,
  device_id uuid not null,
  ordinal integer not null,
  state text not null default 'WAITING',
  command_id uuid,
  code text,
  message text,
  primary key (tenant_id, batch_id, device_id)
) with (fillfactor = 80);
create index batch_targets_in_order on batch_targets (tenant_id, batch_id, state, ordinal);
alter table batch_targets enable row level security;
alter table batch_targets force row level security;
create policy tenant on batch_targets using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on batch_targets to flotilla_app;

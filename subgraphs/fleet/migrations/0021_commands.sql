-- Commands on their way to devices and back, as the log tells them, one row each.
create table commands (
  tenant_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  domain_id uuid not null,
  batch_id uuid,
  runbook_id uuid,
  kind text not null,
  payload jsonb not null,
  delivery text not null,
  idempotency_key text not null,
  authority_id text not null,
  authority_epoch integer not null,
  reason text not null,
  issued_by text not null,
  stage text not null,
  stage_reason text,
  queued_at timestamptz not null,
  expires_at timestamptz not null,
  delivered_at timestamptz,
  attempts integer not null default 0,
  again_at timestamptz,
  acknowledged_at timestamptz,
  cancel_requested_at timestamptz,
  ended_at timestamptz,
  due_at timestamptz not null,
  busy_until timestamptz,
  report jsonb,
  late_report jsonb,
  primary key (tenant_id, id)
) with (fillfactor = 70);
-- What a device may still get: read with every heartbeat and every look of a waiting device.
create index commands_waiting on commands (tenant_id, device_id, queued_at, id)
  where stage in ('QUEUED', 'DELIVERED');
-- What counts against the caps of domains and runbooks.
create index commands_running on commands (tenant_id, domain_id, runbook_id) where stage in ('DELIVERED', 'ACKED');
create index commands_due on commands (due_at) where stage in ('QUEUED', 'DELIVERED', 'ACKED');
create index commands_by_device on commands (tenant_id, device_id, queued_at desc, id desc);
create index commands_by_time on commands (tenant_id, queued_at desc, id desc);
create index commands_by_batch on commands (tenant_id, batch_id, stage) where batch_id is not null;
alter table commands enable row level security;
alter table commands force row level security;
create policy tenant on commands using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on commands to flotilla_app;

-- What commands printed, capped and redacted by the device: evidence beside the log, which has its digest only.
create table command_outputs (
  tenant_id uuid not null,
  command_id uuid not null,
  output text not null,
  kept_at timestamptz not null default now(),
  primary key (tenant_id, command_id)
);
alter table command_outputs enable row level security;
alter table command_outputs force row level security;
create policy tenant on command_outputs using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on command_outputs to flotilla_app;

-- What each idempotency key of issueCommand stands for: the request, and what it came to.
create table command_issues (
  tenant_id uuid not null,
  idempotency_key text not null,
  request_hash text not null,
  batch_id uuid,
  command_id uuid,
  issued_at timestamptz not null default now(),
  primary key (tenant_id, idempotency_key)
);
alter table command_issues enable row level security;
alter table command_issues force row level security;
create policy tenant on command_issues using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on command_issues to flotilla_app;

-- The Ed25519 key that signs a tenant's commands and runbooks; sealed by the installation's key store.
create table command_keys (
  tenant_id uuid primary key,
  public_key text not null,
  sealed_key text not null,
  made_at timestamptz not null default now()
);
alter table command_keys enable row level security;
alter table command_keys force row level security;
create policy tenant on command_keys using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert on command_keys to flotilla_app;

-- What heartbeats leave behind: one row per device, written thousands of times a second and never an event.

-- `mode` here is the authority for connectivity: a heartbeat and the sweep both hold this row's lock when they judge
-- it, so they cannot contradict each other; `devices.mode` follows in the same transaction. `due_at` is when silence
-- will next mean something, so that the sweep looks at those devices alone. A device that was never heard has
-- `last_seen` -infinity, which keeps it in the sort order.
create table device_liveness (
  tenant_id uuid not null,
  device_id uuid not null,
  mode text not null default 'DISCONNECTED',
  last_seen timestamptz not null default '-infinity',
  due_at timestamptz not null default 'infinity',
  interval_ms integer not null default 10000,
  boot_id text,
  epoch bigint not null default 0,
  seq bigint not null default 0,
  agent_version text,
  health text not null default 'UNKNOWN',
  uptime_s bigint,
  rtt_ms real,
  loss_pct real,
  bandwidth_kbps real,
  seconds_behind bigint not null default 0,
  backlog_messages bigint not null default 0,
  inventory_reported_at timestamptz,
  clock_skew_s real,
  primary key (tenant_id, device_id)
) with (
  fillfactor = 60,
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_vacuum_cost_delay = 0
);
create index device_liveness_by_due on device_liveness (due_at);
create index device_liveness_by_last_seen on device_liveness (tenant_id, last_seen, device_id);
alter table device_liveness enable row level security;
alter table device_liveness force row level security;
create policy tenant on device_liveness using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_liveness to flotilla_app;

-- The device as it is shown and listed: what the log tells beside what it last said.
create view device_overview with (security_invoker = true) as
  select d.tenant_id, d.id, d.name, d.name_key, d.kind, d.labels, d.channel, d.domain_id, d.location_id, d.trust,
    d.phase, d.mode, d.mode_since, d.display_state, d.state_since, d.state_reason, d.enrolled_at, d.approved_at,
    d.approved_by, d.authority_changed_at, d.agent_version, d.current_fingerprint, d.next_fingerprint,
    l.device_id as liveness_id, l.last_seen, nullif(l.last_seen, '-infinity') as last_seen_at, l.interval_ms, l.health,
    l.uptime_s, l.rtt_ms, l.loss_pct, l.bandwidth_kbps, l.seconds_behind, l.backlog_messages, l.inventory_reported_at,
    l.clock_skew_s
  from devices d
  join device_liveness l on l.tenant_id = d.tenant_id and l.device_id = d.id;
grant select on device_overview to flotilla_app;

-- Statistics must keep up with a fleet that grows by thousands in a minute, or lists are planned for an empty one.
grant maintain on devices, device_labels, device_liveness to flotilla_app;

-- What devices say they consist of and run, in their own signed words, and what is thought of it.

create table device_supply_chains (
  tenant_id uuid not null,
  device_id uuid not null,
  sequence bigint not null,
  report jsonb not null,
  report_sha256 text not null,
  signature text not null,
  -- SHA-256 of the certificate whose key signed it.
  certificate_fingerprint text not null,
  measured_at timestamptz not null,
  reported_at timestamptz not null,
  -- What it was the first time, or as somebody accepted since: {serial, configSha256}.
  baseline jsonb not null,
  verdict text,
  reasons jsonb not null default '[]',
  judged_at timestamptz,
  primary key (tenant_id, device_id)
);
create index device_supply_chains_by_verdict on device_supply_chains (tenant_id, verdict, device_id);
alter table device_supply_chains enable row level security;
alter table device_supply_chains force row level security;
create policy tenant on device_supply_chains using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_supply_chains to flotilla_app;

-- The same software by its bytes, for whoever asks which devices have them. The agent's own program is one of them.
create table reported_software (
  tenant_id uuid not null,
  device_id uuid not null,
  ordinal integer not null,
  name text not null,
  version text not null,
  -- Null where the device knows a name only: an operating system.
  digest text,
  source text not null,
  since timestamptz not null,
  primary key (tenant_id, device_id, ordinal)
);
create index reported_software_by_digest on reported_software (tenant_id, digest) where digest is not null;
alter table reported_software enable row level security;
alter table reported_software force row level security;
create policy tenant on reported_software using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on reported_software to flotilla_app;

-- When each device was looked at last: no fact, so that looking without finding anything new costs no event.
create table judgement_looks (
  tenant_id uuid not null,
  device_id uuid not null,
  looked_at timestamptz not null,
  primary key (tenant_id, device_id)
);
alter table judgement_looks enable row level security;
alter table judgement_looks force row level security;
create policy tenant on judgement_looks using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on judgement_looks to flotilla_app;

-- Programs of agents that somebody of the tenant vouches for, beside those that are its artifacts.
create table agent_measurements (
  tenant_id uuid not null,
  sha256 text not null,
  reason text not null,
  accepted_at timestamptz not null,
  accepted_by text not null,
  dropped_at timestamptz,
  primary key (tenant_id, sha256)
);
alter table agent_measurements enable row level security;
alter table agent_measurements force row level security;
create policy tenant on agent_measurements using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on agent_measurements to flotilla_app;

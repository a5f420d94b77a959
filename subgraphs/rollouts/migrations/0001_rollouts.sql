-- Rollouts: what is to run where, who may start it now, and how far it has come. Rows of aggregates are written in the
-- transaction that records the fact; what the fleet says is followed by one asynchronous projection.

grant usage on schema rollouts to flotilla_app;

-- One device as far as rollouts depend on it.
create table devices (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  labels jsonb not null,
  channel text not null,
  domain_id uuid not null,
  location_id uuid,
  trust text not null,
  fingerprints text[] not null,
  -- LIVE, DELAYED or EDGE_CACHED; null before it was ever heard.
  mode text,
  is_reachable boolean not null,
  is_relay boolean not null,
  is_degraded boolean not null,
  -- Since when it is as reachable as it is, and how its history divides before that.
  heard_since timestamptz,
  reachable_changed_at timestamptz not null,
  reachable_ms bigint not null,
  away_ms bigint not null,
  primary key (tenant_id, id)
);
create index devices_away on devices (tenant_id) where not is_reachable and mode is not null and trust = 'TRUSTED';

-- The tree of domains; `around` is the domain and all above it.
create table domains (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  around uuid[] not null,
  primary key (tenant_id, id)
);

create table locations (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  time_zone text not null,
  nat_group text,
  primary key (tenant_id, id)
);

create table rollouts (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  stage text not null,
  stage_since timestamptz not null,
  stage_reason text,
  -- What a pause ends in.
  resumes_to text not null,
  plan jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- The wave that is open or was the last to be; -1 before the first.
  wave integer not null,
  -- Failures before are accepted: somebody resumed all the same.
  forgiven_at timestamptz,
  primary key (tenant_id, id)
);
create index rollouts_by_time on rollouts (tenant_id, created_at desc, id desc);
create index rollouts_at_work on rollouts (stage) where stage in ('RUNNING', 'ROLLING_BACK');

create table waves (
  tenant_id uuid not null,
  rollout_id uuid not null,
  wave integer not null,
  name text not null,
  stage text not null,
  approved_by text,
  opened_at timestamptz,
  ended_at timestamptz,
  -- The threshold that decided.
  numbers jsonb,
  cause text,
  primary key (tenant_id, rollout_id, wave)
);

-- One device of one rollout.
create table targets (
  tenant_id uuid not null,
  rollout_id uuid not null,
  device_id uuid not null,
  wave integer not null,
  direction text not null,
  stage text not null,
  since timestamptz not null,
  lease_id uuid,
  attempts integer not null,
  code text,
  detail text,
  -- Whether it was in trouble before it was touched.
  was_troubled boolean not null,
  primary key (tenant_id, rollout_id, device_id)
) with (fillfactor = 80);
create index targets_by_stage on targets (tenant_id, rollout_id, direction, stage, wave, device_id);
create index targets_by_device on targets (tenant_id, device_id);

-- Every lease there was. No device has two open ones, whatever the program does.
create table leases (
  tenant_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  rollout_id uuid not null,
  wave integer not null,
  direction text not null,
  fence integer not null,
  stage text not null,
  intent_digest text not null,
  generation integer not null,
  scopes text[] not null,
  granted_at timestamptz not null,
  begin_before timestamptz not null,
  deadline_s double precision not null,
  begun_at timestamptz,
  due_at timestamptz,
  suspected_at timestamptz,
  suspicion text,
  ended_at timestamptz,
  override_by text,
  override_reason text,
  override_approved_by text,
  primary key (tenant_id, id)
) with (fillfactor = 80);
create unique index leases_open on leases (tenant_id, device_id) where stage in ('GRANTED', 'ACTIVE', 'SUSPECT');
create unique index leases_fences on leases (tenant_id, device_id, fence);
create index leases_granted on leases (begin_before) where stage = 'GRANTED';
create index leases_active on leases (tenant_id, due_at) where stage = 'ACTIVE';
create index leases_by_rollout on leases (tenant_id, rollout_id) where stage in ('GRANTED', 'ACTIVE', 'SUSPECT');

-- What people said how many may be busy or away.
create table budgets (
  tenant_id uuid not null,
  scope text not null,
  parallel_max integer,
  unavailable_max integer,
  set_by text not null,
  set_at timestamptz not null,
  primary key (tenant_id, scope)
);

-- Open leases by scope. A limit that was lowered below its use is exceeded by `over`, which only shrinks.
create table budget_slots (
  tenant_id uuid not null,
  scope text not null,
  used integer not null,
  parallel_max integer,
  over integer not null default 0 check (over >= 0),
  primary key (tenant_id, scope),
  constraint slots_within_cap check (used >= 0 and (parallel_max is null or used <= parallel_max + over))
);

-- What each device is to run, newest generation.
create table intents (
  tenant_id uuid not null,
  device_id uuid not null,
  generation integer not null,
  intent_id uuid not null,
  rollout_id uuid not null,
  direction text not null,
  digest text not null,
  -- The canonical text that is signed.
  document text not null,
  artifact jsonb not null,
  expires_at timestamptz not null,
  primary key (tenant_id, device_id)
);

-- What devices said they run since, by artifact, and what they ran before.
create table installed (
  tenant_id uuid not null,
  device_id uuid not null,
  name text not null,
  digest text not null,
  artifact jsonb not null,
  previous jsonb,
  primary key (tenant_id, device_id, name)
);

-- The Ed25519 keys that sign a tenant's intents and leases; sealed by the installation's master key.
create table signing_keys (
  tenant_id uuid not null,
  purpose text not null,
  public_key text not null,
  sealed_key text not null,
  made_at timestamptz not null default now(),
  primary key (tenant_id, purpose)
);

do $$
declare t text;
begin
  foreach t in array array['devices', 'domains', 'locations', 'rollouts', 'waves', 'targets', 'leases', 'budgets',
    'budget_slots', 'intents', 'installed', 'signing_keys'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($policy$create policy tenant on %I using (
      (select current_setting('flotilla.tenant', true)) = '*'
      or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
    )$policy$, t);
    execute format('grant select, insert, update, delete on %I to flotilla_app', t);
  end loop;
end $$;

-- The return of devices: the lock and the accepted prefix of each journal, the sessions, and what a site may upload.

-- One row per device that ever said hello, held by whoever works on its return. `state` is what the streams
-- `replay-<device>` and `journal-<device>` fold to, kept so that a chunk need not read them; the token and the time of
-- the last call are of the present session and no facts.
create table replay_heads (
  tenant_id uuid not null,
  device_id uuid not null,
  state jsonb not null,
  session_id text generated always as (state #>> '{session,id}') stored,
  epoch bigint not null generated always as ((state #>> '{prefix,epoch}')::bigint) stored,
  acknowledged_seq bigint not null generated always as ((state #>> '{prefix,seq}')::bigint) stored,
  token_hash text,
  fingerprint text,
  heard_at timestamptz not null default now(),
  primary key (tenant_id, device_id)
) with (fillfactor = 50);
create index replay_heads_locked on replay_heads (heard_at) where session_id is not null;
alter table replay_heads enable row level security;
alter table replay_heads force row level security;
create policy tenant on replay_heads using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on replay_heads to flotilla_app;

-- One row per session, as the log tells it. `oldest_at_ms` is the device's clock at the last accepted record: what is
-- still to come is younger.
create table replay_sessions (
  tenant_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  session_epoch integer not null,
  state text not null,
  journal_epoch bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  opened_seq bigint not null,
  accepted_seq bigint not null,
  permitted bigint not null default 0,
  conflicts bigint not null default 0,
  unauthorised bigint not null default 0,
  dropped bigint not null default 0,
  evidence text,
  end_reason text,
  oldest_at_ms bigint,
  opened_at timestamptz not null,
  progressed_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 70);
create unique index replay_sessions_by_device on replay_sessions (tenant_id, device_id, session_epoch);
alter table replay_sessions enable row level security;
alter table replay_sessions force row level security;
create policy tenant on replay_sessions using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on replay_sessions to flotilla_app;

-- What a site may still upload: a token bucket in a row, so that all processes draw from one.
create table replay_budgets (
  tenant_id uuid not null,
  site_id uuid not null,
  tokens double precision not null,
  refilled_at timestamptz not null,
  primary key (tenant_id, site_id)
) with (fillfactor = 50);
alter table replay_budgets enable row level security;
alter table replay_budgets force row level security;
create policy tenant on replay_budgets using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on replay_budgets to flotilla_app;

-- What operations knows of the fleet, and what of it needs a person. Everything but `verdicts` is written by one
-- asynchronous projection that follows the fleet's facts; all of it can be rebuilt from the log.

grant usage on schema operations to flotilla_app;

-- One device as far as attention depends on it.
create table devices (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  domain_id uuid not null,
  location_id uuid,
  relay_id uuid,
  trust text not null,
  -- Whether it was ever heard: a device that never called cannot be missed.
  is_heard boolean not null,
  mode text not null,
  -- Since when it is away against its will; null while it is not.
  away_since timestamptz,
  claimed_at timestamptz not null,
  primary key (tenant_id, id)
);

-- One scope that can go dark as a whole: `domain:<id>`, `site:<location id>` or `relay:<device id>`.
create table scopes (
  tenant_id uuid not null,
  key text not null,
  kind text not null,
  id uuid not null,
  name text not null,
  -- Slugs of the domain it is in, from the root; empty while unknown.
  path text not null,
  -- Keys of the scopes around it, nearest first.
  around text[] not null,
  -- Devices that take part and were heard, those of them that are away, and those that wait for a decision.
  population integer not null,
  away integer not null,
  pending integer not null,
  -- [slot, count] pairs: devices that are away by when they left, and returns by when they came.
  left_slots jsonb not null,
  returned_slots jsonb not null,
  is_down boolean not null,
  -- A relay whose path was reported down.
  is_reported_down boolean not null,
  primary key (tenant_id, key)
);
create index scopes_down on scopes (tenant_id) where is_down;

-- One reason to look, by what it is about. A reason that comes back is the next occurrence in the same row, with
-- another id; one that is not active only keeps what it takes to tell when it is.
create table items (
  tenant_id uuid not null,
  key text not null,
  id uuid not null,
  occurrence integer not null,
  kind text not null,
  is_active boolean not null,
  is_group boolean not null,
  since timestamptz not null,
  ended_at timestamptz,
  updated_at timestamptz not null,
  -- Position in the tenant's shard of the last event that changed it.
  changed bigint not null,
  score integer not null,
  severity text not null,
  terms jsonb not null,
  title text not null,
  domain_id uuid,
  domain_path text not null,
  device_id uuid,
  location_id uuid,
  device_count integer not null,
  -- Groups under which it does not show while they are active, and within which a group takes in what began.
  fold_keys text[] not null,
  fold_from timestamptz,
  fold_until timestamptz,
  evidence jsonb not null,
  action jsonb not null,
  facts jsonb not null,
  primary key (tenant_id, key)
);
create index items_by_id on items (tenant_id, id);
create index items_by_device on items (tenant_id, device_id);
create index items_by_score on items (tenant_id, score desc, key) where is_active;
create index items_by_change on items (tenant_id, changed);
create index items_groups on items (tenant_id) where is_active and is_group;

-- When an item has to be looked at again though nothing happens.
create table deadlines (
  tenant_id uuid not null,
  key text not null,
  due_at timestamptz not null,
  primary key (tenant_id, key)
);
create index deadlines_due on deadlines (due_at);

-- Where the device of an enrollment token would have gone.
create table tokens (
  tenant_id uuid not null,
  id uuid not null,
  domain_id uuid not null,
  location_id uuid,
  primary key (tenant_id, id)
);

-- What people said about an item: the stream `attention-<item id>`, folded in the transaction that records it.
create table verdicts (
  tenant_id uuid not null,
  item_id uuid not null,
  item_key text not null,
  stage text not null,
  owner_id uuid,
  snoozed_until timestamptz,
  snoozed_score integer,
  merged_into uuid,
  reason text,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (tenant_id, item_id)
);
create index verdicts_snoozed on verdicts (snoozed_until) where stage = 'SNOOZED';
create index verdicts_merged on verdicts (tenant_id, merged_into) where merged_into is not null;

-- Who can own an item: the people of the tenant, from access's facts.
create table people (
  tenant_id uuid not null,
  id uuid not null,
  primary key (tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['devices', 'scopes', 'items', 'deadlines', 'tokens', 'verdicts', 'people'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($policy$create policy tenant on %I using (
      (select current_setting('flotilla.tenant', true)) = '*'
      or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
    )$policy$, t);
    execute format('grant select, insert, update, delete on %I to flotilla_app', t);
  end loop;
end $$;

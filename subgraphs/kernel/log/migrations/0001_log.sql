-- The event log: the one place where state changes are written down. One head row per shard, locked last in the
-- appending transaction, makes positions dense and in commit order, so that a checkpoint is a plain number.

do $$ begin
  if not exists (select from pg_roles where rolname = 'flotilla_app') then create role flotilla_app nologin; end if;
end $$;
grant usage on schema log to flotilla_app;

-- The last position given out in each shard. Locked last by every append.
create table log.heads (
  shard smallint primary key,
  position bigint not null default 0 check (position >= 0)
);
insert into log.heads (shard) select generate_series(0, 15);

-- The shard a tenant's events live in, stored so that the number of shards may grow without moving anyone.
create table log.tenants (
  tenant_id uuid primary key,
  shard smallint not null references log.heads
);

-- The version of each stream: its number of events.
create table log.streams (
  stream text primary key,
  tenant_id uuid not null,
  version integer not null check (version >= 0)
);

-- The facts. Never updated, never deleted: the application's role may only read and insert.
create table log.events (
  shard smallint not null,
  position bigint not null,
  event_id uuid not null default uuidv7(),
  tenant_id uuid not null,
  stream text not null,
  stream_version integer not null,
  type text not null,
  version smallint not null default 1,
  data jsonb not null,
  metadata jsonb not null,
  recorded_at timestamptz not null,
  primary key (shard, position)
) partition by range (position);
create index events_by_stream on log.events (stream, stream_version);
create index events_by_tenant_time on log.events (tenant_id, recorded_at desc);

-- One row per idempotency key: the request it stands for and what it answered.
create table log.idempotency (
  tenant_id uuid not null,
  key text not null,
  request_hash text not null,
  streams text[] not null default '{}',
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, key)
);

-- How far each asynchronous projection has come in each shard, and why it stopped if it did.
create table log.checkpoints (
  projection text not null,
  shard smallint not null references log.heads,
  position bigint not null default 0 check (position >= 0),
  halted_at timestamptz,
  halt_reason text,
  primary key (projection, shard)
);

alter table log.streams enable row level security;
alter table log.streams force row level security;
create policy tenant on log.streams using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));
alter table log.events enable row level security;
alter table log.events force row level security;
create policy tenant on log.events using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));
alter table log.idempotency enable row level security;
alter table log.idempotency force row level security;
create policy tenant on log.idempotency using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));

grant select, update on log.heads to flotilla_app;
grant select, insert on log.tenants to flotilla_app;
grant select, insert, update on log.streams to flotilla_app;
grant select, insert on log.events to flotilla_app;
grant select, insert, update on log.idempotency to flotilla_app;
grant select, insert, update on log.checkpoints to flotilla_app;

-- Adds partitions until the one after the fullest shard's exists. Runs as the owner, since the application's role
-- may not create tables; an append that is faster than this lands in the default partition and is still found.
create function log.extend_partitions(p_width bigint default 5000000) returns integer
language plpgsql security definer set search_path = log as $$
declare
  v_last bigint := (select max(position) / p_width from log.heads);
  v_added integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('log.extend_partitions'));
  for i in 0 .. v_last + 1 loop
    if to_regclass(format('log.events_p%s', i)) is null then
      execute format('create table log.events_p%s partition of log.events for values from (%s) to (%s)',
        i, i * p_width, (i + 1) * p_width);
      v_added := v_added + 1;
    end if;
  end loop;
  return v_added;
end $$;
select log.extend_partitions();
create table log.events_overflow partition of log.events default;

-- Claims an idempotency key. True: it is ours and the work is to be done. False: the same request was done before.
-- A key that stands for another request is refused with FL422. Waits for a concurrent holder of the key to finish.
create function log.claim_key(p_tenant uuid, p_key text, p_hash text) returns boolean
language plpgsql as $$
declare v_hash text;
begin
  insert into log.idempotency (tenant_id, key, request_hash) values (p_tenant, p_key, p_hash) on conflict do nothing;
  if found then return true; end if;
  select request_hash into v_hash from log.idempotency where tenant_id = p_tenant and key = p_key;
  if v_hash is distinct from p_hash then
    raise exception 'idempotency key stands for another request' using errcode = 'FL422';
  end if;
  return false;
end $$;

-- Compare-and-set of stream versions. p_writes: [{stream, expected: int|null, count}]. Answers each stream's version
-- before the write; refuses the whole write with FL409 when one stream is not at its expected version or is another
-- tenant's. Streams are locked in name order so that two writers of the same streams cannot deadlock.
create function log.reserve(p_tenant uuid, p_writes jsonb) returns table (stream text, base integer, at timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare v_wanted integer := jsonb_array_length(p_writes); v_got integer;
begin
  insert into log.streams (stream, tenant_id, version)
    select w.stream, p_tenant, 0 from jsonb_to_recordset(p_writes) as w (stream text, expected integer)
    where coalesce(w.expected, 0) = 0 order by w.stream
    on conflict do nothing;
  if v_wanted > 1 then
    perform 1 from log.streams s
      where s.stream in (select w.stream from jsonb_to_recordset(p_writes) as w (stream text))
      order by s.stream for update;
  end if;
  return query
    update log.streams s set version = s.version + w.count
    from jsonb_to_recordset(p_writes) as w (stream text, expected integer, count integer)
    where s.stream = w.stream and s.tenant_id = p_tenant and (w.expected is null or s.version = w.expected)
    returning s.stream, s.version - w.count, now();
  get diagnostics v_got = row_count;
  if v_got <> v_wanted then
    raise exception 'a stream is not at its expected version' using errcode = 'FL409';
  end if;
end $$;

-- Writes the reserved events. Takes the shard's head last, so that positions are dense and become visible in order.
-- p_events: [{id, stream, streamVersion, type, version, data}] in order. Answers the shard and the last position.
create function log.record(p_tenant uuid, p_metadata jsonb, p_events jsonb) returns table (shard smallint, head bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  v_shard smallint;
  v_head bigint;
  v_count integer := jsonb_array_length(p_events);
begin
  select t.shard into v_shard from log.tenants t where t.tenant_id = p_tenant;
  if v_shard is null then
    insert into log.tenants (tenant_id, shard)
      values (p_tenant, (hashtextextended(p_tenant::text, 0) & 15)::smallint) on conflict do nothing;
    select t.shard into v_shard from log.tenants t where t.tenant_id = p_tenant;
  end if;
  update log.heads h set position = h.position + v_count where h.shard = v_shard returning h.position into v_head;
  insert into log.events
    (shard, position, event_id, tenant_id, stream, stream_version, type, version, data, metadata, recorded_at)
    select v_shard, v_head - v_count + e.ord, (e.item ->> 'id')::uuid, p_tenant, e.item ->> 'stream',
      (e.item ->> 'streamVersion')::integer, e.item ->> 'type', (e.item ->> 'version')::smallint,
      e.item -> 'data', p_metadata, now()
    from jsonb_array_elements(p_events) with ordinality as e (item, ord);
  return query select v_shard, v_head;
end $$;

grant execute on all functions in schema log to flotilla_app;

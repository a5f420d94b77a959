-- Where devices belong, as the fleet's facts tell it: what may be sent is capped per domain too, and what was refused is
-- shown per domain.
create table device_places (
  tenant_id uuid not null,
  device_id uuid not null,
  domain_id uuid not null,
  primary key (tenant_id, device_id)
);

-- The tree of domains. A domain never moves.
create table domain_paths (
  tenant_id uuid not null,
  domain_id uuid not null,
  path text collate "C" not null,
  primary key (tenant_id, domain_id)
);

-- What became of pushes, per domain and minute, without the domains below. Kept for a day.
create table ingest_minutes (
  tenant_id uuid not null,
  at timestamptz not null,
  domain_id uuid not null,
  accepted bigint not null default 0,
  limited bigint not null default 0,
  refused bigint not null default 0,
  diverted bigint not null default 0,
  primary key (tenant_id, at, domain_id)
);

do $$ declare name text; begin
  foreach name in array array['device_places', 'domain_paths', 'ingest_minutes'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($p$create policy tenant on %I using (
      (select current_setting('flotilla.tenant', true)) = '*'
      or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
    )$p$, name);
    execute format('grant select, insert, update, delete on %I to flotilla_app', name);
  end loop;
end $$;

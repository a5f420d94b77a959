-- How many devices are in which state: kept as counts, because counting 50,000 rows for every viewer every second
-- would be the largest load of the house.

-- Counts per domain and display state, as of the last time the deltas were folded in.
create table spectrum_counts (
  tenant_id uuid not null,
  domain_id uuid not null,
  state text not null,
  count integer not null,
  primary key (tenant_id, domain_id, state)
);
alter table spectrum_counts enable row level security;
alter table spectrum_counts force row level security;
create policy tenant on spectrum_counts using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on spectrum_counts to flotilla_app;

-- Changes since then, written by whoever changes a device, in the same transaction. Rows and not updates, so that two
-- writers of the same count neither wait for each other nor deadlock. The truth is always counts plus deltas.
create table spectrum_deltas (
  tenant_id uuid not null,
  id bigint generated always as identity,
  domain_id uuid not null,
  state text not null,
  delta integer not null,
  primary key (tenant_id, id)
);
alter table spectrum_deltas enable row level security;
alter table spectrum_deltas force row level security;
create policy tenant on spectrum_deltas using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on spectrum_deltas to flotilla_app;

-- One row per domain and minute: what the ribbon shows. Kept for 7 days.
create table spectrum_minutes (
  tenant_id uuid not null,
  at timestamptz not null,
  domain_id uuid not null,
  live integer not null,
  delayed integer not null,
  edge_cached integer not null,
  autonomous integer not null,
  "returning" integer not null,
  replaying integer not null,
  disconnected integer not null,
  quarantined integer not null,
  primary key (tenant_id, at, domain_id)
);
alter table spectrum_minutes enable row level security;
alter table spectrum_minutes force row level security;
create policy tenant on spectrum_minutes using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on spectrum_minutes to flotilla_app;

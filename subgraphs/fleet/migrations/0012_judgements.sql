-- What heartbeats tell that a device is judged by, and judgements that have not lasted long enough to be facts.
alter table device_liveness
  add column if not exists capabilities text[],
  add column if not exists known_capabilities text[],
  add column if not exists series_count integer,
  add column if not exists policy_age_s bigint;

-- Reasons for concern that came or went a moment ago, and since when: they count once they have lasted.
create table device_judgements (
  tenant_id uuid not null,
  device_id uuid not null,
  codes text not null,
  since timestamptz not null,
  primary key (tenant_id, device_id)
);
alter table device_judgements enable row level security;
alter table device_judgements force row level security;
create policy tenant on device_judgements using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on device_judgements to flotilla_app;

-- Who may say what devices should be: one row per device or domain that has an authority of its own. All others are
-- under the nearest domain above that has one, and at last under the control plane `global` at epoch 1.
create table authorities (
  tenant_id uuid not null,
  subject text not null check (subject in ('DEVICE', 'DOMAIN')),
  id uuid not null,
  -- Path of the domain, which never changes; null for devices.
  path text collate "C",
  stage text not null check (stage in ('HELD', 'RELEASING', 'VACANT')),
  authority_id text not null,
  master_of_record text not null,
  controller_ids text[] not null,
  epoch integer not null check (epoch > 0),
  lease_s integer,
  since timestamptz not null,
  reason text,
  primary key (tenant_id, subject, id)
);
alter table authorities enable row level security;
alter table authorities force row level security;
create policy tenant on authorities using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on authorities to flotilla_app;

-- Until when a control plane counts as heard. Written by its renewals and never a fact.
create table authority_leases (
  tenant_id uuid not null,
  authority_id text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, authority_id)
);
alter table authority_leases enable row level security;
alter table authority_leases force row level security;
create policy tenant on authority_leases using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on authority_leases to flotilla_app;

-- Writes that lost: by whom, under which epoch, against whom, and all of what they said.
create table authority_conflicts (
  tenant_id uuid not null,
  id uuid not null,
  subject text not null,
  subject_id uuid not null,
  authority_id text not null,
  epoch integer not null,
  current_authority_id text not null,
  current_epoch integer not null,
  what text not null,
  content jsonb not null,
  detected_at timestamptz not null,
  detected_by text not null,
  resolved_at timestamptz,
  resolved_by text,
  resolution text,
  primary key (tenant_id, id)
);
create index authority_conflicts_by_age on authority_conflicts (tenant_id, detected_at desc, id desc);
alter table authority_conflicts enable row level security;
alter table authority_conflicts force row level security;
create policy tenant on authority_conflicts using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on authority_conflicts to flotilla_app;

-- What is added to the epoch of the domain. It grows when a device moves under another authority, so that the epoch a
-- device sees never falls, whatever the epoch of the domain it came to.
alter table devices add column authority_epoch_base integer not null default 0;

-- How each domain stands, and through which row.
create view domain_authorities with (security_invoker = true) as
  select d.tenant_id, d.id as domain_id, a.id as source_id, coalesce(a.stage, 'HELD') as stage,
    coalesce(a.authority_id, 'global') as authority_id, coalesce(a.master_of_record, 'GLOBAL') as master_of_record,
    coalesce(a.controller_ids, '{}') as controller_ids, coalesce(a.epoch, 1) as epoch, a.since, a.lease_s, a.reason
  from domains d
  left join lateral (
    select * from authorities up
    where up.tenant_id = d.tenant_id and up.subject = 'DOMAIN' and (up.path = d.path or starts_with(d.path, up.path || '/'))
    order by length(up.path) desc limit 1
  ) a on true;
grant select on domain_authorities to flotilla_app;

-- How each device stands.
create view device_authorities with (security_invoker = true) as
  select d.tenant_id, d.id as device_id, own.id is not null as is_own,
    case when own.id is null then up.source_id end as source_id, coalesce(own.stage, up.stage, 'HELD') as stage,
    coalesce(own.authority_id, up.authority_id, 'global') as authority_id,
    coalesce(own.master_of_record, up.master_of_record, 'GLOBAL') as master_of_record,
    coalesce(own.controller_ids, up.controller_ids, '{}') as controller_ids,
    coalesce(own.epoch, coalesce(up.epoch, 1) + d.authority_epoch_base) as epoch,
    coalesce(own.since, up.since) as since, case when own.id is null then up.lease_s else own.lease_s end as lease_s,
    coalesce(own.reason, up.reason) as reason
  from devices d
  left join authorities own on own.tenant_id = d.tenant_id and own.subject = 'DEVICE' and own.id = d.id
  left join domain_authorities up on up.tenant_id = d.tenant_id and up.domain_id = d.domain_id;
grant select on device_authorities to flotilla_app;

-- What may be rolled out, followed from supply-chain: whether it is verified, and up to which channel.
create table artifacts (
  tenant_id uuid not null,
  id uuid not null,
  digest text not null,
  name text not null,
  version text not null,
  media_type text not null,
  size bigint not null,
  mirrors jsonb not null,
  -- REGISTERED, UPLOADED, VERIFIED, REJECTED or WITHDRAWN.
  state text not null,
  -- Why, where it was rejected or withdrawn.
  reason text,
  channels text[] not null,
  primary key (tenant_id, id)
);
create index artifacts_by_digest on artifacts (tenant_id, digest);
create index artifacts_by_version on artifacts (tenant_id, name, version);

-- Why a rollout is as it is: OPERATOR, ARTIFACT, or the gate that stopped it.
alter table rollouts add column stage_cause text;

alter table artifacts enable row level security;
alter table artifacts force row level security;
create policy tenant on artifacts using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on artifacts to flotilla_app;

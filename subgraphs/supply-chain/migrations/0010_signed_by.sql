-- Which keys ever vouched for which artifacts. When a key is revoked, who it vouched for is the first question, and by then
-- it vouches for nothing any more.
create table artifact_signed_by (
  tenant_id uuid not null,
  artifact_id uuid not null,
  key_id text not null,
  primary key (tenant_id, artifact_id, key_id)
);
create index artifact_signed_by_key on artifact_signed_by (tenant_id, key_id, artifact_id);

-- What the log already told.
select set_config('flotilla.tenant', '*', true);
insert into artifact_signed_by (tenant_id, artifact_id, key_id)
  select distinct e.tenant_id, (e.data ->> 'artifactId')::uuid, s.value ->> 'keyId'
  from log.events e cross join lateral jsonb_array_elements(e.data -> 'signers') as s
  where e.type = 'ArtifactVerified';
select set_config('flotilla.tenant', '', true);

alter table artifact_signed_by enable row level security;
alter table artifact_signed_by force row level security;
create policy tenant on artifact_signed_by using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on artifact_signed_by to flotilla_app;

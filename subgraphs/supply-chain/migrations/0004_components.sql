-- What artifacts are made of, as their valid bills of materials say. Made from the bytes of the bills, which the blob store
-- has and no fact holds; kept when an artifact is rejected or withdrawn, because devices may run it all the same.
create table components (
  tenant_id uuid not null,
  artifact_id uuid not null,
  evidence_id uuid not null,
  ordinal integer not null,
  name text not null,
  version text,
  -- As the bill writes it.
  purl text,
  -- Type, namespace and name of the package URL, without what differs from copy to copy.
  purl_base text,
  type text not null,
  primary key (tenant_id, artifact_id, evidence_id, ordinal)
);
create index components_by_purl on components (tenant_id, purl_base, version) where purl_base is not null;
create index components_by_name on components (tenant_id, name, version);
alter table components enable row level security;
alter table components force row level security;
create policy tenant on components using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on components to flotilla_app;

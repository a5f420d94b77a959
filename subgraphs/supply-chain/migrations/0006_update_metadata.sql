-- Update metadata by The Update Framework: who may say what, and what they said. Rows alone, as keys are: what is said
-- follows from the artifacts, and the log has those.

-- One Ed25519 key for each role of a tenant, sealed with the installation's master key.
create table metadata_keys (
  tenant_id uuid not null,
  role text not null,
  -- The 32 bytes of the public key, lower-case hex.
  public_key text not null,
  sealed_key text not null,
  primary key (tenant_id, role)
);
alter table metadata_keys enable row level security;
alter table metadata_keys force row level security;
create policy tenant on metadata_keys using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on metadata_keys to flotilla_app;

-- Every version that was ever published, exactly as it was: versions only rise, and what was signed stays.
create table metadata_versions (
  tenant_id uuid not null,
  role text not null,
  version integer not null,
  content text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, role, version)
);
alter table metadata_versions enable row level security;
alter table metadata_versions force row level security;
create policy tenant on metadata_versions using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on metadata_versions to flotilla_app;

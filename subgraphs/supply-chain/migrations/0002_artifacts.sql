-- Artifacts, what is said about them, and who vouches for them.

create table artifacts (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  version text not null,
  media_type text not null,
  digest text not null,
  size bigint not null,
  mirrors jsonb not null,
  retention_days integer,
  stage text not null,
  channel text,
  -- Why it is rejected; null while it is not.
  reason text,
  faults jsonb not null default '[]',
  provenance jsonb not null default '[]',
  sboms jsonb not null default '[]',
  registered_at timestamptz not null,
  registered_by text not null,
  uploaded_at timestamptz,
  judged_at timestamptz,
  promoted_at timestamptz,
  withdrawn_at timestamptz,
  withdraw_reason text,
  primary key (tenant_id, id)
);
create unique index artifacts_version_is_unique on artifacts (tenant_id, name, version);
create unique index artifacts_by_digest on artifacts (tenant_id, digest);
create index artifacts_by_age on artifacts (tenant_id, registered_at desc, id desc);
alter table artifacts enable row level security;
alter table artifacts force row level security;
create policy tenant on artifacts using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on artifacts to flotilla_app;

-- The bytes of each are in the blob store under its digest.
create table artifact_evidence (
  tenant_id uuid not null,
  artifact_id uuid not null,
  id uuid not null,
  media_type text not null,
  kind text not null,
  digest text not null,
  size bigint not null,
  attached_at timestamptz not null,
  attached_by text not null,
  primary key (tenant_id, artifact_id, id)
);
alter table artifact_evidence enable row level security;
alter table artifact_evidence force row level security;
create policy tenant on artifact_evidence using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on artifact_evidence to flotilla_app;

-- The keys that vouched when an artifact was verified last; none once it is rejected.
create table artifact_signers (
  tenant_id uuid not null,
  artifact_id uuid not null,
  key_id text not null,
  role text not null,
  evidence_id uuid not null,
  primary key (tenant_id, artifact_id, key_id, evidence_id)
);
create index artifact_signers_by_key on artifact_signers (tenant_id, key_id);
alter table artifact_signers enable row level security;
alter table artifact_signers force row level security;
create policy tenant on artifact_signers using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on artifact_signers to flotilla_app;

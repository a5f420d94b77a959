-- Roots that somebody proposed, and how far they have come. A role can have more than one key from now on: the newest root
-- says which of them counts, and a proposed root may name one that counts only once it is published.
alter table metadata_keys drop constraint metadata_keys_pkey;
alter table metadata_keys add primary key (tenant_id, role, public_key);

create table metadata_root_proposals (
  tenant_id uuid not null,
  version integer not null,
  -- Whose word would count: [{keyId, name, algorithm, publicKeyPem}].
  keys jsonb not null,
  threshold integer not null,
  -- Whose word counts until then.
  previous_key_ids jsonb not null,
  previous_threshold integer not null,
  -- The part that is signed, as JSON.
  content text not null,
  -- [{keyId, signature}], signatures in hex.
  signatures jsonb not null default '[]',
  state text not null,
  expires_at timestamptz not null,
  open_until timestamptz not null,
  proposed_at timestamptz not null,
  proposed_by text not null,
  -- A version that was discarded may be proposed again.
  id uuid not null,
  primary key (tenant_id, id)
);
create index metadata_root_proposals_by_version on metadata_root_proposals (tenant_id, version desc);
alter table metadata_root_proposals enable row level security;
alter table metadata_root_proposals force row level security;
create policy tenant on metadata_root_proposals using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on metadata_root_proposals to flotilla_app;

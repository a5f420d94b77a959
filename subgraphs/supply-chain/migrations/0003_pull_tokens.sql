-- SHA-256 of each pull token, and what it opens until when. Beside the log and not in it: no fact holds a secret or
-- anything made from one.
create table pull_tokens (
  tenant_id uuid not null,
  id uuid not null,
  token_hash text not null unique,
  digest text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
create index pull_tokens_by_end on pull_tokens (expires_at);
alter table pull_tokens enable row level security;
alter table pull_tokens force row level security;
create policy tenant on pull_tokens using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on pull_tokens to flotilla_app;

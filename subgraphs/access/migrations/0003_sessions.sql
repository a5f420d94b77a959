-- Sessions: one row per browser that signed in. The token itself is nowhere; its SHA-256 is.

create table sessions (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  token_hash text not null,
  user_agent text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  constraint sessions_token_is_unique unique (token_hash)
);
create index sessions_by_user on sessions (tenant_id, user_id, created_at desc, id);

alter table sessions enable row level security;
alter table sessions force row level security;
create policy tenant on sessions using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));
grant select, insert, update, delete on sessions to flotilla_app;

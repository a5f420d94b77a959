-- Users: one row per membership. A person who belongs to two tenants has two rows that share an identity.

create table users (
  tenant_id uuid not null,
  id uuid not null,
  email text not null check (email = lower(email)),
  name text not null,
  roles text[] not null,
  status text not null check (status in ('ACTIVE', 'SUSPENDED')),
  issuer text,
  subject text,
  -- Sessions started up to this moment are over, whatever their own rows say.
  sessions_ended_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  constraint users_email_is_unique unique (tenant_id, email),
  constraint users_identity_is_unique unique (tenant_id, issuer, subject)
);
create index users_by_email on users (email);
create index users_by_identity on users (issuer, subject);

alter table users enable row level security;
alter table users force row level security;
create policy tenant on users using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));
grant select, insert, update, delete on users to flotilla_app;

-- Tenants: the boundary everything else is isolated by. A tenant's own row belongs to itself.

grant usage on schema access to flotilla_app;

create table tenants (
  tenant_id uuid primary key,
  name text not null,
  slug text not null,
  created_at timestamptz not null,
  constraint tenants_slug_is_unique unique (slug)
);

alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant on tenants using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));
grant select, insert, update, delete on tenants to flotilla_app;

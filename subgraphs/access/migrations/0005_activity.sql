-- Activity: when a user, a session or a service account was last seen, to the minute. Being seen is no fact of the
-- log (it would be most of the log), so it lives beside the rows that are rebuilt from the log and not in them.

create table activity (
  tenant_id uuid not null,
  subject_id uuid not null,
  seen_at timestamptz not null,
  primary key (tenant_id, subject_id)
);

alter table activity enable row level security;
alter table activity force row level security;
create policy tenant on activity using (current_setting('flotilla.tenant', true) in ('*', tenant_id::text));
grant select, insert, update, delete on activity to flotilla_app;

-- The installation's keys for what devices send through strangers: content is encrypted to one, answers are signed by
-- the other. The private parts are sealed; they belong to no tenant.
create table relay_keys (
  id integer primary key check (id = 1),
  agreement_key text not null,
  signing_key text not null,
  sealed text not null,
  created_at timestamptz not null default now()
);
alter table relay_keys enable row level security;
alter table relay_keys force row level security;
create policy installation on relay_keys using ((select current_setting('flotilla.tenant', true)) = '*');
grant select, insert on relay_keys to flotilla_app;

-- The newest envelope of each device that came by a relay: an older or the same one has no effect any more. The answer
-- is kept for a relay whose connection broke before it had it; `answer` is null while the envelope is worked on.
create table relay_inbox (
  tenant_id uuid not null,
  device_id uuid not null,
  epoch bigint not null,
  seq bigint not null,
  answer text,
  delivered_at timestamptz not null default now(),
  primary key (tenant_id, device_id)
) with (fillfactor = 60);
alter table relay_inbox enable row level security;
alter table relay_inbox force row level security;
create policy tenant on relay_inbox using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on relay_inbox to flotilla_app;

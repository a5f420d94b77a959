-- By what a pipeline may make drafts: secrets it signs its deliveries with, and the deliveries that were taken.

-- Who may sign, as the facts have it.
create table hook_secrets (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  issued_at timestamptz not null,
  issued_by text not null,
  primary key (tenant_id, id)
);

-- The secrets themselves, sealed by the installation's master key. No fact knows them.
create table sealed_hook_secrets (
  tenant_id uuid not null,
  id uuid not null,
  sealed text not null,
  made_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- What was delivered lately, by its signature: the same words are taken once.
create table hook_deliveries (
  tenant_id uuid not null,
  signature text not null,
  rollout_id uuid not null,
  received_at timestamptz not null default now(),
  primary key (tenant_id, signature)
);

do $$
declare t text;
begin
  foreach t in array array['hook_secrets', 'sealed_hook_secrets', 'hook_deliveries'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($policy$create policy tenant on %I using (
      (select current_setting('flotilla.tenant', true)) = '*'
      or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
    )$policy$, t);
    execute format('grant select, insert, update, delete on %I to flotilla_app', t);
  end loop;
end $$;

-- What rollouts want to know of devices: the newest question about each wave, and which one was answered last.
create table cohort_questions (
  tenant_id uuid not null,
  rollout_id uuid not null,
  wave integer not null,
  -- Rises with every question of the wave.
  question integer not null,
  -- Which devices, and when.
  asked jsonb not null,
  primary key (tenant_id, rollout_id, wave)
);
create table cohort_answers (
  tenant_id uuid not null,
  rollout_id uuid not null,
  wave integer not null,
  question integer not null,
  primary key (tenant_id, rollout_id, wave)
);
do $$ declare name text; begin
  foreach name in array array['cohort_questions', 'cohort_answers'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($p$create policy tenant on %I using (
      (select current_setting('flotilla.tenant', true)) = '*'
      or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
    )$p$, name);
    execute format('grant select, insert, update, delete on %I to flotilla_app', name);
  end loop;
end $$;

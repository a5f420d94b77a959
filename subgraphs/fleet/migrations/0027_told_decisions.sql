-- Which lists of decisions each device was told, and between which records of its journal it may have gone by each: see
-- `journal/tellings.ts`. What a device decided is judged by the list it had. No fact: the lists are, in the log.
create table told_decisions (
  tenant_id uuid not null,
  device_id uuid not null,
  tellings jsonb not null,
  primary key (tenant_id, device_id)
);
alter table told_decisions enable row level security;
alter table told_decisions force row level security;
create policy tenant on told_decisions using (
  (select current_setting('flotilla.tenant', true)) = '*'
  or tenant_id = (select nullif(nullif(current_setting('flotilla.tenant', true), '*'), '')::uuid)
);
grant select, insert, update, delete on told_decisions to flotilla_app;

-- A device that is out is in no quarantine any more; rows of before say that some are.
select set_config('flotilla.tenant', '*', true);
update device_lives l
set quarantined_at = null, quarantine_reason = null, quarantine_cause = null, quarantine_evidence = null
from devices d
where d.tenant_id = l.tenant_id and d.id = l.device_id and d.trust = 'REVOKED' and l.quarantined_at is not null;
select set_config('flotilla.tenant', '', true);

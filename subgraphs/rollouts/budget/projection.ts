/**
 * Keeps budgets and their use. The use follows from the facts of leases, and the table itself refuses more than a budget
 * allows: a program that forgets to ask fails here, not on the devices.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import { slotStep } from '../admission/slots.ts';
import type { LeaseEvent } from '../lease/events.ts';
import { leaseFacts } from '../lease/projection.ts';
import { presetGlobal } from './budget.ts';
import type { BudgetEvent } from './events.ts';

/** Writes one fact of budgets, and what it means for those in use. */
export async function projectBudget(em: EntityManager, fact: Fact<BudgetEvent>): Promise<void> {
  const { tenantId, at, metadata } = fact;
  const { scope } = fact.data;
  if (fact.type === 'BudgetRemoved') {
    tell(em, 'delete from budgets where tenant_id = $1 and scope = $2', [tenantId, scope]);
  } else {
    const { parallelMax, unavailableMax } = fact.data;
    tell(
      em,
      `insert into budgets (tenant_id, scope, parallel_max, unavailable_max, set_by, set_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id, scope) do update set parallel_max = excluded.parallel_max,
         unavailable_max = excluded.unavailable_max, set_by = excluded.set_by, set_at = excluded.set_at`,
      [tenantId, scope, parallelMax, unavailableMax, metadata.actor, at],
    );
  }
  tell(
    em,
    `update budget_slots s set parallel_max = m.parallel_max, over = greatest(s.used - coalesce(m.parallel_max, s.used), 0)
     from (
       select x.scope, case when own.scope is not null then own.parallel_max when each.scope is not null
         then each.parallel_max when x.scope = 'global' then $3::integer end as parallel_max
       from budget_slots x
       left join budgets own on own.tenant_id = x.tenant_id and own.scope = x.scope
       left join budgets each on each.tenant_id = x.tenant_id and each.scope = split_part(x.scope, ':', 1)
       where x.tenant_id = $1 and (x.scope = $2 or split_part(x.scope, ':', 1) = $2)
     ) m
     where s.tenant_id = $1 and s.scope = m.scope`,
    [tenantId, scope, presetGlobal.parallelMax],
  );
}

/** Writes what a fact of a lease means for the use of its budgets. */
export async function projectSlots(em: EntityManager, fact: Fact<LeaseEvent>): Promise<void> {
  const { tenantId } = fact;
  if (fact.type === 'LeaseGranted') {
    tell(
      em,
      `insert into budget_slots as s (tenant_id, scope, used, parallel_max)
       select $1, l.scope, 1, l."parallelMax"
       from jsonb_to_recordset($2::jsonb) as l (scope text, "parallelMax" integer) order by l.scope
       on conflict (tenant_id, scope) do update set used = s.used + 1, parallel_max = excluded.parallel_max,
         over = least(s.over, greatest(s.used + 1 - coalesce(excluded.parallel_max, s.used + 1), 0))`,
      [tenantId, JSON.stringify(fact.data.limits)],
    );
  } else if (slotStep(fact) === -1) {
    tell(
      em,
      `update budget_slots set used = used - 1,
         over = greatest(least(over, used - 1 - coalesce(parallel_max, used)), 0)
       where tenant_id = $1 and scope = any($2)`,
      [tenantId, fact.data.scopes],
    );
  }
}

/** Budgets and their use, for rebuilding. */
export const budgetsProjection: InlineProjection = {
  name: 'rollouts.budgets',
  mode: 'inline',
  tables: ['budgets', 'budget_slots'],
  handles: [...leaseFacts, ...(['BudgetSet', 'BudgetRemoved'] satisfies BudgetEvent['type'][])],
  async project(em, fact) {
    if (fact.type === 'BudgetSet' || fact.type === 'BudgetRemoved') await projectBudget(em, fact as Fact<BudgetEvent>);
    else await projectSlots(em, fact as Fact<LeaseEvent>);
  },
};

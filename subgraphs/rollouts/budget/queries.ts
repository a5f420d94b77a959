/** Every read of budgets and their use for people. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';
import { presetGlobal } from './budget.ts';

/** A budget with its use. */
export type BudgetRow = {
  readonly scope: string;
  readonly parallelMax: number | null;
  readonly unavailableMax: number | null;
  readonly used: number;
};

/** Every budget that was set, and every scope that is in use but rollouts'. The global one is always there. */
export async function findBudgets(em: EntityManager): Promise<BudgetRow[]> {
  const rows = await ask<BudgetRow>(
    em,
    `select coalesce(b.scope, s.scope) as scope, case when b.scope is not null then b.parallel_max else s.parallel_max end
       as "parallelMax", b.unavailable_max as "unavailableMax", coalesce(s.used, 0) as used
     from (select * from budgets b where ${ofTenant('b')}) b
     full join (select * from budget_slots s where ${ofTenant('s')} and s.used > 0 and s.scope not like 'rollout:%') s
       on s.scope = b.scope
     order by 1`,
    [],
  );
  if (rows.some(({ scope }) => scope === 'global')) return rows;
  return [{ scope: 'global', ...presetGlobal, used: 0 }, ...rows];
}

/**
 * How many devices of a tenant may be busy at once: everywhere, in an area, at a site, behind one address, of one role.
 * A tenant that never said anything still has a limit over everything, so that no fleet ever starts at once.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { BudgetEvent, BudgetLimits } from './events.ts';

/** What limits everything together while nobody has said otherwise. */
export const presetGlobal: BudgetLimits = { parallelMax: 20, unavailableMax: null };

/** Every budget of a tenant, by its scope. */
export type BudgetState = ReadonlyMap<string, BudgetLimits>;

/** Say how many. */
export type SetBudget = { readonly type: 'SetBudget'; readonly scope: string } & BudgetLimits;

/** Take a budget away. */
export type RemoveBudget = { readonly type: 'RemoveBudget'; readonly scope: string };

/** Every command of budgets. */
export type BudgetCommand = SetBudget | RemoveBudget;

const countMax = 100_000;
const keyed = /^(?:(?:area|site):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:nat|role):[^\s]{1,80})$/;
const bare = ['global', 'site', 'nat', 'role'];

/** The decider of the stream `budget-<tenantId>`. */
export const budget: Decider<BudgetState, BudgetCommand, BudgetEvent> & { category: string } = {
  category: 'budget',
  initialState: new Map(),
  decide(command, state) {
    const { scope } = command;
    assertScope(scope);
    if (command.type === 'RemoveBudget') {
      return state.has(scope) ? [{ type: 'BudgetRemoved', data: { scope } }] : [];
    }
    const parallelMax = checkedCount('parallelMax', command.parallelMax);
    const unavailableMax = checkedCount('unavailableMax', command.unavailableMax);
    if (scope === 'global' && parallelMax === null) {
      const words = 'The global budget needs a number: without one, all devices could be busy at once.';
      throw new Refusal('INVALID_INPUT', words, { element: 'parallelMax' });
    }
    const known = state.get(scope);
    if (known?.parallelMax === parallelMax && known.unavailableMax === unavailableMax) return [];
    return [{ type: 'BudgetSet', data: { scope, parallelMax, unavailableMax } }];
  },
  evolve(state, event) {
    const next = new Map(state);
    switch (event.type) {
      case 'BudgetSet': {
        const { scope, parallelMax, unavailableMax } = event.data;
        next.set(scope, { parallelMax, unavailableMax });
        return next;
      }
      case 'BudgetRemoved':
        next.delete(event.data.scope);
        return next;
    }
  },
};

/** What limits a scope: its own budget, else the one for each of its kind, else nothing. */
export function limitsOf(budgets: BudgetState, scope: string): BudgetLimits {
  const kind = scope.split(':', 1)[0] ?? scope;
  return (
    budgets.get(scope) ??
    budgets.get(kind) ??
    (scope === 'global' ? presetGlobal : { parallelMax: null, unavailableMax: null })
  );
}

function assertScope(scope: string): void {
  if (bare.includes(scope) || keyed.test(scope)) return;
  const words =
    `"${scope.slice(0, 60)}" is no scope of a budget. Use global, site, nat or role for each one of them, or ` +
    'area:<domain id>, site:<location id>, nat:<group>, role:<role> for one.';
  throw new Refusal('INVALID_INPUT', words, { element: 'scope' });
}

function checkedCount(element: string, count: number | null): number | null {
  if (count === null || (Number.isInteger(count) && count >= 0 && count <= countMax)) return count;
  throw new Refusal('INVALID_INPUT', `${element} is a whole number from 0 to ${countMax}, or absent.`, { element });
}

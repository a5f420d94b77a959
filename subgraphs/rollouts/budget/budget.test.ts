import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import { describe, expect, test } from 'vitest';
import { budget, limitsOf, presetGlobal, type BudgetCommand } from './budget.ts';

const site = 'site:0198a000-0000-7000-8000-000000000001';

function after(...commands: readonly BudgetCommand[]) {
  let state = budget.initialState;
  for (const command of commands) state = replay({ ...budget, initialState: state }, budget.decide(command, state));
  return state;
}

const set = (scope: string, parallelMax: number | null): BudgetCommand => {
  return { type: 'SetBudget', scope, parallelMax, unavailableMax: null };
};

describe('budgets', () => {
  test('limit everything together before anybody has said a word', () => {
    expect(limitsOf(budget.initialState, 'global')).toEqual(presetGlobal);
    expect(limitsOf(budget.initialState, site)).toEqual({ parallelMax: null, unavailableMax: null });
  });

  test('of one scope go before the one for each of its kind, and give way to it again', () => {
    const own = after(set('site', 1), set(site, 5));
    expect(limitsOf(own, site).parallelMax).toBe(5);
    const removed = after(set('site', 1), set(site, 5), { type: 'RemoveBudget', scope: site });
    expect(limitsOf(removed, site).parallelMax).toBe(1);
  });

  test('say nothing when nothing changes', () => {
    expect(budget.decide(set('site', 1), after(set('site', 1)))).toEqual([]);
    expect(budget.decide({ type: 'RemoveBudget', scope: 'nat' }, budget.initialState)).toEqual([]);
  });

  test.for([
    ['everything', 3],
    ['area', 3],
    ['site:here', 3],
    ['global', null],
    ['global', 1.5],
    ['site', -1],
  ] as const)('refuse %s with %s', ([scope, count]) => {
    let thrown: unknown;
    try {
      budget.decide(set(scope, count), budget.initialState);
    } catch (error) {
      thrown = error;
    }
    expect(isRefusal(thrown) && thrown.code).toBe('INVALID_INPUT');
  });
});

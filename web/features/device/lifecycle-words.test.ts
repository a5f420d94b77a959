import { describe, expect, test } from 'vitest';
import { type LifecycleAction, type LifecycleFacts, whyNotPossible, wordsOf } from './lifecycle-words.ts';

const actions: readonly LifecycleAction[] = ['quarantine', 'release', 'rotate', 'decommission', 'retire', 'revoke'];
const device = (over: Partial<LifecycleFacts> = {}): LifecycleFacts => ({
  name: 'kiosk-1',
  trust: 'TRUSTED',
  phase: 'ACTIVE',
  connectivity: { mode: 'LIVE' },
  ...over,
});
const possible = (over: Partial<LifecycleFacts>) =>
  actions.filter((action) => whyNotPossible(action, device(over)) === undefined);

describe('what can be done with a device', () => {
  test('follows from its trust and its phase', () => {
    expect(possible({})).toEqual(['quarantine', 'rotate', 'decommission', 'revoke']);
    expect(possible({ trust: 'QUARANTINED' })).toEqual(['release', 'rotate', 'decommission', 'revoke']);
    expect(possible({ trust: 'REVOKED', phase: 'DECOMMISSIONING' })).toEqual(['retire']);
    expect(possible({ trust: 'REVOKED', phase: 'RETIRED' })).toEqual([]);
  });

  test('a reason stands beside everything that is not possible', () => {
    for (const action of actions) expect(whyNotPossible(action, device({ phase: 'RETIRED' }))).toMatch(/\.$/);
  });

  test('what an action touches says whether a device that is away learns of it later', () => {
    const away = wordsOf('revoke', device({ connectivity: { mode: 'AUTONOMOUS' } })).touches.join(' ');
    expect(away).toContain('autonomous now');
    expect(away).toContain('when it returns');
    expect(wordsOf('revoke', device()).touches.join(' ')).toContain('from its next call on');
  });
});

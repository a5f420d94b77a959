import { describe, expect, test } from 'vitest';
import { shortageAtBegin, shortageAtGrant, type Slot } from './admission.ts';
import { scopesOf } from './scopes.ts';

const slot = (change: Partial<Slot>): Slot => {
  return { scope: 'global', used: 0, away: 0, parallelMax: null, unavailableMax: null, ...change };
};

describe('one more device', () => {
  test('is let in up to the limit of every scope, and the shortage names scope and numbers', () => {
    expect(shortageAtGrant([slot({ used: 1, parallelMax: 2 })], [])).toBeNull();
    const full = slot({ scope: 'nat:a', used: 2, parallelMax: 2 });
    expect(shortageAtGrant([slot({}), full], [])).toEqual({ kind: 'PARALLEL', scope: 'nat:a', used: 2, limit: 2 });
  });

  test('counts as away itself: at the grant as one more, at the start as one of the open leases', () => {
    const tight = { used: 1, away: 1, unavailableMax: 2 };
    expect(shortageAtGrant([slot(tight)], [])).toMatchObject({ kind: 'UNAVAILABLE', used: 2, limit: 2 });
    expect(shortageAtBegin([slot(tight)], [])).toBeNull();
    expect(shortageAtBegin([slot({ ...tight, away: 2 })], [])).toMatchObject({ kind: 'UNAVAILABLE' });
  });

  test('is never the last that serves its area in a role', () => {
    const others = (othersServing: number) => [{ role: 'relay', othersServing }];
    expect(shortageAtGrant([slot({})], others(1))).toBeNull();
    expect(shortageAtGrant([slot({})], others(0))).toMatchObject({ kind: 'LAST_OF_ROLE', scope: 'role:relay' });
    expect(shortageAtBegin([slot({})], others(0))).toMatchObject({ kind: 'LAST_OF_ROLE' });
  });

  test('counts in every area around it, at its site, behind its address, in its roles and in its rollout', () => {
    const standing = { areas: ['d1', 'd2'], locationId: 's1', natGroup: 'n1', roles: ['relay', 'kiosk'] };
    const all = ['area:d1', 'area:d2', 'global', 'nat:n1', 'role:kiosk', 'role:relay', 'rollout:r1', 'site:s1'];
    expect(scopesOf(standing, 'r1')).toEqual(all);
  });
});

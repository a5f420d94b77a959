import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultDomainSettings as settings } from '../domain-settings/domain-settings.ts';
import type { PathHealth } from './events.ts';
import { pathHealth, relay, type PathFacts, type RelayCommand } from './relay.ts';

const well: PathFacts = { mode: 'LIVE', trust: 'TRUSTED', devices: 10, away: 0, rttMs: 20, lossPct: 0 };
const healths = ['UP', 'DEGRADED', 'DOWN'] as const satisfies PathHealth[];

describe('a path', () => {
  test('is down with its relay, whoever is behind it', () => {
    for (const before of healths) {
      expect(pathHealth(before, { ...well, mode: 'DISCONNECTED' }, settings)).toBe('DOWN');
      expect(pathHealth(before, { ...well, mode: 'AUTONOMOUS' }, settings)).toBe('DOWN');
      expect(pathHealth(before, { ...well, trust: 'QUARANTINED' }, settings)).toBe('DOWN');
      expect(pathHealth(before, well, settings)).toBe('UP');
    }
  });

  test('is judged by those behind it: how many are away, and how well the others are heard', () => {
    expect(pathHealth('UP', { ...well, away: 6 }, settings)).toBe('DOWN');
    expect(pathHealth('UP', { ...well, away: 2 }, settings)).toBe('DEGRADED');
    expect(pathHealth('UP', { ...well, rttMs: 801 }, settings)).toBe('DEGRADED');
    expect(pathHealth('UP', { ...well, lossPct: 11 }, settings)).toBe('DEGRADED');
    expect(pathHealth('UP', { ...well, mode: 'DELAYED' }, settings)).toBe('DEGRADED');
    // One of one is no share.
    expect(pathHealth('UP', { ...well, devices: 1, away: 1 }, settings)).toBe('UP');
  });

  test('that stands between its borders stays as it was', () => {
    const facts = fc.record({
      rttMs: fc.constantFrom(null, 639, 641, 799, 801),
      lossPct: fc.constantFrom(null, 7, 9, 11),
      away: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(facts, fc.constantFrom(...healths), fc.boolean(), (some, before, isOneMore) => {
        let now = before;
        let changes = 0;
        for (let look = 0; look < 10; look += 1) {
          const away = Math.min(10, some.away + (isOneMore ? look % 2 : 0));
          const next = pathHealth(now, { ...well, ...some, away }, settings);
          changes += Number(next !== now);
          now = next;
        }
        expect(changes).toBeLessThanOrEqual(2);
      }),
    );
  });
});

test('a relay is judged only while it is one, and only news are facts', () => {
  const about = { relayId: 'r', rttMs: null, lossPct: null, devices: 0, away: 0 } as const;
  const judge = (health: PathHealth): RelayCommand => ({ type: 'JudgePath', ...about, health });
  expect(relay.decide(judge('DOWN'), { health: null })).toEqual([]);
  expect(relay.decide(judge('UP'), { health: 'UP' })).toEqual([]);
  expect(relay.decide(judge('DOWN'), { health: 'UP' })).toMatchObject([{ data: { previousHealth: 'UP' } }]);
  expect(() => relay.decide({ type: 'RemoveRelay', relayId: 'r' }, { health: null })).toThrow('no relay');
});

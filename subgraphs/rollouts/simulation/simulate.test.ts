import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { somePlan } from '../testing/plans.ts';
import { simulate, updateSeconds, type SimulatedDevice, type SimulationWorld } from './simulate.ts';

const now = '2026-03-28T12:00:00.000Z';
const device = (id: string, change: Partial<SimulatedDevice> = {}): SimulatedDevice => ({
  id,
  labels: [],
  areas: ['d1'],
  locationId: null,
  natGroup: null,
  roles: [],
  channel: 'prod',
  timeZone: 'Europe/Amsterdam',
  isReachable: true,
  isInstalled: false,
  isPromoted: true,
  hasOther: true,
  onlineShare: 1,
  ...change,
});
const unlimited = { parallelMax: null, unavailableMax: null };
const world = (devices: SimulatedDevice[], limits: Record<string, number> = {}): SimulationWorld => ({
  devices,
  limitsOf: (scope) => ({ ...unlimited, parallelMax: limits[scope] ?? null }),
  used: new Map(),
  away: new Map(),
  servicesOf: () => [],
  now,
});
const many = (size: number, change: Partial<SimulatedDevice> = {}) =>
  Array.from({ length: size }, (_, at) => device(`device-${at}`, change));
const plan = { ...somePlan(), artifact: { ...somePlan().artifact, size: 75_000_000 } };

describe('a simulation', () => {
  test('expects as many rounds as the budget makes, and names the budget', () => {
    const { finishesAt, budgets, waves } = simulate(plan, 'r1', world(many(10), { global: 4 }));
    expect(Date.parse(finishesAt) - Date.parse(now)).toBe(3 * updateSeconds(plan) * 1_000);
    expect(budgets).toEqual([{ scope: 'global', limit: 4, delayed: 6 }]);
    expect(waves[0]?.turns).toHaveLength(10);
  });

  test('expects longer of a device that is often away, and nothing of one that is away now', () => {
    const devices = [device('often', { onlineShare: 0.5 }), device('gone', { isReachable: false })];
    const { waves, finishesAt } = simulate(plan, 'r1', world(devices));
    expect(Date.parse(finishesAt) - Date.parse(now)).toBe(2 * updateSeconds(plan) * 1_000);
    expect(waves[0]).toMatchObject({ devices: 2, unreachable: 1 });
  });

  test('begins when the window of the place opens, also in the night in which clocks change', () => {
    const window = { days: [], from: '02:00', to: '04:00' };
    const { waves } = simulate({ ...plan, window }, 'r1', world(many(1)));
    expect(waves[0]?.turns[0]?.startsAt).toBe('2026-03-29T01:00:00.000Z');
  });

  test('says who never gets a turn, and why', () => {
    const relay = { ...world(many(2)), servicesOf: () => [{ role: 'relay', othersServing: 0 }] };
    expect(simulate(plan, 'r1', relay).waves[0]?.stuck[0]?.reason).toBe('It is the last of role:relay in its area.');
    const full = { ...world(many(1), { global: 2 }), used: new Map([['global', 2]]) };
    expect(simulate(plan, 'r1', full).waves[0]).toMatchObject({ passesAt: null, turns: [] });
  });

  test('never has more at once than a budget allows, and gives everybody one turn', () => {
    const sites = fc.array(fc.constantFrom('s1', 's2', 's3'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sites, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), (places, all, site) => {
        const devices = places.map((locationId, at) =>
          device(`device-${at}`, { locationId, onlineShare: 1 - at / 60 }),
        );
        const limits = { global: all, 'site:s1': site, 'site:s2': site, 'site:s3': site };
        const turns = simulate(plan, 'r1', world(devices, limits)).waves.flatMap((wave) => wave.turns);
        expect(new Set(turns.map(({ deviceId }) => deviceId)).size).toBe(places.length);
        for (const { startsAt } of turns) {
          const busy = turns.filter((turn) => turn.startsAt <= startsAt && turn.endsAt > startsAt);
          expect(busy.length).toBeLessThanOrEqual(all);
          for (const place of ['s1', 's2', 's3']) {
            expect(busy.filter(({ locationId }) => locationId === place).length).toBeLessThanOrEqual(site);
          }
        }
      }),
    );
  });
});

test('ten thousand devices are played through in moments', () => {
  const startedAt = performance.now();
  const { waves } = simulate(plan, 'r1', world(many(10_000), { global: 20 }));
  expect(waves[0]?.turns).toHaveLength(10_000);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

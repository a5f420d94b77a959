import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArtifactState } from '../registry/registered.ts';
import { somePlan } from '../testing/plans.ts';
import { simulate, type SimulatedDevice, type SimulationWorld } from './simulate.ts';
import { violationsOf } from './violations.ts';

const plan = { ...somePlan(), previous: null };
const arbitraryDevice: fc.Arbitrary<SimulatedDevice> = fc.record({
  id: fc.uuid(),
  labels: fc.constant([]),
  areas: fc.constant(['d1']),
  locationId: fc.constant(null),
  natGroup: fc.constant(null),
  roles: fc.constantFrom([], ['relay']),
  channel: fc.constantFrom('dev', 'prod'),
  timeZone: fc.constant('UTC'),
  isReachable: fc.boolean(),
  isInstalled: fc.boolean(),
  isPromoted: fc.boolean(),
  hasOther: fc.boolean(),
  onlineShare: fc.constant(1),
});
const worldOf = (devices: readonly SimulatedDevice[]): SimulationWorld => ({
  devices,
  limitsOf: () => ({ parallelMax: null, unavailableMax: null }),
  used: new Map(),
  away: new Map(),
  servicesOf: ({ roles }) => roles.map((role) => ({ role, othersServing: 0 })),
  now: '2026-01-01T00:00:00.000Z',
});
const farm = fc.array(arbitraryDevice, { maxLength: 12 });

test('every device that a rule keeps from its turn is told of, and whoever gets a turn is against none of those', () => {
  fc.assert(
    fc.property(farm, (devices) => {
      const world = worldOf(devices);
      const found = violationsOf(plan, 'VERIFIED', world);
      const sum = (code: string) =>
        found.filter((each) => each.code === code).reduce((all, each) => all + each.devices, 0);
      const open = devices.filter(({ isInstalled }) => !isInstalled);
      expect(sum('CHANNEL_NOT_PROMOTED')).toBe(open.filter(({ isPromoted }) => !isPromoted).length);
      expect(sum('LAST_OF_ROLE')).toBe(open.filter(({ roles }) => roles.length > 0).length);
      expect(sum('NO_WAY_BACK')).toBe(open.filter(({ hasOther }) => !hasOther).length);
      const [wave] = simulate(plan, 'r1', world).waves;
      const turns = new Set(wave?.turns.map(({ deviceId }) => deviceId));
      const taken = open.filter(({ id }) => turns.has(id));
      expect(taken.every(({ isPromoted, roles }) => isPromoted && roles.length === 0)).toBe(true);
      expect(turns.size + (wave?.stuck.length ?? 0)).toBe(open.filter(({ isReachable }) => isReachable).length);
    }),
  );
});

test('an artifact that cannot be rolled out is said first, and a plan with nothing against it says nothing', () => {
  fc.assert(
    fc.property(
      farm,
      fc.constantFrom<ArtifactState>('REGISTERED', 'UPLOADED', 'REJECTED', 'WITHDRAWN'),
      (devices, state) => {
        const [first] = violationsOf(plan, state, worldOf(devices));
        expect(first?.code).toBe(state === 'WITHDRAWN' ? 'ARTIFACT_WITHDRAWN' : 'ARTIFACT_NOT_VERIFIED');
      },
    ),
  );
  const good = fc.array(
    arbitraryDevice.map((device) => ({ ...device, roles: [], isPromoted: true, hasOther: true })),
    { maxLength: 12 },
  );
  fc.assert(fc.property(good, (devices) => violationsOf(plan, 'VERIFIED', worldOf(devices)).length === 0));
});

test('FORCED says that it does not wait for the window', () => {
  const [device] = fc.sample(arbitraryDevice, 1);
  const forced = { ...plan, strategy: 'FORCED', window: { days: [], from: '02:00', to: '04:00' } } as const;
  const world = worldOf([{ ...device!, isInstalled: false, isPromoted: true, hasOther: true, roles: [] }]);
  expect(violationsOf(forced, 'VERIFIED', world)).toMatchObject([{ code: 'OUTSIDE_WINDOW', devices: 1 }]);
  expect(violationsOf({ ...forced, strategy: 'ROLLING' }, 'VERIFIED', world)).toEqual([]);
});

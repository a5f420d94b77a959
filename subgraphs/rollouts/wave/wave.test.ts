import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bucketOf,
  buckets,
  countBuckets,
  deferredBy,
  emptyCounts,
  totalOf,
  withLaterWaves,
  type TargetFacts,
  type TargetStage,
} from './buckets.ts';
import { everybody, matches, takeWave, withRest, type Candidate, type WaveTake } from './selection.ts';

const device = (id: string, change: Partial<Candidate> = {}): Candidate => {
  return { id, labels: [], areas: ['d1'], locationId: null, channel: 'prod', ...change };
};
const fleet = (size: number): Candidate[] => Array.from({ length: size }, (_, at) => device(`device-${at}`));
const rest: WaveTake = { selector: null, limit: null };

/** The waves of a rollout over a fleet that does not change. */
function waves(devices: readonly Candidate[], takes: readonly WaveTake[]): string[][] {
  let remaining = [...devices];
  return withRest(takes, rest).map((take) => {
    const taken = new Set(takeWave(remaining, take, 'r1').map(({ id }) => id));
    remaining = remaining.filter(({ id }) => !taken.has(id));
    return [...taken];
  });
}

describe('waves', () => {
  test('take a percentage of what remains, and the last one all that is left', () => {
    const sizes = waves(fleet(100), [
      { selector: null, limit: { count: 10 } },
      { selector: null, limit: { percent: 50 } },
      { selector: null, limit: { percent: 50 } },
    ]).map((wave) => wave.length);
    expect(sizes).toEqual([10, 45, 23, 22]);
  });

  test('need no further wave when the last one takes all', () => {
    expect(withRest([rest], rest)).toHaveLength(1);
    expect(withRest([{ selector: everybody, limit: null }], rest)).toHaveLength(2);
  });

  test('take every device exactly once, whatever they are', () => {
    const limit = fc.oneof(
      fc.constant(null),
      fc.nat(20).map((count) => ({ count })),
      fc.nat(100).map((percent) => ({ percent })),
    );
    const selector = fc.option(
      fc.constantFrom('a', 'b').map((value) => ({ ...everybody, labels: [{ key: 'ring', value }] })),
    );
    const rings = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 });
    fc.assert(
      fc.property(rings, fc.array(fc.record({ selector, limit }), { maxLength: 4 }), (labels, takes) => {
        const devices = labels.map((value, at) => device(`device-${at}`, { labels: [{ key: 'ring', value }] }));
        const taken = waves(devices, takes).flat();
        expect(taken.toSorted()).toEqual(devices.map(({ id }) => id).toSorted());
      }),
    );
  });

  test('draw the same lots each time, and others for another rollout', () => {
    const take = { selector: null, limit: { count: 5 } };
    const drawn = (seed: string) => takeWave(fleet(50), take, seed).map(({ id }) => id);
    expect(drawn('r1')).toEqual(drawn('r1'));
    expect(drawn('r1')).not.toEqual(drawn('r2'));
  });
});

describe('a selector', () => {
  const kiosk = device('k', {
    labels: [{ key: 'role', value: 'kiosk' }],
    areas: ['shop', 'retail'],
    locationId: 's1',
    channel: 'canary',
  });

  test('names devices by labels, by a domain around them, by location, by channel, or one by one', () => {
    const named = [
      { labels: [{ key: 'role', value: 'kiosk' }] },
      { domainIds: ['retail'] },
      { locationIds: ['s1', 's2'] },
      { channels: ['canary'] },
      { deviceIds: ['k'] },
    ];
    for (const part of named) expect(matches({ ...everybody, ...part }, kiosk)).toBe(true);
  });

  test('does not name a device of which one part is not so', () => {
    const selector = { ...everybody, labels: [{ key: 'role', value: 'kiosk' }] };
    expect(matches({ ...selector, locationIds: ['s2'] }, kiosk)).toBe(false);
    expect(matches({ ...selector, labels: [...selector.labels, { key: 'ring', value: 'a' }] }, kiosk)).toBe(false);
    expect(matches({ ...everybody, locationIds: ['s1'] }, device('d'))).toBe(false);
  });
});

describe('buckets', () => {
  const stages: TargetStage[] = [
    'PENDING',
    'GRANTED',
    'ACTIVE',
    'SUSPECT',
    'SUCCEEDED',
    'FAILED',
    'ROLLED_BACK',
    'ABORTED',
    'OVERRIDDEN',
    'ALREADY_INSTALLED',
    'INCAPABLE',
    'WITHDRAWN',
  ];
  const facts: fc.Arbitrary<TargetFacts> = fc.record({
    stage: fc.constantFrom(...stages),
    isReachable: fc.boolean(),
    isWaveOpen: fc.boolean(),
    isPromoted: fc.boolean(),
    isWindowOpen: fc.boolean(),
    isLocked: fc.boolean(),
  });

  test('hold every target exactly once', () => {
    fc.assert(
      fc.property(fc.array(facts), (targets) => {
        expect(totalOf(countBuckets(targets))).toBe(targets.length);
        for (const target of targets) expect(buckets).toContain(bucketOf(target));
      }),
    );
  });

  test('hold who waits for a later wave as well, until nobody will be asked any more', () => {
    const counts = { ...emptyCounts, DONE: 3, DEFERRED: 1, WITHDRAWN: 2 };
    const later = (stage: string, resumesTo = 'RUNNING') => withLaterWaves(counts, { stage, resumesTo, yetToCome: 57 });
    for (const stage of ['RUNNING', 'PAUSED']) expect(later(stage)).toEqual({ ...counts, DEFERRED: 58 });
    for (const stage of ['ROLLING_BACK', 'ROLLED_BACK', 'ABORTED']) {
      expect(later(stage)).toEqual({ ...counts, WITHDRAWN: 59 });
    }
    expect(later('PAUSED', 'ROLLING_BACK')).toEqual({ ...counts, WITHDRAWN: 59 });
    expect(totalOf(later('RUNNING'))).toBe(63);
  });

  test('say of a deferred device what it waits for', () => {
    const open = {
      stage: 'PENDING',
      isReachable: true,
      isWaveOpen: true,
      isPromoted: true,
      isWindowOpen: true,
      isLocked: false,
    } as const;
    expect(bucketOf(open)).toBe('DEFERRED');
    expect(deferredBy(open)).toBe('CONSTRAINT');
    expect(deferredBy({ ...open, isWindowOpen: false })).toBe('WINDOW');
    expect(deferredBy({ ...open, isWindowOpen: false, isLocked: true })).toBe('LOCK');
    expect(deferredBy({ ...open, isPromoted: false, isLocked: true })).toBe('CHANNEL');
    expect(deferredBy({ ...open, isWaveOpen: false, isPromoted: false, isLocked: true })).toBe('WAVE');
    expect(bucketOf({ ...open, isReachable: false })).toBe('UNREACHABLE');
  });
});

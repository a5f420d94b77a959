import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clone, isCloned, isUnusual, sighted, type Instance, type Sighting } from './clone.ts';

const at = (bootId: string, epoch: number, seq: number, sentAtMs: number | null = null): Sighting => {
  return { bootId, epoch, seq, sentAtMs };
};

/** Which heartbeat of a sequence is the first that tells of a clone; null if none does. */
function flaggedAt(heartbeats: readonly Sighting[], look = sighted): number | null {
  let instances: readonly Instance[] = [];
  for (const [index, now] of heartbeats.entries()) {
    const before = heartbeats[index - 1];
    if (!before || !isUnusual(before, now)) continue;
    instances = look(instances, before, now);
    if (isCloned(instances, now)) return index;
  }
  return null;
}

/** Heartbeats of one agent through restarts and re-images: each run has a boot id of its own or a higher epoch. */
const oneAgent = fc
  .array(fc.record({ isNewBoot: fc.boolean(), isNewEpoch: fc.boolean(), beats: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((runs) => {
    const heartbeats: Sighting[] = [];
    let [boot, epoch, seq, clock] = [0, 1, 0, 1_000_000];
    for (const { isNewBoot, isNewEpoch, beats } of runs) {
      boot += isNewBoot ? 1 : 0;
      if (isNewEpoch) [epoch, seq] = [epoch + 1, 0];
      for (let beat = 0; beat < beats; beat += 1) {
        seq += 3;
        clock += 10_000;
        heartbeats.push(at(`boot-${boot}`, epoch, seq, clock));
      }
    }
    return heartbeats;
  });

describe('one agent', () => {
  test('is never taken for two, whatever it restarts and however often it is re-imaged', () => {
    fc.assert(
      fc.property(oneAgent, (heartbeats) => {
        expect(flaggedAt(heartbeats)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test('may have one heartbeat of its past arrive late', () => {
    expect(
      flaggedAt([at('a', 1, 10, 10_000), at('a', 1, 30, 30_000), at('a', 1, 20, 20_000), at('a', 1, 40, 40_000)]),
    ).toBeNull();
  });
});

describe('two agents with one identity', () => {
  test('are told apart at the second heartbeat of the one that was there, by boot id', () => {
    expect(flaggedAt([at('a', 1, 10), at('a', 1, 20), at('b', 1, 15), at('a', 1, 30)])).toBe(3);
  });

  test('are told apart at once when epochs or numbers go back', () => {
    expect(flaggedAt([at('a', 2, 10), at('b', 1, 90)])).toBe(1);
    expect(flaggedAt([at('a', 1, 50), at('a', 1, 20)])).toBe(1);
  });

  test('are told apart within two heartbeats of each, in any order and with any clocks', () => {
    const skew = fc.integer({ min: -86_400_000, max: 86_400_000 });
    const agent = fc.record({
      boot: fc.constantFrom('a', 'b'),
      epoch: fc.integer({ min: 1, max: 2 }),
      seq: fc.nat(1_000),
      skew,
    });
    fc.assert(
      fc.property(agent, agent, fc.integer({ min: 1, max: 5 }), (one, other, alone) => {
        fc.pre(one.boot !== other.boot || one.epoch !== other.epoch || Math.abs(one.seq - other.seq) > 10);
        const beat = (who: typeof one, n: number) => at(who.boot, who.epoch, who.seq + n, 1e9 + n * 10_000 + who.skew);
        const heartbeats = Array.from({ length: alone }, (_, n) => beat(one, n));
        for (let turn = 0; turn < 3; turn += 1) {
          heartbeats.push(beat(other, alone + 2 * turn), beat(one, alone + 2 * turn + 1));
        }
        const flagged = flaggedAt(heartbeats);
        expect(flagged).not.toBeNull();
        // Clocks that differ by more than a heartbeat make the first return look late; the other's next one settles it.
        expect(flagged).toBeLessThanOrEqual(alone + 3);
      }),
      { numRuns: 1_000 },
    );
  });

  test('would be missed by a detector that only remembers the run before, and this property shows it', () => {
    const forgetful: typeof sighted = (_, before, now) => sighted([], before, now);
    expect(flaggedAt([at('a', 1, 10), at('b', 1, 15), at('a', 1, 30), at('b', 1, 35)], forgetful)).toBeNull();
    expect(flaggedAt([at('a', 1, 10), at('b', 1, 15), at('a', 1, 30), at('b', 1, 35)])).toBe(2);
  });
});

describe('a decision', () => {
  const seen = (bootId: string, epoch = 1) => ({
    bootId,
    epoch,
    seq: 1,
    lastSeenAt: '2026-01-01T00:00:00Z',
    address: null,
  });
  const keep = (keepBootId: string, keepEpoch: number | null = null) =>
    ({ type: 'ResolveClone', deviceId: 'd', keepBootId, keepEpoch }) as const;
  const suspect = { type: 'SuspectClone', deviceId: 'd', instances: [seen('a'), seen('b')] } as const;

  test('is told once for the same runs, and again when a new one joins', () => {
    const [event] = clone.decide(suspect, clone.initialState);
    if (!event) throw new Error('it is told');
    const state = clone.evolve(clone.initialState, event);
    expect(clone.decide(suspect, state)).toEqual([]);
    expect(clone.decide({ ...suspect, instances: [seen('a'), seen('c')] }, state)).toHaveLength(1);
    expect(clone.decide(keep('a'), state)).toEqual([
      { type: 'CloneResolved', data: { deviceId: 'd', keptBootId: 'a', keptEpoch: 1 } },
    ]);
    expect(() => clone.decide(keep('z'), state)).toThrow(/a, b/);
    expect(() => clone.decide(keep('a'), clone.initialState)).toThrow(/Nobody/);
  });

  test('between two agents on one machine names the epoch, for their boot is the same', () => {
    const [event] = clone.decide({ ...suspect, instances: [seen('a', 3), seen('a', 7)] }, clone.initialState);
    if (!event) throw new Error('it is told');
    const state = clone.evolve(clone.initialState, event);
    expect(() => clone.decide(keep('a'), state)).toThrow(/3, 7/);
    expect(() => clone.decide(keep('a', 5), state)).toThrow(/3, 7/);
    expect(clone.decide(keep('a', 7), state)).toMatchObject([{ data: { keptBootId: 'a', keptEpoch: 7 } }]);
  });

  test('makes a run that was not kept suspicious at its next heartbeat', () => {
    const rejected: Instance = {
      bootId: 'b',
      epoch: 1,
      seq: 1,
      arrivals: 0,
      lates: 0,
      regressions: 0,
      isRejected: true,
    };
    expect(isCloned(sighted([rejected], at('a', 1, 5), at('b', 1, 9)), at('b', 1, 9))).toBe(true);
    expect(isCloned([rejected], at('a', 1, 5))).toBe(false);
  });
});

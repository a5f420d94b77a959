import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { World, type Fault, type Step } from '../testing/replay-model.ts';

const whats: readonly Step['what'][] = [
  'produce',
  'produce',
  'produce',
  'drop',
  'hello',
  'hello',
  'send',
  'send',
  'send',
  'close',
  'deliver',
  'deliver',
  'deliver',
  'deliver',
  'duplicate',
  'lose',
  'tamper',
  'forge',
  'crash before commit',
  'crash after commit',
  'restart the device',
  'damage the queue',
  'sweep',
];
const dayMs = 86_400_000;

function life(): fc.Arbitrary<Step[]> {
  const step = fc.record({
    what: fc.constantFrom(...whats),
    pick: fc.nat(200),
    skewMs: fc.constantFrom(0, dayMs, -dayMs, -1_700_000_000_000),
  });
  // Without devices that talk nothing can go wrong, so each life begins with an exchange that can be disturbed.
  const start = (['produce', 'produce', 'hello', 'deliver', 'deliver', 'send'] as const).map((what) => ({
    what,
    pick: 0,
    skewMs: 0,
  }));
  return fc.array(step, { maxLength: 60, size: 'max' }).map((steps) => [...start, ...steps]);
}

function lives(fault: Fault | null): fc.IProperty<[Step[]]> {
  return fc.property(life(), (steps) => {
    const world = new World(fault);
    for (const step of steps) world.step(step);
    world.heal();
  });
}

describe('the return of a device', () => {
  test('keeps R1 to R5, R7 and R9 to R11 whatever the network, the power and the clocks do', () => {
    fc.assert(lives(null), { numRuns: 2_000 });
  });

  test('does end in quarantine and does lose nothing to drops in some of these lives', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(life(), (steps) => {
        const world = new World(null);
        for (const step of steps) world.step(step);
        world.heal();
        for (const event of world.log) seen.add(event.type === 'ReplayConcluded' ? event.data.outcome : event.type);
      }),
      { numRuns: 300 },
    );
    const all = ['LIVE', 'QUARANTINED', 'DeviceJournalDropped', 'DeviceJournalRecorded', 'ReplayAborted'];
    expect([...seen]).toEqual(expect.arrayContaining(all));
  });

  const faults: readonly Fault[] = [
    'R1 accepts below the prefix again',
    'R2 acknowledges before it commits',
    'R3 acknowledges less than before',
    'R4 leaves a drop uncounted',
    'R5 believes a superseded session',
    'R7 keeps the lock',
    'R7 forgets what an aborted session found',
    'R7 lets decisions escape that were dropped',
    'R9 does not look at the chain',
    'R9 does not look at signatures',
    'R10 commits in halves',
    'R11 orders by the clock',
  ];
  test.for(faults)('would not be kept by a server that: %s', (fault) => {
    const outcome = fc.check(lives(fault), { numRuns: 3_000 });
    // By a broken invariant, that is, and not because the world itself stumbled.
    expect(String(outcome.errorInstance)).toMatch(/^Error: R\d+ /);
  });
});

/** Power fails between any two things the updater does or notes, calls and answers get lost: what must hold, holds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Plant, type Script, SmallWorld } from './testing/small-world.ts';
import { evolve, isOver, known, nextAction, stageOf, transitions, type Fact, type Position } from './update.ts';

const scripts: fc.Arbitrary<Script> = fc.record({
  cuts: fc.array(fc.record({ after: fc.integer({ min: 0, max: 30 }), isReboot: fc.boolean() }), { maxLength: 6 }),
  calls: fc.array(fc.constantFrom('answered', 'request lost', 'answer lost'), { maxLength: 6 }),
  isNewHealthy: fc.boolean(),
  doesNewStart: fc.boolean(),
  isOldThere: fc.boolean(),
  isArtifactGood: fc.boolean(),
  isPaused: fc.boolean(),
});

/** What every run of the world must have come to. */
async function lawful(script: Script, plant?: Plant): Promise<void> {
  const world = new SmallWorld(script);
  await world.play(plant);
  expect(world.broken).toEqual([]);
  const { update } = world.book;
  if (!update) throw new Error('nothing was noted');
  const begun = world.leases.filter(({ status }) => status !== 'GRANTED' && status !== 'REFUSED');
  expect(begun.length).toBeLessThanOrEqual(1);
  if (script.isPaused && script.isArtifactGood) {
    expect(world.starts.size).toBe(0);
    return;
  }
  expect(isOver(update) && update.isReported).toBe(true);
  // The lease that was begun is the one whose end was told.
  expect(begun[0]?.fence).toBe(update.lease?.fence);
  expect(begun[0]?.status).not.toBe('ACTIVE');
  const should = update.at === 'HEALTHY' ? update.target : script.isOldThere ? '1' : null;
  const is = update.at === 'HEALTHY' ? world.running : (world.running?.version ?? null);
  expect(is).toEqual(should);
  expect(world.linked?.version ?? null).toEqual(world.running?.version ?? null);
  if (update.at === 'HEALTHY') expect(script.isNewHealthy && script.doesNewStart).toBe(true);
}

const thorough = { numRuns: 800, interruptAfterTimeLimit: 20_000 };
const telling = { numRuns: 3_000, seed: 3, endOnFailure: true };
const notices = (plant: Plant) =>
  expect(
    fc.assert(
      fc.asyncProperty(scripts, (script) => lawful(script, plant)),
      telling,
    ),
  ).rejects.toThrow();

describe('whatever fails, and whenever', () => {
  test('an update ends once, under the fence it began with, with one start at most and never one without a permit', () =>
    fc.assert(
      fc.asyncProperty(scripts, (script) => lawful(script)),
      thorough,
    ));

  test('the test would notice a start that is noted only after it was made', () =>
    notices((tools, world) => {
      const note = tools.book.note.bind(tools.book);
      tools.book.note = (fact: Fact) => {
        const { disk } = world;
        note(fact);
        // The note is in memory, as if the disk had not been told to keep it; the next one brings it along.
        if (fact.type === 'starting') world.disk = disk;
      };
      return tools;
    }));

  test('the test would notice a start on local belief', () =>
    notices((tools) => ({
      ...tools,
      permit: { ...tools.permit, begin: (...about) => tools.permit.begin(...about).catch(() => true) },
    })));

  test('the test would notice a lease that time takes away after its permit was asked for', () =>
    notices((tools) => ({
      ...tools,
      permit: {
        ...tools.permit,
        begin: (...about) => tools.permit.begin(...about).catch(() => false),
      },
    })));

  test('the test would notice an end that is taken for told when it was not', () =>
    notices((tools) => ({
      ...tools,
      permit: { ...tools.permit, report: (...about) => tools.permit.report(...about).catch(() => undefined) },
    })));

  test('the test would notice a new version that is believed to run because it was started', () =>
    notices((tools) => ({ ...tools, prove: async () => null })));
});

describe('the table of transitions', () => {
  const lease = { leaseId: 'l', fence: 7, beginBeforeMs: 1 };
  const failure = { code: null, words: 'no' };
  const facts: readonly Fact[] = [
    { type: 'leased', lease },
    { type: 'leaseExpired' },
    { type: 'staged', stagedHash: 'h', previous: null },
    { type: 'spoiled' },
    { type: 'asking' },
    { type: 'permitted' },
    { type: 'permitRefused' },
    { type: 'stopped' },
    { type: 'switched' },
    { type: 'starting' },
    { type: 'proven' },
    { type: 'failed', failure },
    { type: 'restored', isRunning: true },
    { type: 'refused', failure },
    { type: 'reported' },
  ];
  const positions = Object.keys(transitions) as Position[];
  const target = { digest: 'sha256:1', version: '2' };

  test('leads from each position where it says, and nowhere else', () => {
    for (const at of positions) {
      for (const fact of facts) {
        const update = { ...known({ generation: 1, intent: '', intentDigest: '', target }), at, lease };
        const next = transitions[at][fact.type];
        if (next === undefined) expect(() => evolve(update, fact)).toThrow('cannot be');
        else expect(evolve(update, fact).at).toBe(next);
      }
    }
  });

  test('lets the fence change only before a permit was asked for', () => {
    const holding = positions.filter((at) => stageOf({ at }) === 'APPLYING' || at === 'STAGED/ASKED');
    for (const at of holding) {
      const losing = [transitions[at].leased, transitions[at].leaseExpired];
      expect(losing).toEqual([undefined, undefined]);
    }
  });

  test('has something to do everywhere but at an end that is told', () => {
    for (const at of positions) {
      const update = { ...known({ generation: 1, intent: '', intentDigest: '', target }), at };
      expect(nextAction(update)).not.toBe('rest');
      if (isOver(update)) expect(nextAction({ ...update, isReported: true })).toBe('rest');
    }
  });
});

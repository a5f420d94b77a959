import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunbookEvent } from './events.ts';
import { runbook, runbookTransitions, type RunbookCommand, type RunbookState } from './runbook.ts';

const definition = {
  description: 'Restarts the print spooler.',
  parameters: [],
  argv: ['/usr/bin/systemctl', 'restart', 'cups'],
  timeoutS: 30,
  outputMaxBytes: 4_096,
  concurrencyMax: null,
  redact: [],
  requiredRole: 'OPERATOR',
  fourEyesAboveDevices: null,
} as const;
const register = (version = 1, author = 'user:ann', name = 'restart-cups'): RunbookCommand => ({
  type: 'RegisterRunbook',
  runbookId: 'r',
  version,
  name,
  definition,
  contentHash: 'h',
  signature: 's',
  author,
});
const approve = (approvedBy: string, version = 1): RunbookCommand => ({
  type: 'ApproveRunbook',
  runbookId: 'r',
  version,
  approvedBy,
});
const retire = (version = 1): RunbookCommand => ({
  type: 'RetireRunbook',
  runbookId: 'r',
  version,
  reason: 'replaced',
});

function run(...commands: RunbookCommand[]): RunbookEvent[] {
  const events: RunbookEvent[] = [];
  for (const each of commands) events.push(...runbook.decide(each, replay(runbook, events)));
  return events;
}
const stagesAfter = (...commands: RunbookCommand[]) =>
  replay(runbook, run(...commands)).versions.map((each) => each.stage);

function refusalOf(...commands: RunbookCommand[]) {
  try {
    run(...commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return { code: thrown.code, details: thrown.details };
    throw thrown;
  }
  throw new Error('it was accepted');
}

describe('a runbook', () => {
  test('is written by one person and approved by another', () => {
    expect(stagesAfter(register(), approve('user:bob'))).toEqual(['APPROVED']);
  });

  test('cannot be approved by whoever wrote it', () => {
    expect(refusalOf(register(), approve('user:ann'))).toMatchObject({
      code: 'FORBIDDEN',
      details: { rule: 'TWO_PERSONS' },
    });
  });

  test('keeps its approved version while the next one is a draft', () => {
    expect(stagesAfter(register(), approve('user:bob'), register(2, 'user:bob'))).toEqual(['APPROVED', 'DRAFT']);
  });

  test('is approved once, and not at all when it is retired', () => {
    const twice = refusalOf(register(), approve('user:bob'), approve('user:cyd'));
    expect(twice).toMatchObject({ code: 'CONFLICT', details: { state: 'APPROVED', allowed: ['RETIRED'] } });
    expect(refusalOf(register(), retire(), approve('user:bob')).details).toMatchObject({
      state: 'RETIRED',
      allowed: [],
    });
    expect(run(register(), retire(), retire()).length).toBe(2);
  });

  test('keeps its name and counts its versions', () => {
    expect(refusalOf(register(), register(2, 'user:bob', 'other')).code).toBe('INVALID_INPUT');
    expect(refusalOf(register(), register(3)).code).toBe('CONFLICT');
    expect(refusalOf(register(), approve('user:bob', 2)).code).toBe('NOT_FOUND');
  });
});

const people = ['user:ann', 'user:bob', 'user:cyd'];
const anyWish = fc.oneof(
  fc.record({ by: fc.constantFrom(...people) }).map(
    ({ by }) =>
      (state: RunbookState) =>
        register(state.versions.length + 1, by),
  ),
  fc.record({ by: fc.constantFrom(...people), version: fc.integer({ min: 1, max: 3 }) }).map(
    ({ by, version }) =>
      () =>
        approve(by, version),
  ),
  fc.integer({ min: 1, max: 3 }).map((version) => () => retire(version)),
);

/** Nobody approves their own, and versions move along the table. */
function assertSound(machine: typeof runbook, wishes: readonly ((state: RunbookState) => RunbookCommand)[]) {
  let state = machine.initialState;
  for (const wish of wishes) {
    try {
      for (const event of machine.decide(wish(state), state)) {
        const next = machine.evolve(state, event);
        for (const [index, before] of state.versions.entries()) {
          const after = next.versions[index];
          if (after && after.stage !== before.stage) expect(runbookTransitions[before.stage]).toContain(after.stage);
        }
        if (event.type === 'RunbookApproved') {
          expect(event.data.approvedBy).not.toBe(state.versions[event.data.version - 1]?.author);
        }
        state = next;
      }
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
    }
  }
}

describe('any life of a runbook', () => {
  test('never lets the author approve', () => {
    fc.assert(fc.property(fc.array(anyWish, { maxLength: 12 }), (wishes) => assertSound(runbook, wishes)));
  });

  test('would be found out if it forgot who wrote a version', () => {
    const forgetful: typeof runbook = {
      ...runbook,
      decide: (wish, state) =>
        runbook.decide(wish, { ...state, versions: state.versions.map((each) => ({ ...each, author: '' })) }),
    };
    expect(() =>
      fc.assert(
        fc.property(fc.array(anyWish, { maxLength: 12 }), (wishes) => assertSound(forgetful, wishes)),
        // The same lives each time, and enough of them: whether the fault shows must not depend on luck.
        { seed: 1, numRuns: 5_000, endOnFailure: true },
      ),
    ).toThrow();
  });
});

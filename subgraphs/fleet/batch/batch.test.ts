import { replay, type Decider } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { later } from '../command/command.ts';
import { approvalTtlS, batch, batchTransitions, planTtlS, type BatchCommand, type BatchState } from './batch.ts';
import type { BatchEvent } from './events.ts';

const t0 = '2026-01-01T00:00:00.000Z';
const at = (seconds: number) => later(t0, seconds);
const plan = (needsApproval = false): BatchCommand => ({
  type: 'PlanBatch',
  now: t0,
  batchId: 'b',
  action: 'CORDON',
  payload: {},
  runS: 60,
  runbookId: null,
  delivery: 'AT_LEAST_ONCE',
  expiresInS: 60,
  scope: { kind: 'FILTER', q: 'conn:LIVE' },
  confirm: 'filter 3',
  radius: { targetHash: 'h', devices: 3, byState: [], byDomain: [], relaysCutOff: 0, actLater: 0 },
  approval: needsApproval ? [{ rule: 'DEVICES', domainId: null, detail: '3 devices are more than 2' }] : [],
  plannedBy: 'user:ann',
});
const start = (changes: Partial<Extract<BatchCommand, { type: 'StartBatch' }>> = {}): BatchCommand => ({
  type: 'StartBatch',
  now: at(10),
  targetHash: 'h',
  confirm: 'filter 3',
  reason: 'maintenance',
  by: 'user:ann',
  ...changes,
});
const approve = (by: string, seconds = 20): BatchCommand => ({ type: 'ApproveBatch', now: at(seconds), by });
const stop: BatchCommand = { type: 'StopBatch', reason: 'enough' };
const finish: BatchCommand = { type: 'FinishBatch', counts: [] };

function run(...commands: BatchCommand[]): BatchEvent[] {
  const events: BatchEvent[] = [];
  for (const each of commands) events.push(...batch.decide(each, replay(batch, events)));
  return events;
}
const typesOf = (...commands: BatchCommand[]) => run(...commands).map(({ type }) => type.replace('Batch', ''));

function refusalOf(...commands: BatchCommand[]) {
  try {
    run(...commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return { code: thrown.code, details: thrown.details };
    throw thrown;
  }
  throw new Error('it was accepted');
}

describe('a batch', () => {
  test('starts as it was planned, and finishes', () => {
    expect(typesOf(plan(), start(), finish)).toEqual(['Planned', 'Started', 'Finished']);
  });

  test('does not start when its devices changed, its time is over or something else was typed', () => {
    expect(refusalOf(plan(), start({ targetHash: 'other' }))).toMatchObject({
      code: 'CONFLICT',
      details: { plan: 'TARGETS_CHANGED' },
    });
    expect(refusalOf(plan(), start({ now: at(planTtlS) })).details).toMatchObject({ plan: 'EXPIRED' });
    expect(refusalOf(plan(), start({ confirm: 'filter 4' }))).toMatchObject({
      code: 'INVALID_INPUT',
      details: { element: 'confirm', expected: 'filter 3' },
    });
  });

  test('above a threshold waits for a second person, who is neither its planner nor its starter', () => {
    expect(typesOf(plan(true), start({ by: 'user:bob' }), approve('user:cyd'))).toEqual([
      'Planned',
      'Submitted',
      'Approved',
      'Started',
    ]);
    for (const by of ['user:ann', 'user:bob']) {
      expect(refusalOf(plan(true), start({ by: 'user:bob' }), approve(by))).toMatchObject({
        code: 'FORBIDDEN',
        details: { rule: 'TWO_PERSONS' },
      });
    }
    expect(refusalOf(plan(true), start(), approve('user:bob', 10 + approvalTtlS)).details).toMatchObject({
      plan: 'EXPIRED',
    });
  });

  test('is stopped while it runs or waits, and not before or after', () => {
    expect(typesOf(plan(), start(), stop, stop)).toEqual(['Planned', 'Started', 'Stopped']);
    expect(typesOf(plan(true), start(), stop)).toEqual(['Planned', 'Submitted', 'Stopped']);
    expect(refusalOf(plan(), stop).code).toBe('CONFLICT');
    expect(refusalOf(plan(), start(), finish, stop).details).toMatchObject({ state: 'FINISHED', allowed: [] });
    expect(typesOf(plan(), start(), stop, finish)).toEqual(['Planned', 'Started', 'Stopped']);
  });

  test('starts once', () => {
    expect(refusalOf(plan(), start(), start()).details).toMatchObject({ state: 'RUNNING' });
    expect(refusalOf(plan(true), start(), start()).details).toMatchObject({ state: 'AWAITING_APPROVAL' });
    expect(refusalOf(start()).code).toBe('NOT_FOUND');
    expect(refusalOf(plan(), plan()).code).toBe('CONFLICT');
  });
});

type Machine = Decider<BatchState, BatchCommand, BatchEvent>;
const who = fc.constantFrom('user:ann', 'user:bob', 'user:cyd');
const anyWish = fc.oneof(
  fc.record({ by: who, targetHash: fc.constantFrom('h', 'h', 'x'), now: fc.constantFrom(at(1), at(400)) }).map(start),
  who.map((by) => approve(by)),
  fc.constantFrom(stop, finish),
);

/** Nothing runs that one person alone wanted where two are needed, and nothing runs that is not what was planned. */
function assertSound(machine: Machine, needsApproval: boolean, wishes: readonly BatchCommand[]) {
  const events: BatchEvent[] = [...machine.decide(plan(needsApproval), machine.initialState)];
  for (const wish of wishes) {
    try {
      const before = replay(machine, events);
      const decided = machine.decide(wish, before);
      if (wish.type === 'StartBatch' && decided.length > 0) expect(wish).toMatchObject({ targetHash: 'h', now: at(1) });
      events.push(...decided);
      const after = replay(machine, events);
      if (before.stage !== 'ABSENT' && after.stage !== 'ABSENT' && before.stage !== after.stage) {
        expect(batchTransitions[before.stage]).toContain(after.stage);
      }
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
    }
  }
  if (!needsApproval || !events.some(({ type }) => type === 'BatchStarted')) return;
  const approved = events.find((event) => event.type === 'BatchApproved')?.data.approvedBy;
  const submitted = events.find((event) => event.type === 'BatchSubmitted')?.data.submittedBy;
  expect(approved).toBeDefined();
  expect([submitted, 'user:ann']).not.toContain(approved);
}

const anyLife = [fc.boolean(), fc.array(anyWish, { maxLength: 8 })] as const;

describe('any life of a batch', () => {
  test('follows the table, needs two persons where it says so, and does what was planned', () => {
    fc.assert(fc.property(...anyLife, (needs, wishes) => assertSound(batch, needs, wishes)));
  });

  test('would be found out if it let whoever started it approve it', () => {
    const lenient: Machine = {
      ...batch,
      decide: (wish, state) =>
        batch.decide(
          wish,
          state.stage === 'ABSENT' || !state.submission
            ? state
            : { ...state, submission: { ...state.submission, by: '' } },
        ),
    };
    const found = () =>
      fc.assert(
        fc.property(...anyLife, (needs, wishes) => assertSound(lenient, needs, wishes)),
        // The same lives each time, and enough of them: whether the fault shows must not depend on luck.
        { seed: 1, numRuns: 50_000, endOnFailure: true },
      );
    expect(found).toThrow();
  });
});

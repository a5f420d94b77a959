import { replay, type Decider } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerGraceS,
  command,
  commandTransitions,
  isOver,
  later,
  type CommandCommand,
  type CommandState,
} from './command.ts';
import type { CommandEvent, CommandStage, DeliverySemantics } from './events.ts';

const start = '2026-01-01T00:00:00.000Z';
const at = (seconds: number) => later(start, seconds);
const report = {
  exitCode: 0,
  outputHash: null,
  outputBytes: 0,
  outputTruncated: false,
  partial: null,
  startedAtMs: null,
  finishedAtMs: null,
};
const queueAs = (delivery: DeliverySemantics): CommandCommand => ({
  type: 'QueueCommand',
  commandId: 'c',
  deviceId: 'd',
  kind: 'CORDON',
  batchId: null,
  domainId: 'o',
  payload: {},
  delivery,
  idempotencyKey: 'k',
  authorityId: 'global',
  authorityEpoch: 1,
  reason: 'maintenance',
  expiresAt: at(100),
  runS: 50,
  runbookId: null,
});
const deliver = (seconds: number, authorityEpoch = 1): CommandCommand => ({
  type: 'DeliverCommand',
  now: at(seconds),
  authorityEpoch,
});
const acknowledge = (seconds: number, accepted = true): CommandCommand => ({
  type: 'AcknowledgeCommand',
  now: at(seconds),
  accepted,
  reason: accepted ? null : 'the policy forbids it',
});
const tell = (seconds: number, outcome: 'APPLIED' | 'FAILED' = 'APPLIED'): CommandCommand => ({
  type: 'ReportCommand',
  now: at(seconds),
  outcome,
  reason: null,
  report,
});
const cancel: CommandCommand = { type: 'CancelCommand', reason: 'not needed' };
const stopRemaining: CommandCommand = { type: 'CancelUndelivered', reason: 'batch stopped' };
const expire = (seconds: number): CommandCommand => ({ type: 'ExpireCommand', now: at(seconds) });

type Machine = Decider<CommandState, CommandCommand, CommandEvent>;

function run(commands: readonly CommandCommand[], machine: Machine = command): CommandEvent[] {
  const events: CommandEvent[] = [];
  for (const each of commands) events.push(...machine.decide(each, replay(machine, events)));
  return events;
}
const typesOf = (...commands: CommandCommand[]) => run(commands).map(({ type }) => type.replace('Command', ''));
const stageAfter = (...commands: CommandCommand[]) => replay(command, run(commands)).stage;
const once = queueAs('AT_MOST_ONCE');
const untilHeard = queueAs('AT_LEAST_ONCE');

function refusalOf(...commands: CommandCommand[]) {
  try {
    run(commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return { code: thrown.code, details: thrown.details };
    throw thrown;
  }
  throw new Error('it was accepted');
}

describe('a command', () => {
  test('is delivered, acknowledged and applied', () => {
    expect(typesOf(once, deliver(1), acknowledge(2), tell(3))).toEqual([
      'Queued',
      'Delivered',
      'Acknowledged',
      'Applied',
    ]);
  });

  test('counts as acknowledged when only its report arrives', () => {
    expect(typesOf(once, deliver(1), tell(3)).slice(2)).toEqual(['Acknowledged', 'Applied']);
  });

  test('that goes at most once is never handed over again, and its unknown outcome ends with a reason', () => {
    expect(typesOf(once, deliver(1), deliver(50), deliver(99))).toEqual(['Queued', 'Delivered']);
    expect(run([once, deliver(1), expire(100 + answerGraceS)]).at(-1)).toMatchObject({
      type: 'CommandExpired',
      data: { reason: 'NOT_ACKNOWLEDGED' },
    });
  });

  test('that goes at least once is handed over again, later each time, until it is acknowledged', () => {
    expect(typesOf(untilHeard, deliver(1), deliver(2), deliver(3), deliver(4), deliver(7))).toEqual([
      'Queued',
      'Delivered',
      'Delivered',
      'Delivered',
    ]);
    expect(typesOf(untilHeard, deliver(1), acknowledge(2), deliver(60)).at(-1)).toBe('Acknowledged');
  });

  test('is not handed over once it expired', () => {
    expect(run([once, deliver(100)]).at(-1)).toMatchObject({
      type: 'CommandExpired',
      data: { reason: 'NOT_DELIVERED' },
    });
    expect(typesOf(untilHeard, deliver(98), deliver(101)).at(-1)).toBe('Delivered');
  });

  test('of an authority that lost its epoch is cancelled and not handed over', () => {
    expect(run([once, deliver(1, 2)]).at(-1)).toMatchObject({
      type: 'CommandCancelled',
      data: { reason: 'The authority moved on to epoch 2; this command is of epoch 1.' },
    });
  });

  test('is cancelled at once while its device does not have it, and by its device afterwards', () => {
    expect(stageAfter(once, cancel)).toBe('CANCELLED');
    expect(typesOf(once, deliver(1), acknowledge(2), cancel, cancel).slice(3)).toEqual(['CancelRequested']);
    expect(stageAfter(once, deliver(1), acknowledge(2), cancel, tell(3, 'FAILED'))).toBe('CANCELLED');
    expect(stageAfter(once, deliver(1), acknowledge(2), cancel, tell(3))).toBe('APPLIED');
    expect(stageAfter(once, deliver(1), cancel, acknowledge(2))).toBe('CANCELLED');
  });

  test('that was delivered is left alone when the remaining ones are stopped', () => {
    expect(stageAfter(once, deliver(1), stopRemaining)).toBe('DELIVERED');
    expect(stageAfter(once, stopRemaining)).toBe('CANCELLED');
  });

  test('that its device refuses failed with the reason', () => {
    expect(run([once, deliver(1), acknowledge(2, false)]).at(-1)).toMatchObject({
      type: 'CommandFailed',
      data: { reason: 'Refused by the device: the policy forbids it' },
    });
  });

  test('keeps a report that comes too late beside its end, once', () => {
    const late = [once, deliver(1), acknowledge(2), expire(500), tell(600), tell(601, 'FAILED')];
    expect(run(late).at(-1)).toMatchObject({ type: 'CommandReportedLate', data: { outcome: 'APPLIED' } });
    expect(stageAfter(...late)).toBe('EXPIRED');
  });

  test('cannot be cancelled when it is over, nor answered before it was delivered', () => {
    expect(refusalOf(once, deliver(1), tell(2), cancel)).toMatchObject({
      code: 'CONFLICT',
      details: { state: 'APPLIED', allowed: [] },
    });
    expect(refusalOf(once, acknowledge(1)).code).toBe('CONFLICT');
    expect(refusalOf(once, tell(1)).code).toBe('CONFLICT');
    expect(refusalOf(cancel).code).toBe('NOT_FOUND');
    expect(refusalOf(once, once).code).toBe('CONFLICT');
  });
});

const anyWish = fc.oneof(
  fc.constantFrom('deliver', 'ack', 'nack', 'applied', 'failed', 'expire').map((what) => ({ what })),
  fc.constantFrom('cancel', 'stop').map((what) => ({ what })),
);
const anyLife = fc.record({
  delivery: fc.constantFrom<DeliverySemantics>('AT_MOST_ONCE', 'AT_LEAST_ONCE'),
  steps: fc.array(fc.record({ wish: anyWish, waitS: fc.integer({ min: 0, max: 70 }) }), { maxLength: 12 }),
});

function wishOf(what: string, seconds: number): CommandCommand {
  switch (what) {
    case 'deliver':
      return deliver(seconds);
    case 'ack':
    case 'nack':
      return acknowledge(seconds, what === 'ack');
    case 'applied':
      return tell(seconds);
    case 'failed':
      return tell(seconds, 'FAILED');
    case 'expire':
      return expire(seconds);
    case 'stop':
      return stopRemaining;
    default:
      return cancel;
  }
}

const stageOf: Record<string, CommandStage> = {
  CommandQueued: 'QUEUED',
  CommandDelivered: 'DELIVERED',
  CommandAcknowledged: 'ACKED',
  CommandApplied: 'APPLIED',
  CommandFailed: 'FAILED',
  CommandExpired: 'EXPIRED',
  CommandCancelled: 'CANCELLED',
};

/** What must hold after any life of a command, whatever order its wishes come in. */
function assertSound(
  machine: Machine,
  life: { delivery: DeliverySemantics; steps: readonly { wish: { what: string }; waitS: number }[] },
) {
  const events = [...machine.decide(queueAs(life.delivery), machine.initialState)];
  const deliveredAt: number[] = [];
  let seconds = 0;
  for (const { wish, waitS } of life.steps) {
    seconds += waitS;
    try {
      const decided = machine.decide(wishOf(wish.what, seconds), replay(machine, events));
      if (decided.some(({ type }) => type === 'CommandDelivered')) {
        deliveredAt.push(seconds);
        expect(events.some(({ type }) => type === 'CommandCancelRequested')).toBe(false);
      }
      events.push(...decided);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
    }
  }
  if (life.delivery === 'AT_MOST_ONCE') expect(deliveredAt.length).toBeLessThanOrEqual(1);
  for (const delivered of deliveredAt) expect(delivered).toBeLessThan(100);
  const stages = events.flatMap(({ type }) => stageOf[type] ?? []);
  for (const [index, to] of stages.entries()) {
    const from = stages[index - 1];
    if (from) expect(commandTransitions[from]).toContain(to);
  }
  expect(events.filter(({ type }) => type === 'CommandReportedLate').length).toBeLessThanOrEqual(1);
  const state = replay(machine, [...events, ...machine.decide(expire(10_000), replay(machine, events))]);
  expect(isOver(state.stage as CommandStage)).toBe(true);
}

/** The same lives each time, and enough of them: whether a planted fault shows must not depend on luck. */
const telling = { seed: 1, numRuns: 50_000, endOnFailure: true };

describe('any life of a command', () => {
  test('follows the table, is handed over as its semantics say, and ends once', () => {
    fc.assert(
      fc.property(anyLife, (life) => assertSound(command, life)),
      { numRuns: 2_000 },
    );
  });

  test.for([
    ['hands a command over twice that goes at most once', { againAt: (now: string) => later(now, 1) }],
    ['hands over after a cancel was wished', { keepsAgain: true }],
    ['never gives up on what was acknowledged', { dueAt: () => later(start, 1_000_000) }],
  ] as const)('would be found out if it %s', ([, fault]) => {
    const faulty: Machine = {
      ...command,
      evolve(state, event) {
        const next = command.evolve(state, event);
        if (next.stage === 'ABSENT' || state.stage === 'ABSENT') return next;
        if ('againAt' in fault && event.type === 'CommandDelivered') return { ...next, againAt: fault.againAt(start) };
        if ('keepsAgain' in fault && event.type === 'CommandCancelRequested')
          return { ...next, againAt: state.againAt };
        if ('dueAt' in fault && event.type === 'CommandAcknowledged') return { ...next, dueAt: fault.dueAt() };
        return next;
      },
    };
    const found = () =>
      fc.assert(
        fc.property(anyLife, (life) => assertSound(faulty, life)),
        telling,
      );
    expect(found).toThrow();
  });
});

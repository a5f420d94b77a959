import fc from 'fast-check';
import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import { describe, expect, test } from 'vitest';
import type { LeaseEvent, LeaseOutcome } from './events.ts';
import { beginVerdict, isOpen, lease, leaseTransitions, type GrantLease, type LeaseCommand } from './lease.ts';

const t = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();

const granting = (leaseId: string): GrantLease => ({
  type: 'GrantLease',
  leaseId,
  deviceId: 'd1',
  rolloutId: 'r1',
  wave: 0,
  direction: 'FORWARD',
  intentDigest: 'i1',
  generation: 1,
  beginBefore: t(60),
  deadlineS: 600,
  limits: [
    { scope: 'global', parallelMax: 2 },
    { scope: 'site:s1', parallelMax: null },
  ],
});
const asking = { leaseId: 'l1', fence: 1, intentDigest: 'i1' };
const beginning = (now = t(1)): LeaseCommand => ({
  type: 'BeginLease',
  ...asking,
  now,
  isRunning: true,
  hasRoom: true,
});
const reporting = (outcome: LeaseOutcome = 'SUCCEEDED', fence = 1): LeaseCommand => {
  return { type: 'ReportLease', leaseId: `l${fence}`, fence, outcome, code: null, detail: null };
};

function after(...commands: readonly LeaseCommand[]) {
  let state = lease.initialState;
  const events: LeaseEvent[] = [];
  for (const command of commands) {
    const caused = lease.decide(command, state);
    events.push(...caused);
    state = replay({ ...lease, initialState: state }, caused);
  }
  return { state, events, types: events.map(({ type }) => type) };
}

function refusal(...commands: readonly LeaseCommand[]) {
  try {
    after(...commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('it was not refused');
}

describe('a lease', () => {
  test('is begun once, however often the device asks, and reported once', () => {
    const { types } = after(granting('l1'), beginning(), beginning(), reporting(), reporting(), beginning());
    expect(types).toEqual(['LeaseGranted', 'LeaseBegun', 'LeaseReported']);
  });

  test('permits again whoever lost the answer, also once it is suspected', () => {
    const suspect: LeaseCommand = { type: 'SuspectLease', fence: 1, cause: 'HEARTBEAT_LOST' };
    const { state } = after(granting('l1'), beginning(), suspect);
    expect(beginVerdict(asking, state)).toBe('PERMITTED');
  });

  test('expires when the device asks too late, and says so', () => {
    const { state, types } = after(granting('l1'), beginning(t(60)));
    expect(types).toEqual(['LeaseGranted', 'LeaseExpired']);
    expect(beginVerdict(asking, state)).toBe('EXPIRED');
  });

  test('is not freed by time once it has begun', () => {
    const expire: LeaseCommand = { type: 'ExpireLease', fence: 1, now: t(1_000_000) };
    expect(after(granting('l1'), beginning(), expire).types).toEqual(['LeaseGranted', 'LeaseBegun']);
  });

  test('is not begun during a pause, without room, or for another intent', () => {
    const wish = beginning() as Extract<LeaseCommand, { type: 'BeginLease' }>;
    for (const without of [{ isRunning: false }, { hasRoom: false }, { intentDigest: 'i2' }]) {
      expect(after(granting('l1'), { ...wish, ...without }).types).toEqual(['LeaseGranted']);
    }
    expect(beginVerdict({ ...asking, intentDigest: 'i2' }, after(granting('l1')).state)).toBe('OTHER_INTENT');
  });

  test('knows a report of an older fence as old', () => {
    const first = [granting('l1'), beginning(), reporting('FAILED')];
    const { state } = after(...first, granting('l2'), reporting());
    expect(state).toMatchObject({ fence: 2, lease: { stage: 'GRANTED' } });
    expect(beginVerdict(asking, state)).toBe('STALE');
  });

  test('is the only one of its device', () => {
    expect(refusal(granting('l1'), granting('l2'))).toMatchObject({ code: 'CONFLICT', details: { leaseId: 'l1' } });
  });
});

describe('an override', () => {
  const request: LeaseCommand = { type: 'RequestOverride', leaseId: 'l1', by: 'user:a', reason: 'It burnt down.' };
  const active = [granting('l1'), beginning()];

  test('takes two persons, and names both', () => {
    const { events } = after(...active, request, { type: 'ApproveOverride', leaseId: 'l1', by: 'user:b' });
    expect(events.at(-1)).toMatchObject({
      type: 'LeaseOverridden',
      data: { requestedBy: 'user:a', approvedBy: 'user:b', reason: 'It burnt down.' },
    });
  });

  test('is refused to one person alone, without a request, without a reason, and where time does it', () => {
    const approve = (by: string): LeaseCommand => ({ type: 'ApproveOverride', leaseId: 'l1', by });
    expect(refusal(...active, request, approve('user:a'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(refusal(...active, approve('user:b'))).toMatchObject({ code: 'CONFLICT' });
    expect(refusal(...active, { ...request, reason: ' ' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(refusal(granting('l1'), request)).toMatchObject({ code: 'CONFLICT', message: /expires by itself/ as never });
    expect(refusal(...active, { ...request, leaseId: 'l9' })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('any sequence of commands follows the table, and raises the fence with every grant', () => {
  const command = fc.oneof(
    fc.nat(3).map((n) => granting(`l${n}`)),
    fc.record({ fence: fc.integer({ min: 1, max: 3 }), s: fc.nat(120) }).map(({ fence, s }): LeaseCommand => {
      const about = { leaseId: `l${fence}`, fence, intentDigest: 'i1' };
      return { type: 'BeginLease', ...about, now: t(s), isRunning: s % 3 > 0, hasRoom: s % 5 > 0 };
    }),
    fc.integer({ min: 1, max: 3 }).map((fence) => reporting('ROLLED_BACK', fence)),
    fc.integer({ min: 1, max: 3 }).map((fence): LeaseCommand => ({ type: 'ExpireLease', fence, now: t(90) })),
    fc.integer({ min: 1, max: 3 }).map((fence): LeaseCommand => ({ type: 'SuspectLease', fence, cause: 'DEADLINE' })),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      let state = lease.initialState;
      const history: LeaseEvent[] = [];
      for (const each of commands) {
        let events: readonly LeaseEvent[] = [];
        try {
          events = lease.decide(each, state);
        } catch (thrown) {
          if (!isRefusal(thrown)) throw thrown;
        }
        for (const event of events) {
          const before = state;
          state = lease.evolve(state, event);
          history.push(event);
          const from = before.lease;
          if (event.type === 'LeaseGranted') {
            expect(from && isOpen(from.stage)).toBeFalsy();
            expect(state.fence).toBe(before.fence + 1);
          } else if (from && state.lease && from.stage !== state.lease.stage) {
            expect(leaseTransitions[from.stage]).toContain(state.lease.stage);
          }
        }
      }
      expect(replay(lease, history)).toEqual(state);
    }),
    { numRuns: 300 },
  );
});

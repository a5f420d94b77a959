import { describe, expect, test } from 'vitest';
import type { HeartbeatReply } from '../wire.ts';
import {
  afterCheck,
  afterRestart,
  decisionsDigest,
  isCutOff,
  isSamePolicy,
  mayDecide,
  mustBeSlow,
  told,
  untold,
} from './autonomy.ts';

const service = {
  name: 'web',
  check: ['/check'],
  restart: ['/restart'],
  checkEveryMs: 1_000,
  failuresMax: 3,
  restartsPerHourMax: 2,
};

const reply: HeartbeatReply = {
  intervalMs: 9_000,
  serverTime: '2026-01-01T00:00:00.000Z',
  trust: 'TRUSTED',
  phase: 'ACTIVE',
  inventoryWanted: false,
  desiredGeneration: 3,
  updateHintGeneration: 0,
  pendingCommands: null,
  replayRequired: null,
  authorityEpoch: 4,
  masterOfRecord: 'REGION',
  mode: 'LIVE',
  cordoned: true,
};

describe('being on its own', () => {
  test('begins after three assigned intervals of silence, and never within three seconds', () => {
    expect(isCutOff(29_999, 10_000)).toBe(false);
    expect(isCutOff(30_000, 10_000)).toBe(true);
    expect(isCutOff(2_999, 300)).toBe(false);
    expect(isCutOff(3_000, 300)).toBe(true);
  });

  test('goes on with what was told last; what an answer leaves open stays', () => {
    const policy = told(untold, reply, 50);
    expect(policy).toMatchObject({ authorityEpoch: 4, masterOfRecord: 'REGION', cordoned: true, confirmedMs: 50 });
    const later = told(policy, { ...reply, authorityEpoch: null, cordoned: null, masterOfRecord: null }, 60);
    expect(later).toMatchObject({ authorityEpoch: 4, masterOfRecord: 'REGION', cordoned: true, confirmedMs: 60 });
    expect(isSamePolicy(policy, later)).toBe(true);
    expect(isSamePolicy(policy, told(policy, { ...reply, cordoned: false }, 60))).toBe(false);
  });
});

describe('decisions', () => {
  test('are those that were told last, and the preset ones for a device that was never told', () => {
    expect(mayDecide(untold, 'restart_service')).toBe(true);
    expect(mayDecide(untold, 'reboot')).toBe(false);
    const policy = told(untold, { ...reply, allowedDecisions: ['policy_applied'] }, 50);
    expect(['restart_service', 'policy_applied'].map((what) => mayDecide(policy, what))).toEqual([false, true]);
    const later = told(policy, { ...reply, allowedDecisions: null }, 60);
    expect(mayDecide(later, 'restart_service')).toBe(false);
    expect(mayDecide(told(later, { ...reply, allowedDecisions: [] }, 70), 'policy_applied')).toBe(false);
    expect(isSamePolicy(untold, { ...untold, allowedDecisions: ['buffer'] })).toBe(false);
  });

  test('collectors slow down above four fifths of the queue, and hasten only when there is room again', () => {
    expect([0.79, 0.81].map((fill) => mustBeSlow(fill, false))).toEqual([false, true]);
    expect([0.7, 0.61, 0.59].map((fill) => mustBeSlow(fill, true))).toEqual([true, true, false]);
  });

  test('a service is restarted after so many failed checks in a row, and so often an hour at most', () => {
    let state = { failures: 0, restartedAt: [] as readonly number[], dueAt: 0 };
    const check = (now: number, isWell = false): boolean => {
      const after = afterCheck(service, state, { isWell, now });
      state = after.isRestartDue ? afterRestart(after.state, now) : after.state;
      return after.isRestartDue;
    };
    expect([1, 2, 3].map((now) => check(now))).toEqual([false, false, true]);
    expect([4, 5].map((now) => check(now))).toEqual([false, false]);
    check(6, true);
    expect([7, 8, 9].map((now) => check(now))).toEqual([false, false, true]);
    expect([10, 11, 12, 13].map((now) => check(now))).toEqual([false, false, false, false]);
    expect(check(3 + 3_600_000)).toBe(true);
  });
});

test('which list of decisions it has is said by the digest of its words, whatever their order', () => {
  expect(decisionsDigest({ allowedDecisions: ['buffer', 'a'] })).toBe(
    decisionsDigest({ allowedDecisions: ['a', 'buffer'] }),
  );
  // printf 'a\nbuffer' | sha256sum
  expect(decisionsDigest({ allowedDecisions: ['buffer', 'a'] })).toMatch(/^6c4f70b7d72cedf1/);
});

import { expect, it } from 'vitest';
import { gateLines, type Gates } from './gate-words.ts';

const gates: Gates = {
  successPercent: 90,
  failurePercent: 30,
  failureCount: null,
  minExecuted: 10,
  lostMax: 1,
  soakS: 0,
  deadlineS: 3600,
  needsApproval: false,
  needsHealth: false,
};
const counts = {
  total: 10,
  done: 4,
  alreadyInstalled: 1,
  applying: 1,
  deferred: 1,
  unreachable: 2,
  failed: 1,
  incapable: 0,
  withdrawn: 0,
};

it('counts success of those that can take part: who is away is in no denominator', () => {
  expect(gateLines(gates, counts)[0]).toEqual({
    gate: 'Success',
    wants: 'passes from 90%: 8 of 8 that can take part',
    has: '5 now',
  });
});

it('names only the gates there are, and no number before the wave has a device', () => {
  const none = { ...counts, total: 0, done: 0, alreadyInstalled: 0, unreachable: 0, failed: 0 };
  const lines = gateLines({ ...gates, failurePercent: null, lostMax: null, soakS: 90 }, none);
  expect(lines.map(({ gate }) => gate)).toEqual(['Success', 'Soak', 'Deadline']);
  expect(lines.every(({ has }) => has === null)).toBe(true);
});

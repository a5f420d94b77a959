import { expect, it } from 'vitest';
import { isOver, lifeOf, stageReasonText } from './command-words.ts';

const queued = {
  state: 'QUEUED',
  queuedAt: '2026-01-01T00:00:00Z',
  deliveredAt: null,
  acknowledgedAt: null,
  endedAt: null,
} as const;

it('draws a life that goes well, with what is still ahead', () => {
  expect(lifeOf(queued).map(({ stage, isReached }) => `${stage} ${isReached}`)).toEqual([
    'QUEUED true',
    'DELIVERED false',
    'ACKED false',
    'APPLIED false',
  ]);
});

it('ends a life where it ended, and shows the steps it never took', () => {
  const expired = {
    ...queued,
    state: 'EXPIRED',
    endedAt: '2026-01-01T01:00:00Z',
  } as const;
  expect(lifeOf(expired).map(({ stage, isReached }) => `${stage} ${isReached}`)).toEqual([
    'QUEUED true',
    'DELIVERED false',
    'ACKED false',
    'EXPIRED true',
  ]);
  expect(isOver('EXPIRED')).toBe(true);
  expect(isOver('ACKED')).toBe(false);
});

it('never claims to know what became of a command that was handed over and not heard of again', () => {
  expect(stageReasonText('NOT_REPORTED')).toMatch(/unknown/);
  expect(stageReasonText('NOT_DELIVERED')).toMatch(/not done/);
  expect(stageReasonText('exit status 3')).toBe('exit status 3');
  expect(stageReasonText(null)).toBeNull();
});

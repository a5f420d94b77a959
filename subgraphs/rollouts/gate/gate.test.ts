import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buckets, emptyCounts, type BucketCounts } from '../wave/buckets.ts';
import { baseOf, judgeWave, presetGates, successOf, type Gates, type WaveFacts } from './gate.ts';
import type { HealthVerdict } from './health.ts';
import { waitsForBudget, waitsForWave } from './waiting.ts';

const t = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
const well: HealthVerdict = { kind: 'PASS', measure: null, have: 0, need: 1, of: 10, words: '' };
const facts = (counts: Partial<BucketCounts>, change: Partial<WaveFacts> = {}): WaveFacts => ({
  counts: { ...emptyCounts, ...counts },
  lost: { silent: 0, overdue: 0 },
  forgiven: 0,
  reachedAt: t(100),
  verdict: well,
  openedAt: t(0),
  now: t(200),
  ...change,
});
const judge = (counts: Partial<BucketCounts>, gates: Partial<Gates> = {}, change: Partial<WaveFacts> = {}) =>
  judgeWave({ ...presetGates, ...gates }, facts(counts, change));

describe('a wave', () => {
  test('stops when three of ten failed, before the rest is tried', () => {
    expect(judge({ DONE: 1, FAILED: 2, DEFERRED: 7 })).toMatchObject({ kind: 'WAIT', gate: 'SUCCESS' });
    const stop = { kind: 'STOP', cause: 'FAILURES', have: 3, need: 3, of: 10 };
    expect(judge({ DONE: 1, FAILED: 3, DEFERRED: 6 })).toEqual(stop);
  });

  test('of many stops at a share of those that ended, once enough have', () => {
    expect(judge({ DONE: 5, FAILED: 4, DEFERRED: 991 })).toMatchObject({ kind: 'WAIT' });
    expect(judge({ DONE: 6, FAILED: 4, DEFERRED: 990 })).toMatchObject({ kind: 'STOP', have: 4, need: 3, of: 10 });
  });

  test('stops at a count of failures where one is said', () => {
    expect(judge({ DONE: 50, FAILED: 2, DEFERRED: 950 }, { failureCount: 2 })).toMatchObject({ need: 2, have: 2 });
  });

  test('stops when a device falls silent in the middle, and counts an overdue one as failed', () => {
    const lost = { silent: 1, overdue: 0 };
    expect(judge({ APPLYING: 1, DONE: 9 }, {}, { lost })).toMatchObject({ kind: 'STOP', cause: 'HEARTBEAT_LOSS' });
    expect(judge({ APPLYING: 1, DONE: 9 }, { failureCount: 1 }, { lost: { silent: 0, overdue: 1 } })).toMatchObject({
      cause: 'FAILURES',
    });
    expect(judge({ APPLYING: 1, DONE: 9 }, { lostMax: null }, { lost }).kind).toBe('PASS');
  });

  test('does not stop again for failures that somebody accepted', () => {
    expect(judge({ DONE: 1, FAILED: 3, DEFERRED: 6 }, {}, { forgiven: 3 })).toMatchObject({ kind: 'WAIT' });
    expect(judge({ DONE: 1, FAILED: 6, DEFERRED: 3 }, {}, { forgiven: 3 })).toMatchObject({ kind: 'STOP', have: 3 });
  });

  test('is not held up by devices that are away, incapable or taken out', () => {
    const counts = { DONE: 9, UNREACHABLE: 50, INCAPABLE: 3, WITHDRAWN: 4, DEFERRED: 1 };
    expect(judge(counts)).toEqual({ kind: 'PASS', have: 9, need: 9, of: 10 });
  });

  test('soaks from the success that reached the threshold on', () => {
    const soak = judge({ DONE: 10 }, { soakS: 300 });
    expect(soak).toMatchObject({ kind: 'WAIT', gate: 'SOAK', since: t(100), until: t(400), have: 100, need: 300 });
    expect(judge({ DONE: 10 }, { soakS: 100 }).kind).toBe('PASS');
  });

  test('stops for its health where that counts, and is held while it cannot be told', () => {
    const sick: HealthVerdict = { ...well, kind: 'FAIL', have: 5, need: 2 };
    expect(judge({ DONE: 10 }, { needsHealth: true }, { verdict: sick })).toMatchObject({ cause: 'HEALTH', have: 5 });
    expect(judge({ DONE: 10 }, {}, { verdict: sick }).kind).toBe('PASS');
    const unknown: HealthVerdict = { ...well, kind: 'INCONCLUSIVE' };
    expect(judge({ DONE: 10 }, { needsHealth: true }, { verdict: unknown })).toMatchObject({ gate: 'HEALTH' });
    expect(judge({ ALREADY_INSTALLED: 10 }, { needsHealth: true }, { verdict: unknown }).kind).toBe('PASS');
  });

  test('without anybody passes at once', () => {
    expect(judge({}, { soakS: 60, needsHealth: true }, { reachedAt: null }).kind).toBe('PASS');
  });

  test('never passes below its threshold or with too many failures, whatever the numbers', () => {
    const counts = fc.tuple(...buckets.map(() => fc.nat(30))).map((numbers) => {
      return Object.fromEntries(buckets.map((bucket, at) => [bucket, numbers[at]])) as BucketCounts;
    });
    fc.assert(
      fc.property(counts, fc.nat(100), fc.integer({ min: 1, max: 100 }), (numbers, successPercent, failurePercent) => {
        const gates = { ...presetGates, successPercent, failurePercent };
        const judged = judgeWave(gates, facts(numbers));
        if (judged.kind !== 'PASS') return;
        const { have, need } = successOf(gates, numbers);
        expect(have).toBeGreaterThanOrEqual(need);
        expect(numbers.FAILED === 0 || numbers.FAILED < (baseOf(numbers) * failurePercent) / 100).toBe(true);
      }),
    );
  });
});

test('who waits is told the gate, the number, and what unblocks it', () => {
  const judged = judge({ DONE: 3, DEFERRED: 7 });
  if (judged.kind !== 'WAIT') throw new Error('it waits');
  expect(waitsForWave(judged)).toMatchObject({ gate: 'SUCCESS', have: 3, need: 9, since: t(0) });
  expect(waitsForWave(judged).unblocks).toBe('6 more devices succeed.');
  const full = waitsForBudget({ kind: 'PARALLEL', scope: 'site:s1', used: 2, limit: 2 }, t(5));
  expect(full).toMatchObject({ gate: 'BUDGET', budget: 'site:s1', have: 2, need: 2, since: t(5) });
});

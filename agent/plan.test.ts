import { describe, expect, test } from 'vitest';
import { afterSample, failed, initialPlanState, plan, started, succeeded, wanted } from './plan.ts';

const start = initialPlanState(0, 0.5);

describe('the plan', () => {
  test('spreads the first heartbeats of agents that start together', () => {
    expect(initialPlanState(0, 0).schedules.heartbeat.dueAt).toBe(0);
    expect(initialPlanState(0, 0.75).schedules.heartbeat.dueAt).toBe(1_500);
  });

  test('takes a sample every second, and does not make up for seconds it slept through', () => {
    expect(plan(start, 0).isSampleDue).toBe(true);
    expect(afterSample(start, 3).sampleAt).toBe(1_000);
    expect(afterSample(start, 8_400).sampleAt).toBe(9_000);
  });

  test('keeps the interval the server assigned', () => {
    const state = succeeded(start, 'heartbeat', { now: 500, nextInMs: 9_137, random: 0.5 });
    expect(plan(state, 9_636).start).not.toContain('heartbeat');
    expect(plan(state, 9_637).start).toContain('heartbeat');
  });

  test('never begins a duty twice at once', () => {
    expect(plan(started(start, 'push'), 60_000).start).not.toContain('push');
  });

  test('waits as long as the server asks, and longer with every failure', () => {
    const failure = { now: 0, random: 1, isUnheard: false };
    expect(failed(start, 'push', { ...failure, retryAfterMs: 30_000 }).schedules.push.dueAt).toBe(30_000);
    let state = start;
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => {
      state = failed(state, 'push', { ...failure, retryAfterMs: null });
      return state.schedules.push.dueAt;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test('spreads repeated attempts over half the wait', () => {
    const dueAt = (random: number) =>
      failed(start, 'push', { now: 0, random, retryAfterMs: null, isUnheard: true }).schedules.push.dueAt;
    expect([dueAt(0), dueAt(1)]).toEqual([500, 1_000]);
  });

  test('an answer to one duty hastens those that were only unheard, and none that were refused', () => {
    const base = { now: 0, random: 1, retryAfterMs: 50_000 };
    const unheard = failed(start, 'push', { ...base, isUnheard: true });
    const refused = failed(start, 'push', { ...base, isUnheard: false });
    const answer = { now: 1_000, nextInMs: 10_000, random: 0.5 };
    expect(succeeded(unheard, 'heartbeat', answer).schedules.push.dueAt).toBe(2_000);
    expect(succeeded(refused, 'heartbeat', answer).schedules.push.dueAt).toBe(50_000);
  });

  test('does what is wanted once, and then only when it is wanted again', () => {
    const asked = wanted(start, 'inventory', 100);
    expect(plan(asked, 100).start).toContain('inventory');
    const done = succeeded(asked, 'inventory', { now: 200, nextInMs: null, random: 0 });
    expect(plan(done, 1_000_000).start).not.toContain('inventory');
  });

  test('sleeps until the next thing that is due', () => {
    const state = succeeded(succeeded(start, 'push', { now: 0, nextInMs: 400, random: 0 }), 'heartbeat', {
      now: 0,
      nextInMs: 700,
      random: 0,
    });
    expect(plan(afterSample(state, 0), 1).wakeAt).toBe(400);
  });
});

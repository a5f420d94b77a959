import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Rounds } from './rounds.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fine = () => undefined;

test('a round begins a period after the one before it ended, however long that took', async () => {
  const begun: number[] = [];
  const round = async (): Promise<void> => {
    begun.push(Date.now());
    await new Promise((resolve) => setTimeout(resolve, 250));
  };
  const at = Date.now();
  const rounds = new Rounds({ periodMs: 100, firstInMs: 0, round, failed: fine });
  rounds.start();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun.map((ms) => ms - at)).toEqual([0, 350, 700]);
  void rounds.stop();
});

test('a round that fails is told of, and the next one is made', async () => {
  const failures: unknown[] = [];
  const rounds = new Rounds({
    periodMs: 100,
    round: () => Promise.reject(new Error('no')),
    failed: (error) => failures.push(error),
  });
  rounds.start();
  await vi.advanceTimersByTimeAsync(250);
  expect(failures).toHaveLength(2);
  await rounds.stop();
});

test('whoever stops it waits for the round in flight, and no other is made', async () => {
  let ended = 0;
  const round = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ended += 1;
  };
  const rounds = new Rounds({ periodMs: 100, round, failed: fine });
  rounds.start();
  await vi.advanceTimersByTimeAsync(110);
  const stopping = rounds.stop();
  expect([ended, rounds.isStopped]).toEqual([0, true]);
  await vi.advanceTimersByTimeAsync(40);
  await stopping;
  expect(ended).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ended).toBe(1);
});

import { describe, expect, test } from 'vitest';
import { TrustedClock } from './trusted-clock.ts';

const year = 365 * 86_400_000;
const today = 56 * year;

function clockAt(wallMs: number, signedMs: number) {
  const time = { wallMs, monotonicMs: 0, storedMs: signedMs };
  const store = { signedTimeMs: () => time.storedMs, storeSignedTime: (ms: number) => void (time.storedMs = ms) };
  const clock = new TrustedClock(store, { wall: () => time.wallMs, monotonic: () => time.monotonicMs });
  const pass = (ms: number): void => {
    time.wallMs += ms;
    time.monotonicMs += ms;
  };
  return { clock, time, pass };
}

describe('the clock', () => {
  test('of a device that woke up in 1970 is never before the last signed time, and goes on from there', () => {
    const { clock, pass } = clockAt(1_000, today);
    expect(clock.now()).toBe(today);
    pass(60_000);
    expect(clock.now()).toBe(today + 60_000);
    expect(clock.behindMs()).toBe(today - 1_000);
  });

  test('is the wall clock where that is right', () => {
    const { clock } = clockAt(today + 5_000, today);
    expect(clock.now()).toBe(today + 5_000);
    expect(clock.behindMs()).toBeNull();
  });

  test('takes a signed time, keeps it, and never goes back', () => {
    const { clock, time } = clockAt(1_000, 0);
    clock.heard(today);
    expect([clock.now(), time.storedMs]).toEqual([today, today]);
    clock.heard(today - year);
    expect([clock.now(), time.storedMs]).toEqual([today, today]);
  });

  test('takes no time after the end of the certificate of whoever says it', () => {
    const { clock } = clockAt(today, 0);
    clock.heard(today + 100 * year, today + 1_000);
    expect(clock.now()).toBe(today + 1_000);
  });

  test('does not write to disk at every answer', () => {
    const { clock, time, pass } = clockAt(1_000, today);
    pass(10_000);
    clock.heard(today + 11_000);
    expect(time.storedMs).toBe(today);
    clock.heard(today + 400_000);
    expect(time.storedMs).toBe(today + 400_000);
  });
});

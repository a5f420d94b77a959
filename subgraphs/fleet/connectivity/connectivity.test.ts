import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextIntervalMs } from '../heartbeat/interval.ts';
import { isAllowed } from '../lifecycle/transition.ts';
import { causeOf, connectivity, connectivityModes, connectivityTransitions } from './connectivity.ts';
import type { ConnectivityEvent } from './events.ts';

const intervalMs = 10_000;

describe('the stream of a connection', () => {
  const change = fc.record({
    type: fc.constant('ChangeConnectivity' as const),
    deviceId: fc.constant('d'),
    mode: fc.constantFrom(...connectivityModes),
    gapMs: fc.option(fc.nat()),
    intervalMs: fc.constant(intervalMs),
    reason: fc.constant('SILENCE' as const),
  });

  test('any sequence of accepted commands replays to the same state', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (commands) => {
        const events: ConnectivityEvent[] = [];
        let live = connectivity.initialState;
        for (const command of commands) {
          try {
            const decided = connectivity.decide(command, live);
            events.push(...decided);
            live = replay({ ...connectivity, initialState: live }, decided);
            expect(live.mode).toBe(command.mode);
          } catch (thrown) {
            if (!isRefusal(thrown)) throw thrown;
            expect(isAllowed(connectivityTransitions, { from: live.mode, to: command.mode })).toBe(false);
          }
        }
        expect(replay(connectivity, events)).toEqual(live);
      }),
    );
  });

  test('any mode may become DISCONNECTED, and the spectrum is walked step by step', () => {
    for (const from of connectivityModes) {
      if (from !== 'DISCONNECTED') expect(isAllowed(connectivityTransitions, { from, to: 'DISCONNECTED' })).toBe(true);
    }
    expect(isAllowed(connectivityTransitions, { from: 'LIVE', to: 'AUTONOMOUS' })).toBe(false);
    expect(isAllowed(connectivityTransitions, { from: 'RETURNING', to: 'LIVE' })).toBe(false);
  });
});

test('a change that was recorded before reasons were has one all the same', () => {
  const data = { deviceId: 'd', previousMode: 'DELAYED', gapMs: 1, intervalMs } as const;
  expect(causeOf({ ...data, mode: 'LIVE' })).toBe('HEARTBEAT');
  expect(causeOf({ ...data, mode: 'DISCONNECTED' })).toBe('SILENCE');
  expect(causeOf({ ...data, mode: 'RETURNING' })).toBe('REPLAY');
  expect(causeOf({ ...data, mode: 'DISCONNECTED', reason: 'RELAY_DOWN' })).toBe('RELAY_DOWN');
});

describe('the assigned interval', () => {
  test('stays within 20 % of the base for a small fleet, and grows with a large one', () => {
    const inputs = { baseMs: 10_000, devices: 100, perSecondMax: 2_000 };
    expect(nextIntervalMs({ ...inputs, random: 0 })).toBe(8_000);
    expect(nextIntervalMs({ ...inputs, random: 0.999_999 })).toBe(12_000);
    expect(nextIntervalMs({ ...inputs, devices: 50_000, random: 0.5 })).toBe(25_000);
  });
});

import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextIntervalMs } from '../heartbeat/interval.ts';
import { isAllowed } from '../lifecycle/transition.ts';
import {
  afterHeartbeat,
  afterSilence,
  connectivity,
  connectivityModes,
  connectivityTransitions,
} from './connectivity.ts';
import type { ConnectivityEvent } from './events.ts';

const intervalMs = 10_000;
const silence = (gapMs: number) => ({ gapMs, intervalMs });

describe('silence', () => {
  test('is judged relative to the interval the server assigned', () => {
    expect(afterSilence('LIVE', { gapMs: 20_000, intervalMs: 10_000 })).toBe('LIVE');
    expect(afterSilence('LIVE', { gapMs: 20_000, intervalMs: 2_000 })).toBe('DISCONNECTED');
  });

  test('makes a live device delayed, then disconnected', () => {
    expect(afterSilence('LIVE', silence(24_999))).toBe('LIVE');
    expect(afterSilence('LIVE', silence(25_001))).toBe('DELAYED');
    expect(afterSilence('DELAYED', silence(59_999))).toBe('DELAYED');
    expect(afterSilence('DELAYED', silence(60_001))).toBe('DISCONNECTED');
  });

  test('never brings a device nearer, and leaves the modes of the return protocol alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...connectivityModes), fc.nat(1_000_000), (mode, gapMs) => {
        const next = afterSilence(mode, silence(gapMs));
        if (next !== mode) expect(isAllowed(connectivityTransitions, { from: mode, to: next })).toBe(true);
        expect(next === 'LIVE' && mode !== 'LIVE').toBe(false);
        if (mode !== 'LIVE' && mode !== 'DELAYED') expect(next).toBe(mode);
      }),
    );
  });
});

describe('a heartbeat', () => {
  const arrival = (gapMs: number | null, isRestarted = false) => ({ gapMs, intervalMs, isRestarted });

  test('makes a disconnected device live at once', () => {
    expect(afterHeartbeat('DISCONNECTED', arrival(null))).toBe('LIVE');
    expect(afterHeartbeat('DISCONNECTED', arrival(9_999_999))).toBe('LIVE');
  });

  test('makes a delayed device live when it is punctual again or was restarted, and not when it is late again', () => {
    expect(afterHeartbeat('DELAYED', arrival(30_000))).toBe('DELAYED');
    expect(afterHeartbeat('DELAYED', arrival(12_000))).toBe('LIVE');
    expect(afterHeartbeat('DELAYED', arrival(30_000, true))).toBe('LIVE');
  });

  test('does not end the return protocol', () => {
    for (const mode of ['EDGE_CACHED', 'AUTONOMOUS', 'RETURNING', 'REPLAYING'] as const) {
      expect(afterHeartbeat(mode, arrival(10))).toBe(mode);
    }
  });

  test('a device that is late every time stays delayed instead of flapping', () => {
    let mode = afterSilence('LIVE', silence(26_000));
    for (let beat = 0; beat < 10; beat += 1) {
      mode = afterHeartbeat(mode, arrival(26_000));
      expect(mode).toBe('DELAYED');
    }
  });
});

describe('the stream of a connection', () => {
  const change = fc.record({
    type: fc.constant('ChangeConnectivity' as const),
    deviceId: fc.constant('d'),
    mode: fc.constantFrom(...connectivityModes),
    gapMs: fc.option(fc.nat()),
    intervalMs: fc.constant(intervalMs),
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

describe('the assigned interval', () => {
  test('stays within 20 % of the base for a small fleet, and grows with a large one', () => {
    const inputs = { baseMs: 10_000, devices: 100, perSecondMax: 2_000 };
    expect(nextIntervalMs({ ...inputs, random: 0 })).toBe(8_000);
    expect(nextIntervalMs({ ...inputs, random: 0.999_999 })).toBe(12_000);
    expect(nextIntervalMs({ ...inputs, devices: 50_000, random: 0.5 })).toBe(25_000);
  });
});

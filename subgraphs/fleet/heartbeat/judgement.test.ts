import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectivityModes, connectivityTransitions } from '../connectivity/connectivity.ts';
import type { ConnectivityMode } from '../connectivity/events.ts';
import { defaultDomainSettings, type DomainSettings } from '../domain-settings/domain-settings.ts';
import { isAllowed } from '../lifecycle/transition.ts';
import {
  afterHeartbeat,
  afterSilence,
  nextLookMs,
  unheardConnection,
  type Arrival,
  type Connection,
  type Judged,
  type Silence,
} from './judgement.ts';

const intervalMs = 10_000;
const settings = defaultDomainSettings;
const wellLink = { rttMs: 20, lossPct: 0, bandwidthKbps: 10_000 };
const badLink = { rttMs: 2_000, lossPct: 30, bandwidthKbps: 10 };

const connection = (mode: ConnectivityMode, fields: Partial<Connection> = {}): Connection => ({
  ...unheardConnection,
  mode,
  ...fields,
});
const arrival = (fields: Partial<Arrival> = {}): Arrival => ({
  ...wellLink,
  gapMs: intervalMs,
  intervalMs,
  isRestarted: false,
  declared: null,
  isReplayRequired: false,
  isLocked: false,
  ...fields,
});
const silence = (gapMs: number, fields: Partial<Silence> = {}): Silence => ({
  gapMs,
  intervalMs,
  declared: null,
  mayBeAlone: false,
  isLocked: false,
  isRelayDown: false,
  ...fields,
});
const modesOf = ({ steps }: Judged) => steps.map(({ mode }) => mode);

type Life = { readonly gap: number; readonly link?: Partial<Arrival>; readonly silent?: Partial<Silence> };

/** A device as the fleet sees it: the sweep looks before each call if its silence means something by then. */
function lived(calls: readonly Life[], by: DomainSettings = settings, judge: typeof afterHeartbeat = afterHeartbeat) {
  let now = afterHeartbeat(unheardConnection, arrival({ gapMs: null }), by).connection;
  const changes: { call: number; mode: ConnectivityMode }[] = [];
  const take = (call: number, judged: Judged) => {
    now = judged.connection;
    for (const { mode } of judged.steps) changes.push({ call, mode });
  };
  calls.forEach(({ gap, link, silent }, call) => {
    const gapMs = gap * intervalMs;
    for (let at: number | null = 0; at !== null && at < gapMs;) {
      const next: number | null = nextLookMs(now, silence(at, silent), by);
      if (next === null || next >= gapMs) break;
      at = next + 1;
      take(call, afterSilence(now, silence(at, silent), by));
    }
    take(call, judge(now, arrival({ gapMs, ...link }), by));
  });
  return { mode: now.mode, changes };
}

describe('silence', () => {
  test('is judged relative to the interval the server assigned and by the settings of the domain', () => {
    expect(modesOf(afterSilence(connection('LIVE'), silence(20_000), settings))).toEqual([]);
    expect(modesOf(afterSilence(connection('LIVE'), silence(20_000, { intervalMs: 2_000 }), settings))).toEqual([
      'DISCONNECTED',
    ]);
    expect(
      modesOf(afterSilence(connection('LIVE'), silence(20_000), { ...settings, delayedAfterIntervals: 1.5 })),
    ).toEqual(['DELAYED']);
  });

  test('makes a live device delayed, then disconnected', () => {
    expect(modesOf(afterSilence(connection('LIVE'), silence(24_999), settings))).toEqual([]);
    expect(afterSilence(connection('LIVE'), silence(25_001), settings).steps).toEqual([
      { mode: 'DELAYED', reason: 'SILENCE' },
    ]);
    expect(modesOf(afterSilence(connection('DELAYED'), silence(59_999), settings))).toEqual([]);
    expect(modesOf(afterSilence(connection('DELAYED'), silence(60_001), settings))).toEqual(['DISCONNECTED']);
  });

  test('of a device that said it would be on its own is autonomy, until its budget is spent', () => {
    for (const said of [{ declared: 'AUTONOMOUS' }, { mayBeAlone: true }] as const) {
      const first = afterSilence(connection('DELAYED'), silence(60_001, said), settings);
      expect(first.steps).toEqual([{ mode: 'AUTONOMOUS', reason: 'DECLARED' }]);
      const budgetMs = settings.autonomyBudgetS * 1_000;
      expect(modesOf(afterSilence(first.connection, silence(budgetMs, said), settings))).toEqual([]);
      expect(afterSilence(first.connection, silence(budgetMs + 1, said), settings).steps).toEqual([
        { mode: 'DISCONNECTED', reason: 'SILENCE' },
      ]);
    }
    // Looked at late, it goes the same way.
    expect(modesOf(afterSilence(connection('LIVE'), silence(100_000, { declared: 'AUTONOMOUS' }), settings))).toEqual([
      'DELAYED',
      'AUTONOMOUS',
    ]);
  });

  test('of a device that synchronises periodically is its cache, until it missed its periods too', () => {
    const said = { declared: 'EDGE_CACHED' } as const;
    const first = afterSilence(connection('DELAYED'), silence(60_001, said), settings);
    expect(first.steps).toEqual([{ mode: 'EDGE_CACHED', reason: 'DECLARED' }]);
    expect(modesOf(afterSilence(first.connection, silence(719_000, said), settings))).toEqual([]);
    expect(modesOf(afterSilence(first.connection, silence(721_000, said), settings))).toEqual(['DISCONNECTED']);
  });

  test('behind a relay that is down says so', () => {
    expect(afterSilence(connection('DELAYED'), silence(61_000, { isRelayDown: true }), settings).steps).toEqual([
      { mode: 'DISCONNECTED', reason: 'RELAY_DOWN' },
    ]);
  });

  test('within a return counts only while there is no session', () => {
    expect(modesOf(afterSilence(connection('RETURNING'), silence(61_000, { isLocked: true }), settings))).toEqual([]);
    expect(modesOf(afterSilence(connection('RETURNING'), silence(61_000), settings))).toEqual(['DISCONNECTED']);
    expect(modesOf(afterSilence(connection('REPLAYING'), silence(999_000), settings))).toEqual([]);
  });
});

describe('a call', () => {
  test('makes a disconnected or autonomous device live at once, or returning when its journal has more', () => {
    for (const mode of ['DISCONNECTED', 'AUTONOMOUS'] as const) {
      const judged = afterHeartbeat(connection(mode), arrival({ gapMs: 9_999_999 }), settings);
      expect(judged.steps).toEqual([{ mode: 'LIVE', reason: 'HEARTBEAT' }]);
      const behind = arrival({ gapMs: 9_999_999, isReplayRequired: true });
      expect(afterHeartbeat(connection(mode), behind, settings).steps).toEqual([
        { mode: 'RETURNING', reason: 'RETURN' },
      ]);
    }
  });

  test('makes a delayed device live when it was punctual often enough', () => {
    const first = afterHeartbeat(connection('DELAYED'), arrival(), settings);
    expect(modesOf(first)).toEqual([]);
    expect(modesOf(afterHeartbeat(first.connection, arrival(), settings))).toEqual(['LIVE']);
    const late = afterHeartbeat(first.connection, arrival({ gapMs: 30_000 }), settings);
    expect(modesOf(afterHeartbeat(late.connection, arrival(), settings))).toEqual([]);
    // Another run of the agent explains the gap before it.
    const restarted = afterHeartbeat(connection('DELAYED'), arrival({ gapMs: 30_000, isRestarted: true }), settings);
    expect(modesOf(afterHeartbeat(restarted.connection, arrival(), settings))).toEqual(['LIVE']);
  });

  test('over a bad link makes a live device delayed the second time', () => {
    for (const fault of ['rttMs', 'lossPct', 'bandwidthKbps'] as const) {
      const bad = arrival({ [fault]: badLink[fault] });
      const first = afterHeartbeat(connection('LIVE'), bad, settings);
      expect(modesOf(first)).toEqual([]);
      expect(afterHeartbeat(first.connection, bad, settings).steps).toEqual([{ mode: 'DELAYED', reason: 'LINK' }]);
    }
  });

  test('of a delayed device that declares it makes it cached, and it comes nearer one step at a time', () => {
    const cached = afterHeartbeat(connection('DELAYED'), arrival({ declared: 'EDGE_CACHED' }), settings);
    expect(cached.steps).toEqual([{ mode: 'EDGE_CACHED', reason: 'DECLARED' }]);
    let now = connection('EDGE_CACHED');
    const seen: ConnectivityMode[] = [];
    for (let call = 0; call < 4; call += 1) {
      const judged = afterHeartbeat(now, arrival(), settings);
      now = judged.connection;
      seen.push(now.mode);
    }
    expect(seen).toEqual(['EDGE_CACHED', 'DELAYED', 'DELAYED', 'LIVE']);
    for (let call = 0; call < 4; call += 1) {
      now = afterHeartbeat(connection('EDGE_CACHED'), arrival({ declared: 'EDGE_CACHED' }), settings).connection;
      expect(now.mode).toBe('EDGE_CACHED');
    }
  });

  test('that is late by a period again and again makes a device cached, and it stays', () => {
    const { mode, changes } = lived(Array.from({ length: 12 }, () => ({ gap: 14 })));
    expect(mode).toBe('EDGE_CACHED');
    expect(changes.filter(({ call }) => call > 3)).toEqual([]);
  });

  test('does not end a session of the return protocol, and ends a return that has nothing to deliver', () => {
    expect(modesOf(afterHeartbeat(connection('REPLAYING'), arrival(), settings))).toEqual([]);
    expect(modesOf(afterHeartbeat(connection('RETURNING'), arrival({ isLocked: true }), settings))).toEqual([]);
    expect(modesOf(afterHeartbeat(connection('RETURNING'), arrival({ isReplayRequired: true }), settings))).toEqual([]);
    expect(modesOf(afterHeartbeat(connection('RETURNING'), arrival(), settings))).toEqual(['REPLAYING', 'LIVE']);
  });
});

const anyLink = fc.record({
  rttMs: fc.constantFrom(null, 20, 639, 641, 799, 801, 5_000),
  lossPct: fc.constantFrom(null, 0, 7.9, 8.1, 9.9, 10.1, 80),
  bandwidthKbps: fc.constantFrom(null, 10_000, 81, 79, 65, 63, 1),
});
const borderGap = fc.constantFrom(0.5, 1, 1.5, 1.59, 1.61, 2, 2.49, 2.51, 3, 5.9, 5.99, 6.01, 6.1, 7, 11.9, 12.1, 14);
const borderCall = fc.record({ gap: borderGap, link: anyLink });

describe('whoever stands at a border', () => {
  const settledAfter = 8;
  const changesWhenSettled = (one: Life, other: Life, by: DomainSettings, judge = afterHeartbeat) => {
    const calls = Array.from({ length: 40 }, (_, call) => (call % 2 === 0 ? one : other));
    return lived(calls, by, judge).changes.filter(({ call }) => call >= settledAfter).length;
  };

  test('and alternates between two sides of it changes the mode at most once more after a few calls', () => {
    fc.assert(
      fc.property(borderCall, borderCall, fc.integer({ min: 2, max: 4 }), (one, other, recoverAfterHeartbeats) => {
        expect(changesWhenSettled(one, other, { ...settings, recoverAfterHeartbeats })).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  test('would be caught going to and fro if one good call were enough', () => {
    const forgetful: typeof afterHeartbeat = (before, call, by) =>
      afterHeartbeat(
        { ...before, run: by.recoverAfterHeartbeats, lates: 0, shortestLateMs: null, longestLateMs: null },
        call,
        by,
      );
    expect(changesWhenSettled({ gap: 1 }, { gap: 3 }, settings, forgetful)).toBeGreaterThan(1);
  });

  test('is never nearer before it was punctual as often as the domain asks, whatever it does', () => {
    fc.assert(
      fc.property(fc.array(borderCall, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (calls, recover) => {
        const { changes } = lived(calls, { ...settings, recoverAfterHeartbeats: recover });
        let delayedAt: number | null = null;
        for (const { call, mode } of changes) {
          if (mode === 'LIVE' && delayedAt !== null) expect(call - delayedAt).toBeGreaterThanOrEqual(recover - 1);
          delayedAt = mode === 'DELAYED' ? call : null;
        }
      }),
    );
  });
});

test('every step of every judgement is one the spectrum knows, and silence never brings a device nearer', () => {
  const connections = fc.record({
    mode: fc.constantFrom(...connectivityModes),
    run: fc.integer({ min: -2, max: 5 }),
    lates: fc.integer({ min: 0, max: 3 }),
    shortestLateMs: fc.option(fc.integer({ min: 26_000, max: 300_000 })),
    longestLateMs: fc.option(fc.integer({ min: 26_000, max: 900_000 })),
  });
  const declared = fc.constantFrom(null, 'LIVE' as const, 'EDGE_CACHED' as const, 'AUTONOMOUS' as const);
  const calls = fc.record({
    gap: fc.option(fc.integer({ min: 0, max: 400_000_000 })),
    link: anyLink,
    declared,
    flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  });
  const walk = (from: ConnectivityMode, { steps, connection: after }: Judged) => {
    let mode = from;
    for (const step of steps) {
      expect(isAllowed(connectivityTransitions, { from: mode, to: step.mode })).toBe(true);
      mode = step.mode;
    }
    expect(after.mode).toBe(mode);
  };
  fc.assert(
    fc.property(connections, calls, (before, { gap, link, declared: said, flags: [one, two, three] }) => {
      const about = { declared: said, isLocked: two };
      walk(
        before.mode,
        afterHeartbeat(
          before,
          arrival({ gapMs: gap, ...link, ...about, isRestarted: one, isReplayRequired: three }),
          settings,
        ),
      );
      const still = silence(gap ?? 0, { ...about, mayBeAlone: one, isRelayDown: three });
      const judged = afterSilence(before, still, settings);
      walk(before.mode, judged);
      if (before.mode !== 'LIVE') expect(modesOf(judged)).not.toContain('LIVE');
      const next = nextLookMs(judged.connection, still, settings);
      if (next !== null) expect(next).toBeGreaterThan(gap ?? 0);
    }),
  );
});

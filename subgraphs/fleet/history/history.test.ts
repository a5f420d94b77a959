/** What a device was at any moment is what the log up to that moment says. */
import { replay } from '@flotilla/kernel/decider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectivity } from '../connectivity/connectivity.ts';
import type { ConnectivityEvent, ConnectivityMode } from '../connectivity/events.ts';
import { device } from '../device/device.ts';
import type { DeviceEvent } from '../device/events.ts';
import { changesOf, heldAt, intervalsOf, type Interval, type Machine, type Placed } from './history.ts';

const deviceId = 'd';
const facts = { deviceId, fingerprints: [] };
const reason = 'because';
const words = fc.constantFrom('a', 'b', 'c');
const phases = fc.constantFrom<'ACTIVE' | 'QUARANTINED'>('ACTIVE', 'QUARANTINED');
const labels = fc.array(fc.record({ key: words, value: words }), { maxLength: 2 });

const claimed: DeviceEvent = {
  type: 'DeviceClaimed',
  data: {
    ...facts,
    trust: 'PENDING',
    name: 'kiosk',
    kind: 'EDGE',
    labels: [],
    channel: 'prod',
    domainId: 'a',
    locationId: null,
    enrollmentTokenId: 't',
    publicKey: 'k',
    bootId: 'b',
    agentVersion: '1',
  },
};

const happening = fc.oneof(
  fc.constantFrom<DeviceEvent>(
    { type: 'DeviceApproved', data: { ...facts, trust: 'TRUSTED', approvedBy: 'x', ruleId: null, ruleName: null } },
    { type: 'DeviceRevoked', data: { ...facts, trust: 'REVOKED', reason } },
    { type: 'DeviceActivated', data: { deviceId } },
    { type: 'DeviceRecovered', data: { deviceId } },
    { type: 'DeviceDecommissionStarted', data: { deviceId, reason } },
    { type: 'DeviceRetired', data: { ...facts, trust: 'REVOKED', retentionClass: 'STANDARD', reason } },
  ),
  words.map((detail): DeviceEvent => ({
    type: 'DeviceDegraded',
    data: { deviceId, reasons: [{ code: 'HEALTH', detail }] },
  })),
  phases.map((phase): DeviceEvent => {
    return {
      type: 'DeviceQuarantined',
      data: { ...facts, trust: 'QUARANTINED', reason, cause: 'OPERATOR', evidence: null, phase },
    };
  }),
  phases.map((phase): DeviceEvent => ({ type: 'DeviceReleased', data: { ...facts, trust: 'TRUSTED', reason, phase } })),
  words.map((name): DeviceEvent => ({ type: 'DeviceRenamed', data: { deviceId, name, previousName: '' } })),
  words.map((domainId): DeviceEvent => ({ type: 'DeviceMoved', data: { deviceId, domainId, locationId: null } })),
  labels.map((all): DeviceEvent => ({ type: 'DeviceRelabelled', data: { deviceId, labels: all } })),
  words.map((agentVersion): DeviceEvent => {
    return { type: 'DeviceAgentChanged', data: { deviceId, agentVersion, previousVersion: '' } };
  }),
  fc.constantFrom<ConnectivityMode>('LIVE', 'DELAYED', 'DISCONNECTED').map((mode): ConnectivityEvent => {
    return { type: 'ConnectivityChanged', data: { deviceId, mode, previousMode: 'LIVE', gapMs: 1, intervalMs: 1 } };
  }),
);

/** Facts with the moments they were recorded at, which now and then run back a little, as those of overlapping transactions. */
const log = fc
  .array(fc.record({ event: happening, stepMs: fc.integer({ min: -3, max: 9 }) }), { maxLength: 40 })
  .map((steps) => {
    let ms = 1_000;
    const first = { event: claimed as DeviceEvent | ConnectivityEvent, at: momentOf(ms), position: '1' };
    return [
      first,
      ...steps.map(({ event, stepMs }, index) => {
        ms += stepMs;
        return { event, at: momentOf(ms), position: `${index + 2}` };
      }),
    ];
  });

type Entry = { readonly event: DeviceEvent | ConnectivityEvent; readonly at: string; readonly position: string };

function momentOf(ms: number): string {
  return new Date(ms).toISOString();
}

const machines: readonly Machine[] = ['TRUST', 'PHASE', 'CONNECTIVITY', 'NAME', 'LABELS', 'PLACE', 'AGENT'];

/**
 * What the deciders say after the facts that concern a machine, up to the first that came later than the moment. A fact
 * that repeats what holds says nothing, so it holds nothing up either.
 */
function replayed(entries: readonly Entry[], machine: Machine, moment: string): string | undefined {
  const concerning = entries.filter(({ event }) => changesOf(event).some((each) => each.machine === machine));
  let known: string | undefined;
  const before: Entry['event'][] = [];
  for (const { event, at } of concerning) {
    const next = stateAfter([...before, event], machine);
    if (next !== known && at > moment) break;
    known = next;
    before.push(event);
  }
  return known?.split('|', 1)[0];
}

function stateAfter(events: readonly Entry['event'][], machine: Machine): string {
  if (machine === 'CONNECTIVITY') {
    return replay(
      connectivity,
      events.filter((event) => event.type === 'ConnectivityChanged'),
    ).mode;
  }
  const state = replay(device, events as DeviceEvent[]);
  if (state.stage === 'unclaimed') return '';
  const { trust, phase, name, placement, agentVersion, reasons } = state;
  if (machine === 'LABELS') return state.labels.map(({ key, value }) => `${key}=${value}`).join(' ');
  const texts = { TRUST: trust, NAME: name, PLACE: placement.domainId, AGENT: agentVersion };
  if (machine === 'PHASE') return `${phase}|${phase === 'DEGRADED' ? JSON.stringify(reasons) : ''}`;
  return texts[machine as keyof typeof texts];
}

function check(entries: readonly Entry[], fold: (changes: readonly Placed[]) => Interval[]): void {
  const placed = entries.flatMap(({ event, at, position }) =>
    changesOf(event).map((each): Placed => ({ ...each, at, position })),
  );
  const moments = [...new Set(entries.flatMap(({ at }) => [-1, 0, 1].map((step) => momentOf(Date.parse(at) + step))))];
  for (const machine of machines) {
    const intervals = fold(placed.filter((each) => each.machine === machine));
    for (const moment of moments) {
      expect(heldAt(intervals, moment)?.state, `${machine} at ${moment}`).toBe(replayed(entries, machine, moment));
    }
    for (const [index, { from, to }] of intervals.entries()) {
      expect(to, 'no hole and no overlap').toBe(intervals[index + 1]?.from ?? null);
      expect(to === null || from <= to).toBe(true);
    }
  }
}

describe('the history of a device', () => {
  test('says for every moment what replaying the log up to it says', () => {
    fc.assert(
      fc.property(log, (entries) => check(entries, intervalsOf)),
      { numRuns: 300 },
    );
  });

  test('would be wrong if times that run back were taken as they are, and the property shows it', () => {
    const careless = (changes: readonly Placed[]): Interval[] =>
      changes.map(({ state, value, reason: why, at, position }, index) => {
        return { state, value, reason: why, from: at, to: changes[index + 1]?.at ?? null, position };
      });
    expect(() =>
      fc.assert(
        fc.property(log, (entries) => check(entries, careless)),
        { numRuns: 300 },
      ),
    ).toThrow();
  });

  test('has no new interval where a fact repeats what holds, but one where the reasons change', () => {
    const at = (ms: number, event: DeviceEvent) =>
      changesOf(event).map((each): Placed => ({ ...each, at: momentOf(ms), position: `${ms}` }));
    const degraded = (detail: string): DeviceEvent => {
      return { type: 'DeviceDegraded', data: { deviceId, reasons: [{ code: 'HEALTH', detail }] } };
    };
    const changes = [...at(1, degraded('x')), ...at(2, degraded('x')), ...at(3, degraded('y'))];
    expect(intervalsOf(changes).map(({ reason: why }) => why)).toEqual(['HEALTH: x', 'HEALTH: y']);
  });
});

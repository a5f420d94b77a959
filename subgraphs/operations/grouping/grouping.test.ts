import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { darkness, isDark, type Scope } from './scope.ts';
import { addTo, countSince, keptMs, slotMs, type Slots } from './slots.ts';
import { stormSize, unexplainedLeaves } from './storm.ts';

const nowMs = Date.parse('2026-03-01T12:00:00.000Z');
const site = (parts: Partial<Scope>): Scope => ({
  key: 'site:a',
  kind: 'SITE',
  id: 'a',
  name: 'A',
  path: 'root',
  around: ['domain:root'],
  population: 10,
  away: 0,
  pending: 0,
  left: [],
  returned: [],
  isDown: false,
  isReportedDown: false,
  ...parts,
});
const left = (count: number, atMs = nowMs): Slots => addTo([], atMs, count);

describe('slots', () => {
  const change = fc.record({ afterMs: fc.nat(keptMs), count: fc.integer({ min: 1, max: 5 }) });

  test('count exactly what fell into the window, for whole slots', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.nat(keptMs / slotMs), (changes, back) => {
        let [slots, atMs]: [Slots, number] = [[], nowMs];
        const all: { atMs: number; count: number }[] = [];
        for (const { afterMs, count } of changes) {
          atMs += afterMs;
          slots = addTo(slots, atMs, count);
          all.push({ atMs, count });
        }
        const newest = Math.floor(atMs / slotMs);
        const fromSlot = newest - Math.min(back, keptMs / slotMs - 1);
        const expected = all.filter((each) => Math.floor(each.atMs / slotMs) >= fromSlot);
        expect(countSince(slots, fromSlot * slotMs)).toBe(expected.reduce((sum, { count }) => sum + count, 0));
      }),
    );
  });

  test('never hold more than the window, nor a count below one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4 * keptMs), fc.integer({ min: -3, max: 3 }))), (changes) => {
        let slots: Slots = [];
        for (const [afterMs, count] of changes) slots = addTo(slots, nowMs + afterMs, count);
        expect(slots.length).toBeLessThanOrEqual(keptMs / slotMs);
        expect(slots.every(([, count]) => count > 0)).toBe(true);
        expect(slots.map(([slot]) => slot)).toEqual(slots.map(([slot]) => slot).toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('a place', () => {
  test('is dark when most of it left within minutes, and not when it faded over hours', () => {
    expect(isDark(site({ away: 6, left: left(6) }), nowMs, [])).toBe(true);
    expect(isDark(site({ away: 5, left: left(5) }), nowMs, [])).toBe(false);
    expect(isDark(site({ away: 6, left: left(6, nowMs - 3_600_000) }), nowMs, [])).toBe(false);
  });

  test('stays dark until most of it is back', () => {
    expect(isDark(site({ away: 3, isDown: true }), nowMs, [])).toBe(true);
    expect(isDark(site({ away: 2, isDown: true }), nowMs, [])).toBe(false);
  });

  test('of one or two devices is never dark as a whole', () => {
    expect(isDark(site({ population: 2, away: 2, left: left(2) }), nowMs, [])).toBe(false);
  });

  test('is not dark when one smaller dark place explains it, and is when two share it', () => {
    const domain = site({ key: 'domain:root', kind: 'DOMAIN', around: [], population: 14, away: 10, left: left(10) });
    const dead = site({ away: 9, isDown: true });
    expect(isDark(domain, nowMs, [dead])).toBe(false);
    expect(isDark(domain, nowMs, [site({ away: 5, isDown: true })])).toBe(true);
  });

  test('a relay that reports its path down is dark whatever is counted', () => {
    expect(isDark(site({ kind: 'RELAY', isReportedDown: true, population: 0 }), nowMs, [])).toBe(true);
  });

  test('never goes dark by a device that comes back, nor light by one that leaves', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.boolean(), (population, away, isDown) => {
        const scope = site({ population, away: Math.min(away, population), left: left(away), isDown });
        const after = site({ ...scope, away: Math.max(0, scope.away - 1), left: addTo(scope.left, nowMs, -1) });
        if (!isDark(scope, nowMs, [])) expect(isDark(after, nowMs, [])).toBe(false);
      }),
    );
  });
});

describe('a storm', () => {
  test('counts nobody whom a dark place explains, and nobody twice', () => {
    const root = site({ key: 'domain:root', kind: 'DOMAIN', around: [], population: 1_000, away: 60, left: left(60) });
    const relay = site({ key: 'relay:r', kind: 'RELAY', away: 30, left: left(30), isDown: true });
    const inside = site({ around: ['relay:r', 'domain:root'], away: 20, left: left(20), isDown: true });
    expect(stormSize(root)).toBe(50);
    expect(unexplainedLeaves(root, nowMs, [])).toBe(60);
    expect(unexplainedLeaves(root, nowMs, [relay, inside])).toBe(30);
  });
});

test('the thresholds leave room between going dark and coming back', () => {
  expect(darkness.upShare).toBeLessThan(darkness.downShare);
});

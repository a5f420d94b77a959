import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTimeZone } from './local-time.ts';
import { isOpenAt, nextOpenings, type MaintenanceWindow } from './window.ts';

const nightly: MaintenanceWindow = { days: [], from: '02:00', to: '04:00' };
const amsterdam = 'Europe/Amsterdam';

describe('a maintenance window', () => {
  test('opens by the clock of the place', () => {
    expect(nextOpenings(nightly, amsterdam, '2026-01-15T12:00:00Z')).toEqual([
      { opensAt: '2026-01-16T01:00:00.000Z', closesAt: '2026-01-16T03:00:00.000Z' },
      { opensAt: '2026-01-17T01:00:00.000Z', closesAt: '2026-01-17T03:00:00.000Z' },
      { opensAt: '2026-01-18T01:00:00.000Z', closesAt: '2026-01-18T03:00:00.000Z' },
    ]);
    expect(nextOpenings(nightly, 'Asia/Kolkata', '2026-01-15T12:00:00Z', 1)[0]?.opensAt).toBe(
      '2026-01-15T20:30:00.000Z',
    );
  });

  test('is an hour shorter in the night in which clocks go forward', () => {
    const [night, after] = nextOpenings(nightly, amsterdam, '2026-03-28T12:00:00Z');
    expect(night).toEqual({ opensAt: '2026-03-29T01:00:00.000Z', closesAt: '2026-03-29T02:00:00.000Z' });
    expect(after).toEqual({ opensAt: '2026-03-30T00:00:00.000Z', closesAt: '2026-03-30T02:00:00.000Z' });
  });

  test('does not open in an hour that does not come', () => {
    const skipped: MaintenanceWindow = { days: ['SUN'], from: '02:10', to: '02:50' };
    const [first] = nextOpenings(skipped, amsterdam, '2026-03-28T12:00:00Z');
    expect(first).toEqual({ opensAt: '2026-04-05T00:10:00.000Z', closesAt: '2026-04-05T00:50:00.000Z' });
  });

  test('opens once in an hour that comes twice, and closes by the clock behind it', () => {
    const [night] = nextOpenings(nightly, amsterdam, '2026-10-24T12:00:00Z');
    expect(night).toEqual({ opensAt: '2026-10-25T00:00:00.000Z', closesAt: '2026-10-25T03:00:00.000Z' });
    const twice: MaintenanceWindow = { days: [], from: '02:15', to: '02:45' };
    const openings = nextOpenings(twice, amsterdam, '2026-10-24T12:00:00Z', 2);
    expect(openings).toEqual([
      { opensAt: '2026-10-25T00:15:00.000Z', closesAt: '2026-10-25T00:45:00.000Z' },
      { opensAt: '2026-10-26T01:15:00.000Z', closesAt: '2026-10-26T01:45:00.000Z' },
    ]);
  });

  test('knows clocks that change by half an hour', () => {
    const [night] = nextOpenings(
      { days: [], from: '01:30', to: '03:00' },
      'Australia/Lord_Howe',
      '2026-10-03T12:00:00Z',
    );
    expect(night).toEqual({ opensAt: '2026-10-03T15:00:00.000Z', closesAt: '2026-10-03T16:00:00.000Z' });
  });

  test('lasts past midnight, and belongs to the day on which it opened', () => {
    const late: MaintenanceWindow = { days: ['FRI'], from: '22:00', to: '03:00' };
    expect(isOpenAt(late, amsterdam, '2026-01-17T01:30:00Z')).toBe(true);
    expect(isOpenAt(late, amsterdam, '2026-01-18T01:30:00Z')).toBe(false);
    const [running] = nextOpenings(late, amsterdam, '2026-01-17T01:30:00Z');
    expect(running).toEqual({ opensAt: '2026-01-16T21:00:00.000Z', closesAt: '2026-01-17T02:00:00.000Z' });
  });

  test('has three openings that follow each other, whatever the zone, the days and the moment', () => {
    const zones = [amsterdam, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC'];
    const days = fc.subarray(['SUN', 'MON', 'WED', 'SAT'] as const);
    const minutes = fc.nat(1_439).map((all) => {
      const two = (n: number): string => String(n).padStart(2, '0');
      return `${two(Math.floor(all / 60))}:${two(all % 60)}`;
    });
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...zones), days, fc.tuple(minutes, minutes), moment, (zone, on, [from, to], at) => {
        const now = at.toISOString();
        const openings = nextOpenings({ days: on, from, to }, zone, now);
        expect(openings).toHaveLength(3);
        let last = 0;
        for (const { opensAt, closesAt } of openings) {
          expect(Date.parse(opensAt)).toBeGreaterThanOrEqual(last);
          expect(Date.parse(closesAt)).toBeGreaterThan(Math.max(Date.parse(opensAt), at.getTime()));
          last = Date.parse(closesAt);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a time zone is one that the platform knows', () => {
  expect([isTimeZone(amsterdam), isTimeZone('Mars/Olympus')]).toEqual([true, false]);
});

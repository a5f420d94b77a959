/** How much of what devices push is refused. */
import { expect, test } from 'vitest';
import { rejectionSignal } from './rejections.ts';

const minute = (minutes: number, counts: Partial<Record<'accepted' | 'limited' | 'refused' | 'diverted', number>>) => {
  return { at: new Date(minutes * 60_000), accepted: 0, limited: 0, refused: 0, diverted: 0, ...counts };
};

test('is a share of the last five minutes, and unknown where nobody pushed', () => {
  const minutes = [minute(0, { refused: 9 }), minute(98, { accepted: 89, limited: 6, refused: 3, diverted: 2 })];
  const signal = rejectionSignal(minutes, 100 * 60_000);
  expect(signal).toMatchObject({ value: 9, state: 'WARN', unit: '%', since: new Date(98 * 60_000) });
  expect(signal.trend).toEqual([{ at: new Date(98 * 60_000), value: 9 }]);
  expect(rejectionSignal(minutes, 200 * 60_000)).toMatchObject({
    value: null,
    state: 'UNKNOWN',
    since: null,
    trend: [],
  });
});

test('does not count what quarantined devices sent as refused', () => {
  expect(rejectionSignal([minute(99, { diverted: 10 })], 100 * 60_000)).toMatchObject({ value: 0, state: 'OK' });
});

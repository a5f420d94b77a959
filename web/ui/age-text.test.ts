import { expect, it } from 'vitest';
import { ageText, durationText } from './age-text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

it('tells an age in one unit', () => {
  expect([-5000, 1999, 42_000, 4 * MINUTE, 30 * HOUR, 50 * HOUR].map(ageText)).toEqual([
    'just now',
    'just now',
    '42s ago',
    '4m ago',
    '30h ago',
    '2d ago',
  ]);
});

it('tells a duration in two units, the second only where it says something', () => {
  const spans = [12_000, 4 * MINUTE + 10_000, 3 * HOUR, 3 * HOUR + 12 * MINUTE, 220 * HOUR];
  expect(spans.map(durationText)).toEqual(['12s', '4m 10s', '3h', '3h 12m', '9d 4h']);
});

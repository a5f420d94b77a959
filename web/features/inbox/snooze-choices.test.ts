import { describe, expect, test } from 'vitest';
import { snoozeChoices } from './snooze-choices.ts';

describe('the moments offered for a snooze', () => {
  test('all lie ahead, within the thirty days the API allows, in rising order', () => {
    const now = new Date(2026, 0, 31, 23, 59);
    const times = snoozeChoices(now).map(({ value }) => Date.parse(value) - now.getTime());
    expect(times.every((ms) => ms > 0 && ms < 30 * 86_400_000)).toBe(true);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('a morning is nine o’clock of the reader', () => {
    const tomorrow = snoozeChoices(new Date(2026, 5, 30, 12))[2];
    expect(new Date(tomorrow?.value ?? '')).toEqual(new Date(2026, 6, 1, 9));
  });
});

import { expect, test } from 'vitest';
import { parseUptime } from './uptime.ts';

test('seconds since boot are the first number', () => {
  expect(parseUptime('2219.04 4199.60\n')).toBe(2219.04);
});

test('another file is refused', () => {
  expect(() => parseUptime('since yesterday')).toThrow('/proc/uptime');
});

import { expect, test } from 'vitest';
import { parseLoad1 } from './load.ts';

test('the one-minute load is the first number', () => {
  expect(parseLoad1('0.91 0.35 0.16 1/137 12523\n')).toBe(0.91);
});

test('another file is refused', () => {
  expect(() => parseLoad1('')).toThrow('/proc/loadavg');
});

import { expect, test } from 'vitest';
import { mostAtOnce } from './intervals.ts';

test('the checker counts who is busy at once, and catches one too many', () => {
  const steady = Array.from({ length: 30 }, (_, at) => ({ from: at * 10, to: at * 10 + 20 }));
  expect(mostAtOnce(steady)).toBe(2);
  expect(mostAtOnce([...steady, { from: 105, to: 109 }])).toBe(3);
  expect(mostAtOnce([])).toBe(0);
});

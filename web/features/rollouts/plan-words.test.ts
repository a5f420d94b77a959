import { expect, it } from 'vitest';
import { checkText, executorText, windowText } from './plan-words.ts';

it('says when a window opens, and of whose clock', () => {
  expect(windowText({ days: ['SUN', 'SAT'], from: '02:00', to: '05:00' })).toBe(
    'Sat, Sun from 02:00 to 05:00, by the clock of each place',
  );
  expect(windowText({ days: [], from: '02:00', to: '05:00' })).toContain('Every day');
});

it('says how something is run and how it knows that it is well', () => {
  expect(executorText({ kind: 'service', name: 'till', args: ['-v'] })).toBe('service till {"args":["-v"]}');
  expect(checkText({ kind: 'http', url: 'http://localhost/', status: 204, timeoutS: 90 })).toBe(
    'http://localhost/ answers 204 within 1m 30s',
  );
  expect(checkText({ kind: 'moon' })).toBe('{"kind":"moon"}');
});

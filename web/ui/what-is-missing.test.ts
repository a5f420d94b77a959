import { expect, it } from 'vitest';
import { whatIsMissing } from './what-is-missing.ts';

it('lets nothing destructive happen before a reason and the exact scope were typed', () => {
  const rules = { phrase: 'retail-eu 312' };
  expect(whatIsMissing({ reason: 'stolen', typed: 'retail-eu 312' }, rules)).toBe('Give a reason: 4 more characters.');
  expect(whatIsMissing({ reason: '  stolen    ', typed: '' }, rules)).toMatch(/reason/);
  expect(whatIsMissing({ reason: 'stolen from site', typed: 'Retail-eu 312' }, rules)).toMatch(/Type retail-eu 312/);
  expect(whatIsMissing({ reason: 'stolen from site', typed: 'retail-eu 312' }, rules)).toBeUndefined();
});

it('does nothing twice while it is under way', () => {
  const answers = { reason: 'long enough reason', typed: 'x' };
  expect(whatIsMissing(answers, { phrase: 'x', isBusy: true })).toBe('Under way…');
});

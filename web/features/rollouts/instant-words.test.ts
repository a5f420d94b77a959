import { expect, it } from 'vitest';
import { instantText } from './instant-words.ts';

it('leaves the day away only where it is today, in UTC', () => {
  const now = new Date('2026-11-21T23:30:00Z');
  expect(instantText('2026-11-21T23:59:30Z', now)).toBe('23:59 UTC');
  expect(instantText('2026-11-22T00:05:00Z', now)).toBe('Nov 22, 00:05 UTC');
});

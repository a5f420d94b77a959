import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it('makes initials of names and of addresses', () => {
  expect(['Ada Lovelace', 'Grace Brewster Hopper', 'operator@harbour.test', 'Plato'].map(initials)).toEqual([
    'AL',
    'GH',
    'OT',
    'P',
  ]);
});

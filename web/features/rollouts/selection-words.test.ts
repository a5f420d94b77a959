import { expect, it } from 'vitest';
import { selectionText, takeText } from './selection-words.ts';

const everybody = { labels: [], domainIds: [], locationIds: [], channels: [], deviceIds: [] };
const nameOf = (id: string) => (id === 'eu' ? 'Retail EU' : undefined);

it('names each part that has to hold, and every device where none does', () => {
  expect(selectionText(everybody, nameOf)).toBe('every device');
  const some = { ...everybody, labels: [{ key: 'role', value: 'till' }], domainIds: ['eu'], deviceIds: ['a'] };
  expect(selectionText(some, nameOf)).toBe('role=till, in Retail EU or below, 1 device by name');
});

it('says of whom a wave takes how many', () => {
  const wave = { count: null, percent: null, selection: null };
  expect(takeText({ ...wave, count: 4 }, nameOf)).toBe('4 of the remaining');
  expect(takeText({ ...wave, percent: 20 }, nameOf)).toBe('20% of the remaining');
  expect(takeText({ ...wave, selection: { ...everybody, domainIds: ['eu'] } }, nameOf)).toBe(
    'all of the remaining: in Retail EU or below',
  );
});

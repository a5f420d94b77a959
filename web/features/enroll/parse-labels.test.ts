import { describe, expect, it } from 'vitest';
import { parseLabels } from './parse-labels.ts';

describe('parseLabels', () => {
  it('reads labels separated by spaces and commas', () => {
    expect(parseLabels(' site=rtm, role=kiosk  floor=2')).toEqual({
      kind: 'labels',
      labels: [
        { key: 'site', value: 'rtm' },
        { key: 'role', value: 'kiosk' },
        { key: 'floor', value: '2' },
      ],
    });
  });

  it('accepts no labels at all', () => {
    expect(parseLabels('  ')).toEqual({ kind: 'labels', labels: [] });
  });

  it.each([
    ['site', 'site'],
    ['site=', 'site='],
    ['=rtm', '=rtm'],
    ['a=1 site=rtm=2', 'site=rtm=2'],
  ])('names the part of %j that cannot be read', (text, part) => {
    expect(parseLabels(text)).toMatchObject({ kind: 'unreadable', part });
  });

  it('refuses a key given twice', () => {
    expect(parseLabels('site=a site=b')).toMatchObject({ kind: 'unreadable', reason: 'site is given twice' });
  });
});

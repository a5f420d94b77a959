import { describe, expect, it } from 'vitest';
import { deviceFilterKeys, suggest } from './filter-suggestions.ts';

const keys = deviceFilterKeys(['retail-eu', 'mining-au'], ['Rotterdam 07']);

describe('suggest', () => {
  it('offers all keys on an empty word and narrows them while typing', () => {
    expect(suggest('', 0, keys).map(({ label }) => label)).toContain('conn:');
    expect(suggest('conn:LIVE tr', 12, keys)).toEqual([
      { label: 'trust:', hint: 'may it take part', text: 'conn:LIVE trust:', cursor: 16 },
    ]);
  });

  it('offers the values of the key under the cursor', () => {
    const [first] = suggest('conn:dis', 8, keys);
    expect(first).toEqual({ label: 'DISCONNECTED', hint: 'connectivity', text: 'conn:DISCONNECTED', cursor: 17 });
  });

  it('offers further alternatives but none twice', () => {
    const labels = suggest('conn:LIVE,', 10, keys).map(({ label }) => label);
    expect(labels).toContain('DELAYED');
    expect(labels).not.toContain('LIVE');
  });

  it('keeps a leading minus', () => {
    expect(suggest('-trust:rev', 10, keys)[0]?.text).toBe('-trust:REVOKED');
  });

  it('offers nothing for free text values', () => {
    expect(suggest('name:ki', 7, keys)).toEqual([]);
  });
});

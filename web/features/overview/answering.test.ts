import { describe, expect, it } from 'vitest';
import { answeringOf } from './answering.ts';
import type { Counts } from './spectrum-facts.ts';

const domain = (path: string, counts: Counts) => ({ path, slug: path, name: path, counts });
const missingOf = (...domains: ReturnType<typeof domain>[]) => {
  const { asked, missing } = answeringOf(domains);
  return { asked, missing: missing.map(({ path }) => path) };
};

describe('domains that answer', () => {
  it('are those of which somebody is heard now, late or by a cache or not', () => {
    for (const state of ['LIVE', 'DELAYED', 'EDGE_CACHED', 'RETURNING', 'REPLAYING'] as const) {
      expect(missingOf(domain('a', { [state]: 1, DISCONNECTED: 9 }))).toEqual({ asked: 1, missing: [] });
    }
  });

  it('are not those whose devices are all silent, whether that is by design or not', () => {
    const [silent, alone] = [domain('a', { DISCONNECTED: 3 }), domain('b', { AUTONOMOUS: 3 })];
    expect(missingOf(silent, alone, domain('c', { LIVE: 1 }))).toEqual({ asked: 3, missing: ['a', 'b'] });
  });

  it('are not asked for without devices, or with none but isolated ones', () => {
    expect(missingOf(domain('a', {}), domain('b', { QUARANTINED: 2 }))).toEqual({ asked: 0, missing: [] });
  });

  it('answer for themselves: a parent is neither saved nor condemned by what is below it', () => {
    const tree = [
      domain('eu', { LIVE: 1, DISCONNECTED: 2 }),
      domain('eu/rtm', { LIVE: 1 }),
      domain('eu/ams', { DISCONNECTED: 2 }),
    ];
    expect(missingOf(...tree)).toEqual({ asked: 2, missing: ['eu/ams'] });
    expect(missingOf(domain('eu', { DISCONNECTED: 1, LIVE: 1 }), domain('eu/rtm', { LIVE: 1 }))).toEqual({
      asked: 2,
      missing: ['eu'],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { layOutRibbon, pointAt, type RibbonPoint, stepOf } from './ribbon-layout.ts';

const MINUTE = 60_000;
const window = { from: 0, to: 10 * MINUTE, stepMs: MINUTE };
const points = (minutes: number[], counts: RibbonPoint['counts'] = { LIVE: 3, DISCONNECTED: 1 }): RibbonPoint[] =>
  minutes.map((minute) => ({ at: minute * MINUTE, counts }));

describe('the ribbon', () => {
  it('stacks shares from the bottom in the order of the spectrum', () => {
    const { areas } = layOutRibbon(points([0, 1]), { ...window, to: 2 * MINUTE });
    expect(areas).toEqual([
      { state: 'LIVE', path: 'M0 0.25L0.5 0.25L1 0.25L1 1L0.5 1L0 1Z' },
      { state: 'DISCONNECTED', path: 'M0 0L0.5 0L1 0L1 0.25L0.5 0.25L0 0.25Z' },
    ]);
  });

  it('leaves out what nobody observed instead of drawing through it', () => {
    const { areas, gaps } = layOutRibbon(points([0, 1, 2, 6, 7, 8, 9]), window);
    expect(gaps).toEqual([{ from: 0.3, to: 0.6 }]);
    expect(areas.filter(({ state }) => state === 'LIVE')).toHaveLength(2);
  });

  it('is one gap when there is nothing at all', () => {
    expect(layOutRibbon([], window)).toEqual({ areas: [], gaps: [{ from: 0, to: 1 }] });
  });

  it('takes a moment without devices for a gap, not for a healthy one', () => {
    expect(layOutRibbon(points([0, 1, 2], {}), window).gaps).toEqual([{ from: 0, to: 1 }]);
  });

  it('draws nothing of a state that never occurred', () => {
    const { areas } = layOutRibbon(points([0, 1], { LIVE: 2, QUARANTINED: 0 }), window);
    expect(areas.map(({ state }) => state)).toEqual(['LIVE']);
  });

  it('bears pictures taken a little late without calling them a gap', () => {
    const late = [0, 1, 2.3, 3.3].map((minute) => ({ at: minute * MINUTE, counts: { LIVE: 1 } }));
    expect(layOutRibbon(late, { ...window, to: 4 * MINUTE }).gaps).toEqual([]);
  });
});

describe('reading the ribbon', () => {
  it('gives the newest point that still holds', () => {
    expect(pointAt(points([0, 1, 2]), 1.7 * MINUTE, window)?.at).toBe(MINUTE);
    expect(pointAt(points([0, 1, 2]), 5 * MINUTE, window)).toBeUndefined();
  });

  it('knows how far apart the points of a window are', () => {
    expect(stepOf({ from: 0, to: 6 * 60 * MINUTE })).toBe(MINUTE);
    expect(stepOf({ from: 0, to: 24 * 60 * MINUTE })).toBe(4 * MINUTE);
  });
});

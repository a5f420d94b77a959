import { describe, expect, test } from 'vitest';
import { placeSegments, segmentAt } from './ribbon-segments.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const segment = (state: string, from: number, to: number) => ({ state, from: iso(from), to: iso(to) });

describe('a ribbon of the past', () => {
  test('places segments as shares of the window and clips what reaches beyond it', () => {
    const placed = placeSegments([segment('LIVE', -1000, 500), segment('DELAYED', 500, 3000)], { from: 0, to: 1000 });
    expect(placed.map(({ state, left, width }) => ({ state, left, width }))).toEqual([
      { state: 'LIVE', left: 0, width: 50 },
      { state: 'DELAYED', left: 50, width: 50 },
    ]);
  });

  test('shows a change however short it was, and nothing from outside the window', () => {
    const [short] = placeSegments([segment('DELAYED', 10, 11)], { from: 0, to: 1_000_000 });
    expect(short?.width).toBeGreaterThan(0.1);
    expect(placeSegments([segment('LIVE', 2000, 3000)], { from: 0, to: 1000 })).toEqual([]);
  });

  test('knows what held at a moment', () => {
    const segments = [segment('LIVE', 0, 500), segment('DELAYED', 500, 1000)];
    expect(segmentAt(segments, 700)?.state).toBe('DELAYED');
    expect(segmentAt(segments, 2000)).toBeUndefined();
  });
});

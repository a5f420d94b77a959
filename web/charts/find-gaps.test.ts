import { describe, expect, it } from 'vitest';
import { findGaps } from './find-gaps.ts';

const options = { window: { from: 0, to: 100 }, stepS: 1, toleranceS: 3, tailToleranceS: 15 };

function line(measured: (time: number) => boolean) {
  const times = Array.from({ length: 101 }, (_, i) => i);
  return { times, values: [times.map((time) => (measured(time) ? 1 : null))] };
}

describe('findGaps', () => {
  it('finds nothing when every slot was measured', () => {
    expect(
      findGaps(
        line(() => true),
        options,
      ),
    ).toEqual([]);
  });

  it('spans a silence from the end of the last sample to the next one', () => {
    expect(
      findGaps(
        line((time) => time < 40 || time >= 60),
        options,
      ),
    ).toEqual([{ from: 40, to: 60 }]);
  });

  it('does not call a missed beat a gap', () => {
    expect(
      findGaps(
        line((time) => time % 3 === 0),
        options,
      ),
    ).toEqual([]);
  });

  it('reports the time before the first sample as unknown', () => {
    expect(
      findGaps(
        line((time) => time >= 30),
        options,
      ),
    ).toEqual([{ from: 0, to: 30 }]);
  });

  it('waits for the newest batch before it calls the right edge silent', () => {
    expect(
      findGaps(
        line((time) => time <= 90),
        options,
      ),
    ).toEqual([]);
    expect(
      findGaps(
        line((time) => time <= 80),
        options,
      ),
    ).toEqual([{ from: 81, to: 100 }]);
  });

  it('is no gap as long as one series was measured', () => {
    const times = [0, 50, 100];
    const values = [
      [1, null, 1],
      [1, 2, 1],
    ];
    expect(findGaps({ times, values }, { ...options, stepS: 50, toleranceS: 60 })).toEqual([]);
  });

  it('calls an empty window one whole gap', () => {
    expect(findGaps({ times: [], values: [[]] }, options)).toEqual([{ from: 0, to: 100 }]);
  });
});

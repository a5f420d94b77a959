import { describe, expect, it } from 'vitest';
import { describeChart } from './describe-chart.ts';

describe('describeChart', () => {
  it('tells newest value, extremes, missing time and declared losses', () => {
    const text = describeChart(
      {
        times: [0, 1, 2],
        values: [[1, 9, 4]],
        window: { from: 0, to: 900 },
        gaps: [{ from: 10, to: 70 }],
        losses: [{ from: 10, to: 70, count: 60, reason: 'queue full' }],
      },
      { title: 'CPU', unit: '%', labels: ['usage'] },
    );
    expect(text).toBe(
      'CPU, 15m. usage: now 4 %, lowest 1 %, highest 9 %. No data for 1m in total. ' +
        'The device declared 60 dropped samples.',
    );
  });

  it('says so when nothing was measured', () => {
    const frame = { times: [], values: [[]], window: { from: 0, to: 60 }, gaps: [], losses: [] };
    expect(describeChart(frame, { title: 'Load', unit: '', labels: ['1 min'] })).toContain('1 min: no data');
  });
});

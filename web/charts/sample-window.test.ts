import { describe, expect, it } from 'vitest';
import { POINTS_MAX, SampleWindow } from './sample-window.ts';

function oneSeries(stepS = 1, capacity = 60): SampleWindow {
  return new SampleWindow({ seriesCount: 1, stepS, capacity });
}

function samples(...points: [time: number, value: number | null][]) {
  return { times: points.map(([time]) => time), columns: [points.map(([, value]) => value)] };
}

describe('SampleWindow', () => {
  it('never holds more points than a chart may have', () => {
    const window = new SampleWindow({ seriesCount: 1, stepS: 1, capacity: 10_000 });
    for (let time = 0; time < 5000; time += 1) window.addLive(samples([time, time]));
    const { times, values } = window.read(0, 4999, 2);
    expect(times).toHaveLength(POINTS_MAX);
    expect(times.at(-1)).toBe(4999);
    expect(values[0]?.[0]).toBe(4400);
  });

  it('joins history and live feed without a double point where they overlap', () => {
    const window = oneSeries();
    window.setHistory(samples([100, 1], [101, 2], [102, 3]));
    window.addLive(samples([101, 2], [102, 3], [103, 4]));
    expect(window.read(100, 103, 2)).toEqual({ times: [100, 101, 102, 103], values: [[1, 2, 3, 4]] });
  });

  it('gives the same lines whether history or the live feed came first', () => {
    const liveFirst = oneSeries();
    liveFirst.addLive(samples([101, 2], [102, 3]));
    liveFirst.setHistory(samples([100, 1], [101, 2]));
    const historyFirst = oneSeries();
    historyFirst.setHistory(samples([100, 1], [101, 2]));
    historyFirst.addLive(samples([101, 2], [102, 3]));
    expect(liveFirst.read(100, 102, 2)).toEqual(historyFirst.read(100, 102, 2));
  });

  it('lets the live feed finish the slot that was still filling when history was read', () => {
    const window = oneSeries(10);
    window.setHistory(samples([0, 5], [10, 100]));
    window.addLive(samples([10, 100], [11, 0], [12, 20]));
    expect(window.read(0, 15, 20).values[0]).toEqual([5, 40]);
  });

  it('counts a repeated live sample once', () => {
    const window = oneSeries(10);
    window.addLive(samples([1, 10], [2, 20]));
    window.addLive(samples([1, 10], [2, 20], [3, 60]));
    expect(window.read(0, 9, 20).values[0]).toEqual([30]);
  });

  it('keeps live samples when history is read again', () => {
    const window = oneSeries();
    window.setHistory(samples([1, 1]));
    window.addLive(samples([2, 2]));
    window.setHistory(samples([1, 1]));
    expect(window.read(1, 2, 2).values[0]).toEqual([1, 2]);
  });

  it('shows a long silence as a gap and runs the line through a missed beat', () => {
    const window = oneSeries();
    window.addLive(samples([0, 1], [2, 3], [9, 4]));
    expect(window.read(0, 10, 2).values[0]).toEqual([1, undefined, 3, null, null, null, null, null, null, 4, null]);
  });

  it('treats an unmeasured value as a gap and never as zero', () => {
    const window = oneSeries();
    window.setHistory(samples([0, 1], [1, null], [2, null], [3, null], [4, 5]));
    expect(window.read(0, 4, 1).values[0]).toEqual([1, null, null, null, 5]);
  });

  it('ignores samples older than the window instead of overwriting newer ones', () => {
    const window = oneSeries(1, 10);
    window.addLive(samples([100, 7]));
    window.setHistory(samples([90, 1]));
    expect(window.read(91, 100, 1).values[0]?.at(-1)).toBe(7);
    expect(window.read(90, 90, 1).values[0]).toEqual([null]);
  });

  it('knows the newest value of a series even when another series is newer', () => {
    const window = new SampleWindow({ seriesCount: 2, stepS: 1, capacity: 30 });
    window.addLive({
      times: [1, 2, 3],
      columns: [
        [1, 2, null],
        [4, 5, 6],
      ],
    });
    expect([window.latest(0), window.latest(1), window.newestTime]).toEqual([2, 6, 3]);
  });
});

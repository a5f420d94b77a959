import { describe, expect, it, vi } from 'vitest';
import { MetricsFeed } from './metrics-feed.ts';

const names = ['cpu_usage_pct', 'load1'];
const live = { kind: 'live', lengthS: 60 } as const;

function history(times: number[], cpu: (number | null)[], stepS = 1) {
  return {
    stepS,
    series: [{ name: 'cpu_usage_pct', times, avg: cpu }],
    losses: [{ from: 950, to: 955, count: 5, reason: 'queue full' }],
  };
}

describe('MetricsFeed', () => {
  it('continues stored history with live samples in one line', () => {
    const feed = new MetricsFeed(names, live, () => 1000);
    feed.setHistory(history([997, 998], [1, 2]));
    feed.addLive({ timesMs: [998_000, 999_200, 1_000_000], series: ['cpu_usage_pct'], values: [[2, 3, 4]] });
    const { times, values } = feed.source(['cpu_usage_pct']).read();
    expect(times.slice(-4)).toEqual([997, 998, 999, 1000]);
    expect(values[0]?.slice(-4)).toEqual([1, 2, 3, 4]);
  });

  it('slides with the clock and leaves a growing gap when nothing arrives', () => {
    let now = 1000;
    const feed = new MetricsFeed(names, live, () => now);
    feed.setHistory(history([940, 970, 1000], [1, 1, 1], 30));
    expect(feed.source(['cpu_usage_pct']).read().gaps).toEqual([]);
    now = 1100;
    expect(feed.source(['cpu_usage_pct']).read().gaps).toEqual([{ from: 1040, to: 1100 }]);
  });

  it('shows a series the device does not measure as one gap', () => {
    const feed = new MetricsFeed(names, live, () => 1000);
    feed.setHistory(history([999], [1]));
    expect(feed.source(['load1']).read().gaps).toEqual([{ from: 940, to: 1000 }]);
    expect(feed.latest('load1')).toBeNull();
  });

  it('stands still while paused and catches up afterwards without losing samples', () => {
    let now = 1000;
    const feed = new MetricsFeed(names, live, () => now);
    feed.setPaused(true);
    now = 1010;
    feed.addLive({ timesMs: [1_005_000], series: ['cpu_usage_pct'], values: [[7]] });
    expect(feed.source(names).read().window).toEqual({ from: 940, to: 1000 });
    feed.setPaused(false);
    expect(feed.source(names).read().window.to).toBe(1010);
    expect(feed.latest('cpu_usage_pct')).toBe(7);
  });

  it('ignores the live feed in a frozen window', () => {
    const feed = new MetricsFeed(names, { kind: 'fixed', from: 900, to: 1000 }, () => 2000);
    feed.addLive({ timesMs: [950_000], series: ['cpu_usage_pct'], values: [[7]] });
    expect(feed.latest('cpu_usage_pct')).toBeNull();
  });

  it('takes the step of a coarser rollup', () => {
    const feed = new MetricsFeed(names, { kind: 'live', lengthS: 900 }, () => 1000);
    expect(feed.stepS).toBe(2);
    feed.setHistory(history([900, 960], [1, 2], 60));
    expect(feed.stepS).toBe(60);
  });

  it('keeps declared losses and tells its charts to look again', () => {
    const feed = new MetricsFeed(names, live, () => 1000);
    const changed = vi.fn();
    const source = feed.source(names);
    const stop = source.subscribe(changed);
    feed.setHistory(history([999], [1]));
    expect(source.read().losses).toHaveLength(1);
    stop();
    feed.refresh();
    expect(changed).toHaveBeenCalledTimes(1);
  });
});

import { expect, test } from 'vitest';
import { Increase, Rate } from './rate.ts';

test('a rate is the increase per second of the time that really passed', () => {
  const rate = new Rate();
  expect([rate.perSecond(100, 0), rate.perSecond(300, 2_000), rate.perSecond(300, 3_000)]).toEqual([null, 100, 0]);
});

test('a counter that fell, and a machine that slept, make a gap and not a number', () => {
  const rate = new Rate();
  rate.perSecond(100, 0);
  expect([rate.perSecond(50, 1_000), rate.perSecond(60, 60_000), rate.perSecond(70, 61_000)]).toEqual([null, null, 10]);
});

test('counters that are read together are a gap together', () => {
  const increase = new Increase();
  increase.since([1, 10], 0);
  expect([increase.since([2, 12], 1_000), increase.since([3, 0], 2_000), increase.since([4, 1], 3_000)]).toEqual([
    [1, 2],
    null,
    [1, 1],
  ]);
});

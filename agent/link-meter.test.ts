import { expect, test } from 'vitest';
import { LinkMeter } from './link-meter.ts';

test('nothing is claimed before anything was measured', () => {
  expect(new LinkMeter().quality()).toEqual({ rttMs: null, lossPct: null, bandwidthKbps: null });
});

test('round trip is the median, so that one slow answer does not move it', () => {
  const meter = new LinkMeter();
  for (const ms of [10, 11, 900, 12, 10]) meter.answered(ms, 200);
  expect(meter.quality()).toMatchObject({ rttMs: 11, lossPct: 0 });
});

test('loss is the share of attempts without an answer, and is forgotten in time', () => {
  const meter = new LinkMeter();
  meter.unanswered();
  for (let index = 0; index < 3; index += 1) meter.answered(10, 200);
  expect(meter.quality().lossPct).toBe(25);
  for (let index = 0; index < 32; index += 1) meter.answered(10, 200);
  expect(meter.quality().lossPct).toBe(0);
});

test('bandwidth is measured on large bodies only', () => {
  const meter = new LinkMeter();
  meter.answered(10, 200);
  meter.answered(90, 10_000);
  expect(meter.quality()).toEqual({ rttMs: 10, lossPct: 0, bandwidthKbps: 1_000 });
});

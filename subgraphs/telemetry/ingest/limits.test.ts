/** How fast and how much. */
import { describe, expect, test } from 'vitest';
import { checkBatch, type Batch } from './batch.ts';
import { presetLimits, RateLimits, TokenBuckets } from './limits.ts';

const batch: Batch = {
  tenantId: 't',
  deviceId: 'd',
  fingerprint: 'f',
  epoch: 1,
  runKey: 'r',
  fromSeq: 1,
  toSeq: 2,
  samples: { timesMs: [1, 2], series: ['load1'], values: [[1, null]] },
  kernelEvents: null,
  dropped: [],
};

describe('a token bucket', () => {
  test('lets a burst through, then its rate, and says how long to wait', () => {
    const buckets = new TokenBuckets({ perS: 10, size: 20 });
    expect(buckets.waitMs('a', 20, 0)).toBe(0);
    buckets.take('a', 20, 0);
    expect(buckets.waitMs('a', 5, 0)).toBe(500);
    expect(buckets.waitMs('a', 5, 500)).toBe(0);
    expect(buckets.waitMs('b', 20, 0)).toBe(0);
  });

  test('is not refilled by a clock that steps back', () => {
    const buckets = new TokenBuckets({ perS: 10, size: 20 });
    buckets.take('a', 20, 10_000);
    expect(buckets.waitMs('a', 1, 5_000)).toBe(100);
  });
});

describe('rate limits', () => {
  test('refuse the device that is too fast and charge nobody for what they refuse', () => {
    const rates = new RateLimits({ ...presetLimits, deviceRecordsPerS: 10, tenantRecordsPerS: 15, burstS: 1 });
    rates.charge({ tenantId: 't', deviceId: 'a', domainId: null }, 10, 0);
    const again = () => rates.charge({ tenantId: 't', deviceId: 'a', domainId: null }, 10, 0);
    expect(again).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED', retryAfterMs: 1000 }));
    rates.charge({ tenantId: 't', deviceId: 'b', domainId: null }, 5, 0);
    const third = () => rates.charge({ tenantId: 't', deviceId: 'c', domainId: null }, 3, 0);
    expect(third).toThrow(expect.objectContaining({ details: { limit: 'tenantRecordsPerS', scope: 'tenant' } }));
  });
});

describe('the rate of a domain', () => {
  test('is shared by its devices, and leaves those of other domains alone', () => {
    const rates = new RateLimits({ ...presetLimits, deviceRecordsPerS: 100, domainRecordsPerS: 10, burstS: 1 });
    rates.charge({ tenantId: 't', deviceId: 'a', domainId: 'one' }, 8, 0);
    const second = () => rates.charge({ tenantId: 't', deviceId: 'b', domainId: 'one' }, 8, 0);
    const details = { limit: 'domainRecordsPerS', scope: 'domain' };
    expect(second).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED', retryAfterMs: 600, details }));
    rates.charge({ tenantId: 't', deviceId: 'b', domainId: 'two' }, 8, 0);
    rates.charge({ tenantId: 'u', deviceId: 'b', domainId: 'one' }, 8, 0);
  });
});

describe('a batch', () => {
  test('whose columns fit together passes', () => {
    expect(() => checkBatch(batch, presetLimits)).not.toThrow();
  });

  test.each<[string, Partial<Batch>]>([
    ['lists of different length', { samples: { timesMs: [1, 2], series: ['load1'], values: [[1]] } }],
    ['a list that is null', { samples: { timesMs: [1, 2], series: ['load1'], values: [null] } }],
    ['a series twice', { samples: { timesMs: [], series: ['load1', 'load1'], values: [[], []] } }],
    ['numbers that run backwards', { fromSeq: 3, toSeq: 2 }],
    ['the number 0', { fromSeq: 0 }],
    ['no run key', { runKey: '' }],
    [
      'events without pids',
      { kernelEvents: { timesMs: [1], types: ['OOM_KILL'], pids: [], comms: [''], details: [''] } },
    ],
  ])('with %s is refused', (_, change) => {
    const check = () => checkBatch({ ...batch, ...change }, presetLimits);
    expect(check).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
